/* `interphase coatings`: every phase of the table as a layer between an electrolyte and a cathode, or the metal. */
#include "coating_output.h"
#include "coating_part.h"
#include "coating_stacks.h"
#include "cli/input/formulas.h"
#include "cli/input/metals.h"
#include "cli/io/progress.h"
#include "cli/io/text.h"
#include "cli/join.h"
#include "cli/team.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Layers in text, and stacks in any form, unless --top says otherwise. */
enum { DEFAULT_TOP = 20 };

typedef struct coating_options {
    const char *electrolyte; /* NULL for none */
    text_list cathodes, explained;
    metal_choice anode;
    bool both, any_window, radioactive;
    double max_reaction, max_reaction_at_voltage, max_above_hull, min_gap;
    ip_element_set contains, elements, without; /* empty where not given */
    int max_elements;                           /* 0 where not given */
    int top;
} coating_options;

typedef struct coating_run {
    session session;
    options opts; /* with the metal of --anode */
    ip_composition electrolyte, *cathodes;
    ip_executor *executor;
    coating_part part; /* of the table; all of it without --part */
    progress line;
    ip_coating_test shown_test; /* of the line of progress */
} coating_run;

/* ---- the call */

static bool differs_from_metal(const options *opts) {
    const metal_choice *anode = &((const coating_options *)opts->own)->anode, *metal = &opts->chosen_metal;
    bool other_charge = anode->charge && metal->charge && anode->charge != metal->charge;
    return anode->element && metal->element && (anode->element != metal->element || other_charge);
}

static bool is_right_call(const options *opts) {
    const coating_options *own = opts->own;
    if (opts->argument_count)
        complain("coatings: '%s' is not expected; name the two sides with --electrolyte and --cathode or --anode", opts->arguments[0]);
    else if (own->both && (!own->electrolyte || !own->cathodes.count))
        complain("--both needs an --electrolyte and a --cathode");
    else if (own->both && own->explained.count)
        complain("--explain belongs to one side; ask without --both");
    else if (opts->part.parts && (own->both || own->explained.count))
        complain("--part is of the layers on one side: --%s asks about more", own->both ? "both" : "explain");
    else if (opts->part.parts && options_given(opts, &own->top))
        complain("--top counts among all layers: it is expected with --join");
    else if (own->both && opts->samples)
        complain("--samples belongs to one side; ask without --both");
    else if (!own->both && own->cathodes.count && own->anode.element)
        complain("a layer lies on one side of the electrolyte: --cathode or --anode, or --both for a layer on each");
    else if (!own->cathodes.count && !own->anode.element)
        complain("what lies on the other side of the layer is missing: --cathode B --voltage LO:HI, or --anode M; see 'interphase "
                 "coatings --help'");
    else if (own->cathodes.count && !opts->voltages.count)
        complain("the voltages that the cathode runs through are missing: --voltage LO:HI, such as 2:3.6");
    else if (!own->cathodes.count && opts->voltages.count)
        complain("--voltage belongs to --cathode; beside the metal it is 0 V");
    else if (opts->plot && !own->electrolyte && !own->cathodes.count)
        complain("coatings: --plot draws reactions; --electrolyte names what the layer lies on");
    else if (differs_from_metal(opts))
        complain("--anode %s and --metal %s differ, or the charges of their ions; voltages refer to the metal of the anode",
                 ip_element_symbol(own->anode.element), ip_element_symbol(opts->metal));
    else
        return true;
    return false;
}

/* A layer has to let the ions of the metal pass; what is only in equilibrium with the metal lies between nothing. */
static bool contains_by_default(const options *opts) {
    const coating_options *own = opts->own;
    return !options_given(opts, &own->contains) && (own->electrolyte || own->cathodes.count);
}

/* Elements whose compounds cannot be compared at a temperature, as far as the table has any and others do not leave them out. */
static ip_element_set without_entropy(const ip_dataset *dataset) {
    ip_element_set unknown = ip_dataset_unknown_entropies(dataset), found = {{0, 0}};
    for (long i = 0; i < ip_dataset_count(dataset) && !ip_element_set_empty(unknown); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        for (int e = 0; e < phase->element_count && phase->element_count > 1; e++)
            if (ip_element_set_has(unknown, phase->elements[e]))
                ip_element_set_add(&found, phase->elements[e]);
    }
    return found;
}

static void copy_limits(ip_coating_search *search, const options *opts, const ip_dataset *dataset) {
    const coating_options *own = opts->own;
    search->metal = opts->metal;
    search->charge = opts->metal_charge;
    search->max_reaction = own->max_reaction;
    search->max_reaction_at_voltage = own->max_reaction_at_voltage;
    search->max_above_hull = own->max_above_hull;
    search->min_gap = own->min_gap;
    if (!options_given(opts, &own->min_gap) && !own->electrolyte && !own->cathodes.count)
        search->min_gap = 0.0; /* whatever is at equilibrium with the metal, alloys among them */
    search->contains = own->contains;
    if (contains_by_default(opts))
        ip_element_set_add(&search->contains, opts->metal);
    search->elements = own->elements;
    search->without = ip_element_set_union(own->without, without_entropy(dataset));
    search->max_elements = own->max_elements;
    search->any_window = own->any_window;
    search->radioactive = own->radioactive;
}

/* A failure about `subject`; `layer` is the formula in the row, NULL where it is about no layer. Stacks have no such column. */
static void fail(session *out, const char *layer, const char *subject, const ip_error *error) {
    union {
        ip_coating_row layer;
        char other[512];
    } row;
    ip_row_blank(out->type, &row);
    if (out->type == &ip_coating_result)
        row.layer.formula = layer;
    session_fail(out, subject, &row, error);
}

/* A material of the question has to have an answer of its own, or none of the layers beside it would. */
static bool read_material(coating_run *run, ip_composition *out, const char *formula) {
    ip_hull hull;
    ip_error error;
    ip_status status = ip_composition_read(out, formula, &error);
    if (!status)
        status = ip_hull_locate(&hull, run->session.solver, out, &error);
    if (status)
        fail(&run->session, NULL, formula, &error);
    else
        ip_hull_clear(&hull);
    return status == IP_OK;
}

/* Without a row for the metal no window can be found: one failure, not one for every phase. */
static bool has_metal_row(coating_run *run) {
    const char *metal = ip_element_symbol(run->opts.metal);
    ip_error error;
    if (ip_dataset_element(run->session.dataset, run->opts.metal))
        return true;
    ip_error_set(&error, IP_MISSING_ELEMENT, "the table has no row for the element %s, which voltages refer to", metal);
    fail(&run->session, NULL, metal, &error);
    return false;
}

static bool read_materials(coating_run *run) {
    const coating_options *own = run->opts.own;
    bool read = has_metal_row(run) && (!own->electrolyte || read_material(run, &run->electrolyte, own->electrolyte));
    run->cathodes = calloc((size_t)own->cathodes.count + 1, sizeof *run->cathodes);
    if (!run->cathodes) {
        complain_of_memory();
        run->session.broken = true;
        return false;
    }
    for (int i = 0; i < own->cathodes.count; i++)
        read = read_material(run, &run->cathodes[i], own->cathodes.items[i]) && read;
    return read;
}

/* ---- searching */

static void show_progress(void *user, ip_coating_test test, long done, long total) {
    coating_run *run = user;
    if (test != run->shown_test) {
        progress_end(&run->line);
        progress_start(&run->line, run->opts.quiet);
        run->shown_test = test;
    }
    progress_update(&run->line, done, 0, total ? (double)done / (double)total : NAN);
}

static bool search_side(coating_run *run, coating_side *side, bool cathode_side) {
    const coating_options *own = run->opts.own;
    ip_error error;
    memset(side, 0, sizeof *side);
    side->search = ip_coating_search_default();
    side->search.first = run->part.made.first;
    side->search.end = run->part.made.first + run->part.made.count;
    copy_limits(&side->search, &run->opts, run->session.dataset);
    side->electrolyte = own->electrolyte;
    side->search.electrolyte = own->electrolyte ? &run->electrolyte : NULL;
    side->search.electrolyte_name = own->electrolyte;
    side->metal = ip_element_symbol(run->opts.metal);
    side->contains_by_default = contains_by_default(&run->opts);
    side->search.uncertainty = run->session.question.uncertainty;
    side->search.reservoir = run->session.question.reservoir;
    side->search.plus_minus = run->session.sink ? NULL : text_plus_minus();
    if (cathode_side) {
        side->cathodes = own->cathodes.items;
        side->search.cathodes = run->cathodes;
        side->search.cathode_names = own->cathodes.items;
        side->search.cathode_count = own->cathodes.count;
        side->search.voltage_low = run->opts.voltages.items[0].low;
        side->search.voltage_high = run->opts.voltages.items[0].high;
    }
    run->shown_test = IP_COATING_TEST_COUNT;
    progress_start(&run->line, run->opts.quiet);
    ip_status status = ip_coating_find(&side->list, run->executor, &side->search, show_progress, run, &error);
    progress_end(&run->line);
    if (status) {
        complain_of(NULL, &error);
        run->session.broken = true;
        return false;
    }
    if (!run->opts.quiet)
        coating_print_funnel(side);
    for (long i = 0; i < side->list.failures; i++) {
        const ip_coating *coating = &side->list.coatings[side->list.passed + i];
        complain("%s: %s", coating->phase->formula, coating->message ? coating->message : "out of memory");
        run->session.failures++;
    }
    return true;
}

/* How many of `count` to show. */
static long shown_of(const coating_run *run, long count, long most) {
    const coating_options *own = run->opts.own;
    long top = options_given(&run->opts, &own->top) ? own->top : most;
    return top > 0 && top < count ? top : count;
}

/* ---- one side */

/* Judges a phase that was asked about by every test; one that is not in the table has no energy to judge. */
static void explain(coating_run *run, const coating_side *side, const char *formula, long shown) {
    session *out = &run->session;
    ip_composition composition;
    ip_coating coating;
    ip_error error;
    const ip_phase *phase = NULL;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        phase = ip_dataset_find(out->dataset, &composition);
    if (!status && !phase)
        status = ip_error_set(&error, IP_BAD_ARGUMENT, "not in the table, so it was not among the layers; --energy or --above-hull adds it");
    if (status) {
        fail(out, formula, formula, &error);
        return;
    }
    long rank = 0;
    for (long i = 0; i < side->list.passed && !rank; i++)
        rank = side->list.coatings[i].phase == phase ? i + 1 : 0;
    ip_coating_examine(&coating, out->solver, &side->search, phase);
    if (coating.status == IP_NO_MEMORY)
        session_fail_memory(out, formula);
    else if (!out->sink)
        coating_print_explanation(out, side, formula, &coating, rank);
    /* A page has every layer that passes. */
    bool is_row = out->sink ? rank == 0 || rank > shown : out->page.page && rank == 0;
    if (is_row && coating.status != IP_NO_MEMORY)
        coating_write_row(out, side, &coating, rank);
    ip_coating_clear(&coating);
}

/* The title claims what was asked: with --any-window nobody asked whether a layer withstands the voltages, or the metal. */
static void print_title(coating_run *run, const coating_side *side, long shown) {
    FILE *stream = run->session.out.stream;
    const ip_coating_search *search = &side->search;
    session_start_block(&run->session);
    if (search->cathode_count) {
        fprintf(stream, side->electrolyte ? "Layers between %s and " : "Layers on ", side->electrolyte);
        for (int i = 0; i < search->cathode_count; i++)
            fprintf(stream, "%s%s", i ? " and " : "", side->cathodes[i]);
        fprintf(stream, ", %s to %s V against %s%s", text_number(search->voltage_low, 4), text_number(search->voltage_high, 4),
                side->metal, search->any_window ? ", whatever their windows" : "");
    } else {
        const char *claim = search->any_window ? ", stable in contact with it or not" : "";
        if (side->electrolyte)
            fprintf(stream, "Layers between %s and %s metal%s", side->electrolyte, side->metal, claim);
        else
            fprintf(stream, "Phases %s %s metal%s", search->any_window ? "beside" : "in equilibrium with", side->metal, claim);
    }
    fprintf(stream, ": %ld of %ld phases pass", side->list.passed, side->list.count);
    if (shown && shown < side->list.passed)
        fprintf(stream, "; the best %ld:\n", shown);
    else
        fputs(side->list.passed ? ":\n" : ".\n", stream);
}

static void show_side(coating_run *run, const coating_side *side) {
    session *out = &run->session;
    long shown = shown_of(run, side->list.passed, out->sink ? 0 : DEFAULT_TOP);
    if (!out->sink) {
        print_title(run, side, shown);
        if (shown)
            coating_print_table(out, side, shown);
        coating_print_samples(out, side, shown);
        long drawn = out->plot.figure || out->page.page ? shown_of(run, side->list.passed, 0) : 0;
        for (long i = 0; i < drawn; i++)
            coating_draw_row(out, side, &side->list.coatings[i], i + 1);
    }
    for (long i = 0; i < shown && out->sink; i++)
        coating_write_row(out, side, &side->list.coatings[i], i + 1);
    for (long i = 0; i < side->list.failures && (out->sink || out->page.page); i++)
        coating_write_row(out, side, &side->list.coatings[side->list.passed + i], 0);
    if (run->opts.part.parts)
        coating_part_note(&run->part, out, &side->list);
    const coating_options *own = run->opts.own;
    for (int i = 0; i < own->explained.count; i++)
        explain(run, side, own->explained.items[i], shown);
    if (!out->sink)
        session_print_assumptions(out, true);
}

/* ---- the command */

static void answer(coating_run *run) {
    const coating_options *own = run->opts.own;
    coating_side anode, cathode;
    memset(&anode, 0, sizeof anode);
    memset(&cathode, 0, sizeof cathode);
    bool has_anode = own->both || own->anode.element, found = true;
    if (has_anode)
        found = search_side(run, &anode, false);
    if (found && own->cathodes.count)
        found = search_side(run, &cathode, true);
    if (found && own->both)
        coating_show_stacks(&run->session, &anode, &cathode, options_given(&run->opts, &own->top) ? own->top : DEFAULT_TOP);
    else if (found)
        show_side(run, has_anode ? &anode : &cathode);
    ip_coating_list_clear(&anode.list);
    ip_coating_list_clear(&cathode.list);
}

/* In one list, which the caller frees; false after a complaint. */
static bool name_asked(const char ***list, options *opts) {
    const coating_options *own = opts->own;
    const text_list *lists[] = {&own->cathodes, &own->explained};
    long count = 0;
    const char **asked = malloc(((size_t)own->cathodes.count + (size_t)own->explained.count + 1) * sizeof *asked);
    *list = asked;
    if (!asked)
        return complain_of_memory(), false;
    if (own->electrolyte)
        asked[count++] = own->electrolyte;
    for (int l = 0; l < 2; l++)
        for (int i = 0; i < lists[l]->count; i++)
            asked[count++] = lists[l]->items[i];
    opts->asked = asked;
    opts->asked_count = count;
    return true;
}

static bool spell_formulas(const options *opts) {
    coating_options *own = opts->own;
    bool spelled = !own->electrolyte || (own->electrolyte = formulas_spelled(opts, own->electrolyte)) != NULL;
    text_list *lists[] = {&own->cathodes, &own->explained};
    for (int l = 0; l < 2; l++)
        for (int i = 0; i < lists[l]->count && spelled; i++)
            spelled = (lists[l]->items[i] = formulas_spelled(opts, lists[l]->items[i])) != NULL;
    return spelled;
}

/* That of the anode, of --metal, or of the electrolyte and the cathodes. Returns false after a complaint. */
static bool settle_metal(options *opts) {
    const coating_options *own = opts->own;
    if (own->anode.element) {
        opts->metal = own->anode.element;
        opts->metal_charge = own->anode.charge ? own->anode.charge : opts->chosen_metal.charge;
        return true;
    }
    const char **formulas = malloc(((size_t)own->cathodes.count + 1) * sizeof *formulas);
    int count = 0;
    if (!formulas)
        return complain_of_memory(), false;
    if (own->electrolyte)
        formulas[count++] = own->electrolyte;
    for (int i = 0; i < own->cathodes.count; i++)
        formulas[count++] = own->cathodes.items[i];
    bool settled = metals_settle(opts, formulas, count);
    free(formulas);
    return settled;
}

/* Searches, and says what came of it. */
static void search(coating_run *run) {
    const options *opts = &run->opts;
    ip_error error;
    part_cut(&run->part.made, opts, ip_dataset_count(run->session.dataset));
    if (ip_executors_new(&run->executor, team_executor(), run->session.dataset, opts->threads, &error)) {
        complain_of(NULL, &error);
        run->session.broken = true;
    } else if (!team_has_same(run->session.dataset)) {
        run->session.broken = true;
    } else if (read_materials(run)) {
        answer(run);
    }
    ip_executor_free(run->executor);
    free(run->cathodes);
}

static exit_code run_coatings(const options *opts) {
    coating_run run;
    memset(&run, 0, sizeof run);
    run.opts = *opts;
    const coating_options *own = opts->own;
    const char **asked;
    if (opts->join)
        return join_run(opts, "coatings", options_given(opts, &own->top) ? own->top : 0);
    if (!is_right_call(opts) || !part_settle(&run.opts))
        return EXIT_USAGE;
    team_quieten(&run.opts);
    if (!spell_formulas(opts) || !settle_metal(&run.opts) || !name_asked(&asked, &run.opts))
        return EXIT_INTERNAL;
    exit_code code = session_open(&run.session, &run.opts, "coatings", own->both ? &ip_coating_stack_result : &ip_coating_result,
                                  team_has_others() || opts->part.parts);
    free(asked);
    if (code != EXIT_ANSWERED)
        return code;
    search(&run);
    return coating_part_close(&run.part, &run.session);
}

static const option_row rows[] = {
    OPTION_ROW_VOLTAGE(1),
    {"electrolyte", 0, "A", "the electrolyte that the layer lies on", OPTION_TEXT(coating_options, electrolyte), .repeat = 1},
    {"cathode", 0, "B", "the cathode on its other side, such as charged and discharged, of which the worst counts",
     OPTION_TEXTS(coating_options, cathodes), .repeat = OPTION_EACH},
    {"anode", 0, "M", "the metal on its other side, such as Na", OPTION_METAL(coating_options, anode), .repeat = 1,
     .hint = "an alloy goes to --cathode, with its voltages"},
    {"both", 0, NULL, "search both sides of the electrolyte, and show the best stacks", OPTION_FLAG(coating_options, both)},
    {"max-reaction", 0, "E", "largest mutual reaction energy with either side, eV/atom", OPTION_NUMBER(coating_options, max_reaction),
     .unit = "eV/atom", .high = INFINITY, .start = IP_COATING_MAX_REACTION},
    {"max-reaction-at-voltage", 0, "E", "the same with the cathode at any voltage of the range",
     OPTION_NUMBER(coating_options, max_reaction_at_voltage), .unit = "eV/atom", .high = INFINITY, .start = INFINITY},
    {"max-above-hull", 0, "E", "largest energy above hull, eV/atom", OPTION_NUMBER(coating_options, max_above_hull), .unit = "eV/atom",
     .high = INFINITY, .start = IP_COATING_MAX_ABOVE_HULL},
    {"min-gap", 0, "E", "smallest band gap, eV; 0 for none, else it must be known", OPTION_NUMBER(coating_options, min_gap), .unit = "eV",
     .high = INFINITY, .start = IP_COATING_MIN_GAP, .usually = "0 with an anode and no electrolyte"},
    {"contains", 0, "EL,...", "only phases with all of these elements, or none", OPTION_ELEMENTS_OR_NONE(coating_options, contains),
     .usually = "the metal, whose ions a layer has to let pass; none with an anode and no electrolyte"},
    {"elements", 0, "EL,...", "only phases of these elements", OPTION_ELEMENTS(coating_options, elements)},
    {"without", 0, "EL,...", "only phases with none of these elements", OPTION_ELEMENTS(coating_options, without)},
    {"max-elements", 0, "N", "only phases of at most so many elements", OPTION_WHOLE(coating_options, max_elements), .low = 1.0, .high = INFINITY},
    {"any-window", 0, NULL, "also phases whose own window does not hold the voltages", OPTION_FLAG(coating_options, any_window)},
    {"no-radioactive", 0, NULL, "only phases without elements that have no stable isotope (the default)",
     OPTION_FLAG_OFF(coating_options, radioactive)},
    {"radioactive", 0, NULL, "let these elements through", OPTION_FLAG(coating_options, radioactive)},
    {"top", 0, "N", "how many to show, 0 for all", OPTION_WHOLE(coating_options, top), .high = INFINITY,
     .start = DEFAULT_TOP, .usually = "all in CSV and JSON, but for stacks"},
    {"explain", 0, "FORMULA", "say of a phase why it passes or not", OPTION_TEXTS(coating_options, explained), .repeat = OPTION_EACH},
    OPTION_ROWS_PART,
    OPTION_ROWS_RESERVOIRS,
    OPTION_ROW_MIXING_ENTROPY,
    OPTION_ROW_GAP,
    OPTION_ROW_SAMPLES,
    OPTION_END,
};

static const ip_result_type *result_of(const options *opts) {
    const coating_options *own = opts->own;
    return own->both ? &ip_coating_stack_result : &ip_coating_result;
}

const command command_coatings = {
    .name = "coatings",
    .summary = "which phases would hold as a layer",
    .arguments = "--electrolyte A --cathode B --voltage V|LO:HI | --anode M | --join FILE...",
    .help = "Searches the whole table for layers between an electrolyte and a cathode: the\n"
            "layer's own window holds the voltages, and its reactions with both sides\n"
            "(closed, mutual energy) are weak. With --anode, for layers beside the metal:\n"
            "stable in contact with it. Ranked by the worst interface; how many phases each\n"
            "test left is said on standard error. With --part K/N, a part of the table, for\n"
            "a job array; --join puts the parts together and ranks them.\n"
            "\n"
            "Example: layers between Na3PS4 and NaCrO2\n"
            "  interphase coatings --electrolyte Na3PS4 --cathode NaCrO2 --voltage 2:3.6\n",
    .options = {rows, sizeof(coating_options)},
    .is_shared = true,
    .may_be_bare = true,
    .result_of = result_of,
    .run = run_coatings,
};
