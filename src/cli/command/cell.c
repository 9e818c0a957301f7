/* `interphase cell`: a stack of layers, each interface at the potentials it sees, and the weakest of them. */
#include "interface_output.h"
#include "cli/input/metals.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

/* One interface of the stack and its answer, kept until all are known. */
typedef struct cell_interface {
    ip_reactant_pair pair;
    ip_interface found;
    ip_interface_case answer;
    bool answered, has_row;
    const char *where;    /* what the interface sees, for the text */
    ip_interface_row row; /* of the deepest point; of this run's memory */
} cell_interface;

static bool is_metal(const ip_composition *composition, int metal) {
    return composition->count == 1 && composition->element[0] == metal;
}

/* The anode side stands at 0 V: against the metal itself that is the closed reaction with it. The cathode side takes the
 * worst case over the range; what lies between exchanges nothing. */
static ip_status find(cell_interface *face, session *run, int count, ip_error *error) {
    const options *opts = run->opts;
    const ip_reactant_pair *pair = &face->pair;
    long position = face->answer.position;
    /* A single interface is the cathode side where a range is given, else the anode side. */
    bool cathode_side = position == count && opts->voltages.count > 0, anode_side = position == 1 && !cathode_side;
    bool beside_metal = is_metal(&pair->composition_a, opts->metal) || is_metal(&pair->composition_b, opts->metal);
    const voltage_range *range = opts->voltages.count ? &opts->voltages.items[0] : NULL;
    double voltage = NAN;
    face->where = run->question.reservoir ? "without the metal" : "closed";
    if (cathode_side && !beside_metal) {
        face->where = range->is_range ? "cathode side, worst case of the range" : "cathode side";
        voltage = range->low;
        face->answer.range = range->is_range ? "worst" : NULL;
    } else if (anode_side && !beside_metal) {
        face->where = "anode side";
        voltage = 0.0;
    }
    ip_status status = face->answer.range ? interface_find_worst(&face->found, &voltage, run, pair, range, error)
                                          : interface_find(&face->found, run, pair, voltage, error);
    face->answered = status == IP_OK;
    face->answer.voltage = voltage;
    if (!status && beside_metal) {
        face->where = "in contact with the metal";
        face->answer.voltage = 0.0;
        face->answer.closed = true;
    }
    return status;
}

static void answer(cell_interface *face, session *run, const char *a, const char *b, int position, int count) {
    ip_error error;
    ip_interface_case asked = {&face->pair, &face->found, NAN, NULL, position, false};
    face->answer = asked;
    ip_status status = ip_reactant_pair_read(&face->pair, a, b, &error);
    if (!status)
        status = find(face, run, count, &error);
    if (!status)
        status = ip_interface_row_fill(&face->row, run->memory, run->dataset, &face->answer, face->found.minimum, &run->question,
                                       &error);
    if (status)
        interface_fail(run, &asked, &error);
    else
        session_row(run, &face->row);
    face->has_row = status == IP_OK;
}

static const ip_kink *deepest(const cell_interface *face) {
    return &face->found.kinks[face->found.minimum];
}

static void print_place(FILE *stream, const cell_interface *face, const char *metal) {
    fprintf(stream, "%s | %s, %s", face->pair.a, face->pair.b, face->where);
    if (!isnan(face->answer.voltage))
        fprintf(stream, " (%s V against %s)", text_number(face->answer.voltage, 4), metal);
}

/* A kink beside the deepest as a row, for its uncertainties; false after a failure. */
static bool fill_row(ip_interface_row *out, session *run, const cell_interface *face, int index) {
    ip_error error;
    if (!ip_interface_row_fill(out, run->memory, run->dataset, &face->answer, index, &run->question, &error))
        return true;
    session_break(run, &error);
    return false;
}

/* What a layer does at these potentials without its neighbour; nothing where it stays as it is. */
static void print_alone(session *run, const cell_interface *face, int end) {
    const ip_interface *found = &face->found;
    int index = end ? found->kink_count - 1 : 0;
    const ip_kink *kink = &found->kinks[index];
    ip_interface_row row;
    if (!ip_reacts(kink->reaction_energy) || !fill_row(&row, run, face, index))
        return;
    fprintf(run->out.stream, "  %s by itself: %s, %s eV/atom, %s\n", end ? face->pair.a : face->pair.b,
            interface_equation(run, &face->pair, kink), text_uncertain(row.reaction_energy, row.reaction_energy_uncertainty, 4),
            session_character(run, ip_character_find(&kink->products, true, run->question.gap)));
}

/* Beside the metal there is always more of it: what that leads to, where the deepest point is another. */
static void print_excess(session *run, const cell_interface *face) {
    const ip_interface *found = &face->found;
    if (!face->answer.closed || found->metal_excess < 0 || found->metal_excess == found->minimum)
        return;
    const ip_kink *kink = &found->kinks[found->metal_excess];
    ip_interface_row row;
    if (!fill_row(&row, run, face, found->metal_excess))
        return;
    ip_character character = interface_character(run, kink);
    fprintf(run->out.stream, "  with an excess of %s: %s\n  %s eV/atom; interphase %s\n", ip_element_symbol(run->opts->metal),
            interface_equation(run, &face->pair, kink),
            text_uncertain(row.mutual_reaction_energy, row.mutual_reaction_energy_uncertainty, 4),
            session_character(run, character));
}

static void print_interface(session *run, const cell_interface *face, int position) {
    FILE *stream = run->out.stream;
    const ip_interface *found = &face->found;
    const ip_kink *kink = deepest(face);
    ip_character character = interface_character(run, kink);
    fprintf(stream, "\n%d. ", position);
    print_place(stream, face, ip_element_symbol(run->opts->metal));
    session_note_weak(run, &kink->products);
    if (!found->reacts) {
        fputs(": no reaction with each other.\n", stream);
    } else {
        fprintf(stream, ":\n  %s\n  %s eV/atom mutual, %s eV/atom in total; interphase %s\n", face->row.equation,
                text_uncertain(face->row.mutual_reaction_energy, face->row.mutual_reaction_energy_uncertainty, 4),
                text_uncertain(face->row.reaction_energy, face->row.reaction_energy_uncertainty, 4),
                session_character(run, character));
        print_excess(run, face);
    }
    interface_print_reactants(run, &face->answer);
    print_alone(run, face, 1);
    print_alone(run, face, 0);
}

/* The kink of the deepest total energy at any fraction: it may lie at an end, where a layer falls apart by itself. */
static int deepest_total(const cell_interface *face) {
    const ip_kink *kinks = face->found.kinks;
    int lowest = 0;
    for (int i = 1; i < face->found.kink_count; i++)
        if (kinks[i].reaction_energy < kinks[lowest].reaction_energy)
            lowest = i;
    return lowest;
}

/* Index of the interface with the deepest energy of a kind; -1 where none reacts. */
static int find_weakest(const cell_interface *faces, int count, bool by_total) {
    int weakest = -1;
    double lowest = -IP_REACTION_TOLERANCE;
    for (int i = 0; i < count; i++) {
        if (!faces[i].has_row)
            continue;
        const ip_kink *total = &faces[i].found.kinks[deepest_total(&faces[i])];
        double energy = by_total ? total->reaction_energy : deepest(&faces[i])->mutual_reaction_energy;
        if (energy < lowest) {
            lowest = energy;
            weakest = i;
        }
    }
    return weakest;
}

static void print_report(session *run, const cell_interface *faces, int count) {
    FILE *stream = run->out.stream;
    const char *metal = ip_element_symbol(run->opts->metal);
    int weakest = find_weakest(faces, count, false), weakest_in_total = find_weakest(faces, count, true);
    session_start_block(run);
    if (run->failures == count) {
        fputs("No interface of this cell has an answer.\n", stream);
        return;
    }
    if (run->failures)
        fputs("Not every interface has an answer; of the others:\n", stream);
    if (weakest < 0) {
        fputs("No two neighbours of this cell react with each other.\n", stream);
    } else {
        const ip_kink *kink = deepest(&faces[weakest]);
        const ip_interface_row *row = &faces[weakest].row;
        ip_character character = interface_character(run, kink);
        fputs("The weakest interface is ", stream);
        print_place(stream, &faces[weakest], metal);
        fprintf(stream, ":\nits layers are driven to react by %s eV/atom, and the interphase is %s.\n",
                text_uncertain(row->mutual_reaction_energy, row->mutual_reaction_energy_uncertainty, 4),
                session_character(run, character));
    }
    ip_interface_row total;
    bool differs = weakest_in_total >= 0 && weakest_in_total != weakest;
    if (differs && fill_row(&total, run, &faces[weakest_in_total], deepest_total(&faces[weakest_in_total]))) {
        fputs("Counting what each layer does there by itself, the weakest is ", stream);
        print_place(stream, &faces[weakest_in_total], metal);
        fprintf(stream, ": %s eV/atom in total.\n", text_uncertain(total.reaction_energy, total.reaction_energy_uncertainty, 4));
    }
    for (int i = 0; i < count; i++)
        if (faces[i].has_row)
            print_interface(run, &faces[i], i + 1);
}

/* An end layer that is a metal other than the reservoir's was hardly meant so. */
static void notice_other_metal(const options *opts, const char *layer) {
    ip_composition composition;
    if (opts->quiet || ip_composition_read(&composition, layer, NULL) || composition.count != 1)
        return;
    if (composition.element[0] != opts->metal && ip_element_charge(composition.element[0]))
        complain("notice: %s is an electrode, but voltages refer to %s; --metal %s would refer to it", layer,
                 ip_element_symbol(opts->metal), layer);
}

/* A range of voltages is that of the cathode, which the metal cannot be. */
static bool has_cathode(const options *opts) {
    int last = opts->argument_count - 1;
    for (int i = last - 1; i <= last; i++) {
        ip_composition composition;
        bool beside_metal = !ip_composition_read(&composition, opts->arguments[i], NULL) && is_metal(&composition, opts->metal);
        if (beside_metal && opts->voltages.count) {
            complain("cell: --voltage is for a cathode, but the last interface is that of %s with %s itself; the layers go from "
                     "the anode to the "
                     "cathode",
                     opts->arguments[i == last ? last - 1 : last], opts->arguments[i]);
            return false;
        }
    }
    return true;
}

static exit_code run_cell(const options *given) {
    options settled = *given;
    const options *opts = &settled;
    if (opts->argument_count < 2) {
        complain("cell: at least two layers are expected, from the anode to the cathode; see 'interphase cell --help'");
        return EXIT_USAGE;
    }
    if (!metals_settle(&settled, (const char *const *)opts->arguments, opts->argument_count))
        return EXIT_INTERNAL;
    if (!has_cathode(opts))
        return EXIT_USAGE;
    notice_other_metal(opts, opts->arguments[0]);
    notice_other_metal(opts, opts->arguments[opts->argument_count - 1]);
    session run;
    exit_code code = session_open(&run, opts, "cell", &ip_cell_result, false);
    if (code != EXIT_ANSWERED)
        return code;
    int count = opts->argument_count - 1;
    cell_interface *faces = calloc((size_t)count, sizeof *faces);
    if (!faces) {
        complain_of_memory();
        run.broken = true;
        return session_close(&run);
    }
    for (int i = 0; i < count; i++)
        answer(&faces[i], &run, opts->arguments[i], opts->arguments[i + 1], i + 1, count);
    if (!run.sink && !run.broken) {
        print_report(&run, faces, count);
        session_print_assumptions(&run, true);
    }
    for (int i = 0; i < count; i++)
        if (faces[i].answered)
            ip_interface_clear(&faces[i].found);
    free(faces);
    return session_close(&run);
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(1), OPTION_ROWS_RESERVOIRS, OPTION_ROW_MIXING_ENTROPY,
                                  OPTION_ROW_GAP, OPTION_END};

const command command_cell = {
    .name = "cell",
    .summary = "every interface of a stack of layers",
    .arguments = "ANODE LAYER... CATHODE [--voltage V|LO:HI]",
    .help = "Looks at the interfaces of a stack in their order, each at the potentials it\n"
            "sees: the anode side at 0 V (the reaction with the metal itself where the anode\n"
            "is the metal), the cathode side at the voltage or the worst case of the range,\n"
            "closed without one, and closed between inner layers. Says which interface is the\n"
            "weakest, and why.\n"
            "\n"
            "Example: a cell with sodium fluoride between metal and electrolyte\n"
            "  interphase cell Na NaF Na3PS4 NaCrO2 --voltage 2:3.6\n",
    .options = {rows, 0},
    .takes_formulas = true,
    .result = &ip_cell_result,
    .run = run_cell,
};
