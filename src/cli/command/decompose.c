/* `interphase decompose`: what one composition becomes, closed or open to reservoirs. */
#include "cli/session.h"
#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const columns[] = {"formula", "metal", "voltage", "uptake", "products", "equation", "reaction_energy",
                                      "reaction_energy_per_formula", "reaction_energy_kJ_mol", "status", "message", "character", "deciding_phase"};
enum { COLUMN_COUNT = sizeof columns / sizeof *columns };

typedef struct decomposition {
    const char *formula;
    ip_composition composition;
    ip_hull hull;
    ip_equilibrium equilibrium;
    double energy; /* of reaction, eV per formula unit */
} decomposition;

/* Opens the metal at a voltage (NaN: not by voltage) and the elements of --mu. A metal named by --mu is the reservoir that
 * voltages refer to. */
static ip_status open_reservoirs(ip_reservoir *reservoir, const options *opts, double voltage, ip_error *error) {
    memset(reservoir, 0, sizeof *reservoir);
    ip_status status = IP_OK;
    if (!isnan(voltage))
        status = ip_reservoir_open_metal(reservoir, opts->metal, opts->metal_charge, voltage, error);
    for (int i = 0; i < opts->potentials.count && !status; i++)
        status = ip_reservoir_open(reservoir, opts->potentials.items[i].element, opts->potentials.items[i].value, error);
    return status;
}

/* Every voltage of the call, of a range both ends, each with the elements of --mu. NULL after filling *error; owned by the
 * caller. */
static ip_reservoir *open_all_reservoirs(int *count, const options *opts, ip_error *error) {
    ip_reservoir *reservoirs = calloc(2 * (size_t)opts->voltages.count + 1, sizeof *reservoirs);
    ip_status status = reservoirs ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    *count = 0;
    if (!status && !opts->voltages.count)
        status = open_reservoirs(&reservoirs[(*count)++], opts, NAN, error);
    for (int i = 0; i < opts->voltages.count && !status; i++) {
        const voltage_range *range = &opts->voltages.items[i];
        status = open_reservoirs(&reservoirs[(*count)++], opts, range->low, error);
        if (!status && range->is_range)
            status = open_reservoirs(&reservoirs[(*count)++], opts, range->high, error);
    }
    if (!status)
        return reservoirs;
    free(reservoirs);
    return NULL;
}

static double metal_voltage(const session *run, const ip_reservoir *reservoir) {
    int charge = run->opts->metal_charge ? run->opts->metal_charge : ip_element_charge(run->opts->metal);
    for (int i = 0; i < reservoir->count; i++)
        if (reservoir->element[i] == run->opts->metal)
            return -reservoir->chemical_potential[i] / charge;
    return NAN;
}

static ip_status find(decomposition *out, session *run, const char *formula, const ip_reservoir *reservoir, ip_error *error) {
    memset(out, 0, sizeof *out);
    out->formula = formula;
    ip_status status = ip_composition_read(&out->composition, formula, error);
    if (!status)
        status = ip_equilibrium_find(&out->equilibrium, run->solver, &out->composition, reservoir, NULL, error);
    if (!status)
        status = ip_hull_locate(&out->hull, run->solver, &out->composition, error);
    if (status)
        return status;
    out->energy = out->equilibrium.energy - ip_hull_subject_energy(&out->hull) * ip_composition_atoms(&out->composition);
    for (int i = 0; i < reservoir->count; i++)
        out->energy += reservoir->chemical_potential[i] * ip_composition_amount(&out->composition, reservoir->element[i]);
    if (fabs(out->energy) < 1e-10)
        out->energy = 0.0;
    return IP_OK;
}

/* A composition that is not in the table falls apart even where its energy, taken at the hull, does not change. */
static ip_character character_of(const session *run, const decomposition *found) {
    bool unchanged = found->equilibrium.product_count == 1 && found->equilibrium.products[0].phase == found->hull.phase;
    return ip_character_find(&found->equilibrium, !unchanged, run->opts->gap);
}

static void write_row(session *run, const decomposition *found, const ip_reservoir *reservoir, const char *equation) {
    double voltage = metal_voltage(run, reservoir);
    ip_character character = character_of(run, found);
    bool open_metal = !isnan(voltage);
    ip_value values[COLUMN_COUNT] = {
        ip_value_text(found->formula),
        ip_value_text(open_metal ? ip_element_symbol(run->opts->metal) : NULL),
        ip_value_number(voltage, 6),
        ip_value_number(open_metal ? ip_equilibrium_uptake(&found->equilibrium, run->opts->metal) : NAN, 6),
        ip_value_products(&found->equilibrium),
        ip_value_text(equation),
        ip_value_number(found->energy / ip_composition_atoms(&found->composition), 6),
        ip_value_number(found->energy, 6),
        ip_value_number(found->energy * KJ_PER_MOL, 6),
        ip_value_text("ok"),
        ip_value_none(),
        ip_value_text(ip_character_word(character.kind)),
        ip_value_text(character.deciding ? character.deciding->formula : NULL),
    };
    session_row(run, values);
}

static void fail(session *run, const char *formula, const ip_reservoir *reservoir, const ip_error *error) {
    double voltage = run->opts->voltages.count ? metal_voltage(run, reservoir) : NAN;
    known_value known[] = {
        {"formula", ip_value_text(formula)},
        {"metal", ip_value_text(isnan(voltage) ? NULL : ip_element_symbol(run->opts->metal))},
        {"voltage", ip_value_number(voltage, 6)},
    };
    session_fail(run, formula, known, 3, error);
}

static void print_block(session *run, const decomposition *found, const ip_reservoir *reservoir, const char *equation) {
    FILE *stream = run->out.stream;
    double voltage = metal_voltage(run, reservoir), atoms = ip_composition_atoms(&found->composition);
    const char *formula = found->formula;
    session_start_block(run);
    bool unchanged = found->equilibrium.product_count == 1 && found->equilibrium.products[0].phase == found->hull.phase;
    fprintf(stream, unchanged ? "%s remains as it is" : "%s becomes", formula);
    if (!unchanged) {
        char *products = text_products(&found->equilibrium);
        fprintf(stream, " %s", products ? products : "");
        free(products);
    }
    if (!isnan(voltage))
        fprintf(stream, " at %s V against %s", text_number(voltage, 4), ip_element_symbol(run->opts->metal));
    for (int i = 0; i < reservoir->count; i++)
        if (reservoir->element[i] != run->opts->metal || isnan(voltage))
            fprintf(stream, ", open to %s at %s eV/atom", ip_element_symbol(reservoir->element[i]),
                    text_number(reservoir->chemical_potential[i], 4));
    fprintf(stream, "%s.\n", reservoir->count ? "" : " in a closed system");
    if (!unchanged) {
        fprintf(stream, "  %s\n", equation);
        fprintf(stream, "  reaction energy %s eV/atom, %s eV or %s kJ/mol per formula unit\n", text_number(found->energy / atoms, 4),
                text_number(found->energy, 4), text_number(found->energy * KJ_PER_MOL, 1));
        ip_character character = character_of(run, found);
        fprintf(stream, "  interphase %s\n", session_character_text(&character));
    }
    if (!found->hull.phase)
        fprintf(stream, "  %s is not in the table: its own energy is taken at the hull\n", formula);
    else if (!found->hull.stable)
        fprintf(stream, "  %s itself lies %s eV/atom above the hull, which the reaction energy contains\n", formula,
                text_number(found->hull.energy_above_hull, 4));
}

static void answer(session *run, const char *formula, const ip_reservoir *reservoir) {
    decomposition found;
    ip_error error;
    char *equation = NULL;
    ip_status status = find(&found, run, formula, reservoir, &error);
    if (!status) {
        equation = session_equation(run, formula, &found.composition, &found.equilibrium, run->writer ? "->" : run->arrow, &error);
        status = equation ? IP_OK : error.status;
    }
    if (status)
        fail(run, formula, reservoir, &error);
    else if (run->writer)
        write_row(run, &found, reservoir, equation);
    else
        print_block(run, &found, reservoir, equation);
    free(equation);
    ip_equilibrium_clear(&found.equilibrium);
    ip_hull_clear(&found.hull);
}

static exit_code run_decompose(const options *opts) {
    int count;
    ip_error error;
    ip_reservoir *reservoirs = open_all_reservoirs(&count, opts, &error);
    if (!reservoirs) {
        complain("%s", error.message);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    session run;
    exit_code code = session_open(&run, opts, "decompose", columns, COLUMN_COUNT, false);
    if (code == EXIT_ANSWERED) {
        for (int i = 0; i < opts->argument_count; i++)
            for (int r = 0; r < count; r++)
                answer(&run, opts->arguments[i], &reservoirs[r]);
        if (!run.writer)
            session_print_assumptions(&run, !isnan(metal_voltage(&run, &reservoirs[0])));
        code = session_close(&run);
    }
    free(reservoirs);
    return code;
}

static const option_row rows[] = {OPTION_ROW_VOLTAGE(OPTION_EACH), OPTION_ROW_MU, OPTION_ROW_GAP, OPTION_END};

const command command_decompose = {
    .name = "decompose",
    .summary = "what a composition becomes, closed or at a voltage",
    .arguments = "FORMULA... [--voltage V|LO:HI]... [--mu EL=E]...",
    .help = "Finds the phases that each composition becomes: in a closed system, or in\n"
            "exchange with the metal at a voltage, or with further elements at chemical\n"
            "potentials. Every voltage is a question of its own, and so are the two ends of a\n"
            "range.\n"
            "\n"
            "Example: a sodium electrolyte in contact with sodium metal\n"
            "  interphase decompose Na3PS4 --voltage 0\n",
    .options = {rows, 0},
    .run = run_decompose,
};
