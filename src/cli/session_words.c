/* What the text of every command says below its answers: weak energies, tables, what all answers assume; and words for it. */
#include "session.h"

#include "cli/input/tables.h"
#include "cli/io/memory_text.h"
#include "cli/io/text.h"

#include <stdlib.h>
#include <string.h>

/* More of them are counted, not named. */
enum { MOST_WEAK = 12 };

void session_note_weak(session *run, const ip_equilibrium *equilibrium) {
    for (int i = 0; run->question.weak_mark && i < equilibrium->product_count; i++) {
        const ip_phase *phase = equilibrium->products[i].phase;
        bool known = !ip_phase_is_weak(phase);
        for (int k = 0; k < run->weak_count && !known; k++)
            known = strcmp(run->weak[k]->formula, phase->formula) == 0;
        if (known)
            continue;
        const ip_phase **grown = realloc(run->weak, ((size_t)run->weak_count + 1) * sizeof *grown);
        if (!grown) {
            ip_error error;
            ip_error_set(&error, IP_NO_MEMORY, "out of memory");
            session_break(run, &error);
            return;
        }
        run->weak = grown;
        run->weak[run->weak_count++] = phase;
    }
}

static int characters(const char *text) {
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* "Na3P (correction inferred, ±0.09 eV/atom)"; owned by the caller, NULL for lack of memory. */
static char *weak_text(const ip_phase *phase, const char *before, const char *after) {
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    if (!stream)
        return NULL;
    bool inferred = phase->note && strcmp(phase->note, "inferred") == 0;
    fprintf(stream, "%s%s (%s", before, text_masked(phase->formula), inferred ? "correction inferred" : "uncertain");
    if (phase->uncertainty > 0.0)
        fprintf(stream, ", %s%s eV/atom", text_plus_minus(), text_number(phase->uncertainty, 2));
    fprintf(stream, ")%s", after);
    fclose(stream);
    return text;
}

/* What the mark behind products means, folded between the products. Rows that pass by are too many to name the phases of. */
static void print_weak(session *run) {
    FILE *stream = run->out.stream;
    int page = session_line_width(run), at = 0, named = run->weak_count < MOST_WEAK ? run->weak_count : MOST_WEAK;
    char head[160];
    snprintf(head, sizeof head, "%s weak energies: ", run->question.weak_mark);
    if (run->streamed_weak) {
        snprintf(head + strlen(head), sizeof head - strlen(head),
                 "with an inferred correction, or uncertain by more than %s eV/atom.", text_number(IP_WEAK_UNCERTAINTY, 2));
        ip_sink_print_folded(head, page, stream);
        return;
    }
    for (int i = 0; i < named; i++) {
        char rest[40] = ".", *text;
        if (run->weak_count > named)
            snprintf(rest, sizeof rest, " and %d more.", run->weak_count - named);
        text = weak_text(run->weak[i], i ? "" : head, i + 1 < named ? "," : rest);
        int length = text ? characters(text) : 0;
        bool fits = !page || at + 1 + length <= page;
        fputs(!at ? "" : fits ? " " : "\n", stream);
        at = at && fits ? at + 1 + length : length;
        fputs(text ? text : "", stream);
        free(text);
    }
    fputc('\n', stream);
}

/* Takes a text over into the memory of the answer. */
static const char *keep(session *run, char *text, ip_error *error) {
    const char *kept = text ? ip_memory_copy(run->memory, text) : NULL;
    if (text && !kept)
        ip_error_set(error, IP_NO_MEMORY, "out of memory");
    free(text);
    if (!kept)
        session_break(run, error);
    return kept ? kept : "(out of memory)";
}

const char *session_products(session *run, const ip_equilibrium *equilibrium) {
    ip_error error;
    session_note_weak(run, equilibrium);
    return keep(run, ip_reaction_marked_products(equilibrium, run->question.weak_mark, &error), &error);
}

const char *session_equation(session *run, const ip_reactant *reactants, int count, const ip_equilibrium *equilibrium) {
    ip_error error;
    session_note_weak(run, equilibrium);
    return keep(run, ip_reaction_marked_text(run->dataset, reactants, count, equilibrium, run->question.arrow,
                                             run->question.weak_mark, &error), &error);
}

const char *session_above_hull(session *run, const ip_hull *hull) {
    ip_hull_row row;
    ip_error error;
    if (ip_hull_row_fill(&row, run->memory, "", hull, &run->question, &error)) {
        session_break(run, &error);
        return "(out of memory)";
    }
    return text_uncertain(row.energy_above_hull, row.energy_above_hull_uncertainty, 4);
}

const char *session_character(session *run, ip_character character) {
    ip_error error;
    return keep(run, ip_character_text(character, &error), &error);
}

ip_status session_profile_find(session *run, const char *formula, ip_composition *composition, ip_profile *profile,
                               ip_error *error) {
    ip_status status = ip_composition_read(composition, formula, error);
    return status ? status : ip_profile_find_in(profile, run->solver, composition, run->question.metal, run->question.charge,
                                                run->question.reservoir, error);
}

void session_print_limit(session *run, const ip_profile *profile, const char *where) {
    const char *arrow = profile->limit ? strstr(profile->limit, " -> ") : NULL;
    if (arrow)
        fprintf(run->out.stream, "%s reservoirs contradict each other: %.*s %s %s would go on without end.\n", where,
                (int)(arrow - profile->limit), profile->limit, run->question.arrow, arrow + 4);
}

void session_print_lowest(session *run, const ip_profile *profile) {
    char where[64];
    snprintf(where, sizeof where, "Below %s V", text_number(profile->plateaus[0].voltage_low, 4));
    session_print_limit(run, profile, where);
}

static void print_assignments(FILE *stream, const char *what, const assignment_list *list) {
    for (int i = 0; i < list->count; i++)
        fprintf(stream, "; %s %s = %g eV/atom", what, text_masked(list->items[i].name), list->items[i].value);
}

static void print_gases(FILE *stream, const char *what, const gas_list *list) {
    for (int i = 0; i < list->count; i++) {
        const char *pressure = list->items[i].pressure;
        fprintf(stream, "%s %s(g)", i ? "," : what, text_masked(list->items[i].formula));
        fprintf(stream, pressure ? " at %s" : " at every pressure", pressure ? text_masked(pressure) : "");
    }
}

/* Elements where no headline names them. */
static void print_reservoirs(FILE *stream, const options *opts, bool with_elements) {
    for (int i = 0; i < opts->potentials.count && with_elements; i++)
        fprintf(stream, "%s %s at %s eV/atom", i ? "," : "; open to", ip_element_symbol(opts->potentials.items[i].element),
                text_number(opts->potentials.items[i].value, 4));
    print_gases(stream, "; in exchange with", &opts->gases);
    print_gases(stream, "; may leave:", &opts->released);
}

/* What a formula chose by itself may differ from one to the next. */
static void print_metals(session *run, FILE *stream) {
    int metals[IP_ELEMENT_COUNT];
    if (ip_element_set_empty(run->metals))
        ip_element_set_add(&run->metals, run->question.metal);
    int count = ip_element_set_list(run->metals, metals);
    fputs("; voltages against ", stream);
    for (int i = 0; i < count; i++) {
        const char *symbol = ip_element_symbol(metals[i]);
        int charge = count == 1 && run->question.charge ? run->question.charge : ip_element_charge(metals[i]);
        fprintf(stream, "%s%s/%s%.0d+", !i ? "" : i + 1 == count ? " and " : ", ", symbol, symbol, charge == 1 ? 0 : charge);
    }
}

static void write_assumptions(session *run, bool with_metal, FILE *stream) {
    const options *opts = run->opts;
    fputs(tables_count(opts) > 1 ? "Tables" : "Table", stream);
    for (int i = 0; i < tables_count(opts); i++)
        fprintf(stream, "%s %s", i ? " +" : "", text_masked(tables_title(opts, i)));
    fprintf(stream, " (%s, energies %s corrections), %g K", text_count(ip_dataset_count(run->dataset), "phase"),
            opts->uncorrected ? "without" : "with", opts->temperature);
    if (opts->temperature > 0.0)
        fprintf(stream, ", entropies of solids estimated (%s8 meV/atom at 300 K)", text_plus_minus());
    print_assignments(stream, "energy", &opts->energies);
    print_assignments(stream, "above hull", &opts->above_hull);
    if (opts->mixing_entropy)
        fputs("; ideal entropy of mixing of compositions not in the table, between two phases that are", stream);
    for (int i = 0; i < opts->excluded.count; i++)
        fprintf(stream, "; without %s", text_masked(opts->excluded.items[i]));
    print_reservoirs(stream, opts, run->question.reservoir != NULL);
    if (with_metal)
        print_metals(run, stream);
    fputc('.', stream);
}

void session_print_assumptions(session *run, bool with_metal) {
    session_start_notes(run);
    if (run->weak_count || run->streamed_weak)
        print_weak(run);
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (stream)
        write_assumptions(run, with_metal, stream);
    char *line = memory_text_take(&text, stream);
    if (!line)
        session_fail_memory(run, "assumptions");
    /* At 0 K the line is one line, as it was before there were temperatures: scripts may look for it. Where memory lacked a name
     * may be missing from it, and the program ends with that. */
    if (line && !report_lacks_memory())
        ip_sink_print_folded(line, run->opts->temperature > 0.0 ? session_line_width(run) : 0, run->out.stream);
    free(line);
    session_end_notes(run);
}
