/* Uncertainties of answers against another way to them: how each figure moves when the energy of one phase after the other is
 * moved and everything is asked anew. */
#include "support.h"

#include "answers/shares.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PATH_ROOM = 4096, MOST_FIGURES = 1000, NAME_ROOM = 160, TEXT_ROOM = 1 << 16 };

/* How far an energy is moved, eV/atom. */
#define STEP 2e-5

typedef struct figure {
    char name[NAME_ROOM];
    double value, deviation;
} figure;

typedef struct figure_list {
    int count;
    figure figures[MOST_FIGURES];
} figure_list;

/* What is asked about: two materials, of which either may be off the table, and a layer of the table between them. */
typedef struct subject {
    const char *a, *b, *layer;
    double voltage, low, high;
} subject;

static const char *path_of(const char *name) {
    static char path[PATH_ROOM];
    const char *sources = getenv("SOURCES");
    snprintf(path, sizeof path, "%s/%s", sources ? sources : ".", name);
    return path;
}

/* ---- all figures that have an uncertainty */

/* Every column of the row that another gives the standard deviation of. */
static void add_row(figure_list *list, const ip_result_type *type, const void *row, const char *label, int index) {
    static const char ending[] = "_uncertainty";
    for (int i = 0; i < type->column_count; i++) {
        const char *name = type->columns[i].name;
        size_t length = strlen(name), tail = sizeof ending - 1;
        if (length <= tail || strcmp(name + length - tail, ending) != 0)
            continue;
        char plain[NAME_ROOM];
        snprintf(plain, sizeof plain, "%.*s", (int)(length - tail), name);
        const ip_column *column = ip_result_column(type, plain);
        assert_non_null(column);
        assert_true(list->count < MOST_FIGURES);
        figure *out = &list->figures[list->count++];
        snprintf(out->name, sizeof out->name, "%s %d %.100s", label, index, plain);
        out->value = ip_row_number(row, column);
        out->deviation = ip_row_number(row, &type->columns[i]);
    }
}

static void ask_decomposition(figure_list *list, ip_memory *memory, ip_solver *solver, const char *formula,
                              const ip_reservoir *reservoir, const ip_question *question) {
    ip_decomposition_row row;
    ip_error error;
    assert_ok(ip_decomposition_row_find(&row, memory, solver, formula, reservoir, question, &error), &error);
    add_row(list, &ip_decomposition_result, &row, reservoir ? "open" : "closed", 0);
}

static void ask_material(figure_list *list, ip_memory *memory, ip_solver *solver, const char *formula, double voltage,
                         const ip_question *question) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_composition composition = read_formula(formula);
    ip_hull_row hull;
    ip_window_row window;
    ip_profile profile;
    ip_error error;
    assert_ok(ip_hull_row_find(&hull, memory, solver, formula, question, &error), &error);
    add_row(list, &ip_hull_result, &hull, formula, 0);
    assert_ok(ip_reservoir_open_metal(&reservoir, question->metal, question->charge, voltage, &error), &error);
    ask_decomposition(list, memory, solver, formula, NULL, question);
    ask_decomposition(list, memory, solver, formula, &reservoir, question);
    assert_ok(ip_window_row_find(&window, memory, solver, formula, question, &error), &error);
    add_row(list, &ip_window_result, &window, formula, 0);
    assert_ok(ip_profile_find(&profile, solver, &composition, question->metal, question->charge, &error), &error);
    for (int i = 0; i < profile.plateau_count; i++) {
        ip_profile_row row;
        assert_ok(
            ip_profile_row_fill(&row, memory, ip_solver_dataset(solver), formula, &composition, &profile, i, question, &error),
            &error);
        add_row(list, &ip_profile_result, &row, "plateau", i);
    }
    ip_profile_clear(&profile);
}

static void ask_interface(figure_list *list, ip_memory *memory, ip_solver *solver, const ip_reactant_pair *pair, double voltage,
                          const ip_question *question) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_interface found;
    ip_error error;
    if (!isnan(voltage))
        assert_ok(ip_reservoir_open_metal(&reservoir, question->metal, question->charge, voltage, &error), &error);
    assert_ok(ip_interface_find(&found, solver, &pair->composition_a, &pair->composition_b, &reservoir, &error), &error);
    ip_interface_case answer = {.pair = pair, .found = &found, .voltage = voltage, .position = IP_NO_COUNT};
    for (int i = 0; i < found.kink_count; i++) {
        ip_interface_row row;
        assert_ok(ip_interface_row_fill(&row, memory, ip_solver_dataset(solver), &answer, i, question, &error), &error);
        add_row(list, &ip_interface_result, &row, isnan(voltage) ? "closed kink" : "open kink", i);
    }
    ip_interface_clear(&found);
}

static ip_coating_search search_between(const ip_reactant_pair *pair, const subject *asked, const ip_question *question) {
    ip_coating_search search = ip_coating_search_default();
    search.electrolyte = &pair->composition_a;
    search.cathodes = &pair->composition_b;
    search.cathode_count = 1;
    search.voltage_low = asked->low;
    search.voltage_high = asked->high;
    search.uncertainty = question->uncertainty;
    return search;
}

static void ask_layer(figure_list *list, ip_memory *memory, ip_solver *solver, const ip_reactant_pair *pair, const subject *asked,
                      const ip_question *question) {
    ip_coating_search search = search_between(pair, asked, question);
    ip_composition layer = read_formula(asked->layer);
    ip_coating_sides sides = {pair->a, &pair->b};
    ip_coating coating;
    ip_coating_row row;
    ip_error error;
    ip_coating_examine(&coating, solver, &search, ip_dataset_find(ip_solver_dataset(solver), &layer));
    assert_int_equal(coating.status, IP_OK);
    assert_ok(ip_coating_row_fill(&row, memory, &search, &sides, &coating, 1, NULL, question, &error), &error);
    add_row(list, &ip_coating_result, &row, "layer", 0);
    ip_coating_clear(&coating);
}

static void ask_tasks(figure_list *list, ip_memory *memory, ip_solver *solver, const subject *asked,
                      const ip_question *question) {
    const ip_task tasks[] = {
        {asked->a, NULL, question->metal, 0, false, 0.0, 0.0},
        {asked->a, asked->b, question->metal, 0, false, 0.0, 0.0},
        {asked->a, asked->b, question->metal, 0, true, asked->voltage, asked->voltage},
        {asked->a, asked->b, question->metal, 0, true, asked->low, asked->high},
    };
    for (size_t i = 0; i < sizeof tasks / sizeof *tasks; i++) {
        ip_task_row row;
        ip_error error;
        assert_ok(ip_task_row_find(&row, memory, solver, &tasks[i], question, &error), &error);
        add_row(list, &ip_task_result, &row, "task", (int)i);
    }
}

/* Asks everything of a dataset; with deviations where `uncertainty` is not NULL. */
static void ask(figure_list *list, const ip_dataset *dataset, const subject *asked, ip_uncertainty *uncertainty) {
    ip_question question = ip_question_default();
    ip_reactant_pair pair;
    ip_solver *solver;
    ip_memory *memory;
    ip_error error;
    question.uncertainty = uncertainty;
    list->count = 0;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    assert_ok(ip_reactant_pair_read(&pair, asked->a, asked->b, &error), &error);
    ask_material(list, memory, solver, asked->a, asked->voltage, &question);
    ask_material(list, memory, solver, asked->b, asked->voltage, &question);
    ask_interface(list, memory, solver, &pair, NAN, &question);
    ask_interface(list, memory, solver, &pair, asked->voltage, &question);
    ask_layer(list, memory, solver, &pair, asked, &question);
    ask_tasks(list, memory, solver, asked, &question);
    ip_solver_free(solver);
    ip_memory_free(memory);
}

/* ---- the other way */

typedef struct derivatives {
    figure_list base, up, down;
    bool bends[MOST_FIGURES];        /* moves otherwise up than down, so that there is no derivative */
    ip_share *shares[MOST_FIGURES];  /* [figure][0 .. count-1] */
    int count;
} derivatives;

static void ask_moved(figure_list *list, ip_dataset *moved, const ip_phase *phase, double step, const subject *asked) {
    ip_error error;
    assert_ok(ip_dataset_set_energy(moved, phase->formula, phase->formation_energy + step, &error), &error);
    ask(list, moved, asked, NULL);
}

static void derive(derivatives *out, const ip_phase *phase) {
    bool same = out->up.count == out->base.count && out->down.count == out->base.count;
    for (int i = 0; i < out->base.count; i++) {
        const figure *base = &out->base.figures[i];
        double up = same ? (out->up.figures[i].value - base->value) / STEP : NAN;
        double down = same ? (base->value - out->down.figures[i].value) / STEP : NAN;
        double factor = 0.5 * (up + down) / phase->atoms;
        ip_share share = IP_SHARE_INIT;
        share.phase = phase;
        share.factor = isfinite(base->value) ? factor : 0.0;
        out->shares[i][out->count] = share;
        if (isfinite(base->value) && !(fabs(up - down) <= 1e-3 * (fabs(up) + fabs(down)) + 2e-4))
            out->bends[i] = true;
    }
    out->count++;
}

typedef struct tally {
    long compared, bent, zero;
} tally;

static void compare(tally *sum, const derivatives *found, ip_uncertainty *uncertainty, const subject *asked) {
    for (int i = 0; i < found->base.count; i++) {
        const figure *base = &found->base.figures[i];
        double expected;
        ip_error error;
        if (found->bends[i]) {
            sum->bent++;
            continue;
        }
        if (!isfinite(base->value)) {
            assert_false(base->deviation > 0.0);
            continue;
        }
        assert_ok(ip_uncertainty_find(&expected, uncertainty, found->shares[i], found->count, &error), &error);
        /* What has no edge has no uncertainty, and does not move. */
        double actual = isnan(base->deviation) ? 0.0 : base->deviation;
        if (!(fabs(actual - expected) <= 1e-3 * expected + 1e-4))
            fail_msg("%s with %s, layer %s, %g V: %s is %.8g +- %.8g, expected +- %.8g", asked->a, asked->b, asked->layer,
                     asked->voltage, base->name, base->value, base->deviation, expected);
        sum->compared++;
        sum->zero += expected < 1e-4;
    }
}

/* `still` is asked about, and `moved`, which was read from the same, is moved and put back. */
static void check_subject(tally *sum, const ip_dataset *still, ip_dataset *moved, ip_uncertainty *uncertainty,
                          const subject *asked) {
    derivatives *found = calloc(1, sizeof *found);
    ip_composition metal = read_formula("Na"), a = read_formula(asked->a), b = read_formula(asked->b),
                   layer = read_formula(asked->layer);
    ip_element_set set = ip_element_set_union(ip_composition_elements(&a), ip_composition_elements(&b));
    set = ip_element_set_union(set, ip_element_set_union(ip_composition_elements(&layer), ip_composition_elements(&metal)));
    long count = ip_dataset_count(still);
    ip_error error;
    assert_non_null(found);
    ask(&found->base, still, asked, uncertainty);
    for (int i = 0; i < found->base.count; i++)
        found->shares[i] = calloc((size_t)count, sizeof *found->shares[i]);
    for (long i = 0; i < count; i++) {
        const ip_phase *phase = ip_dataset_phase(still, i);
        if (phase->element_count == 1 || !ip_element_set_within(phase->element_set, set))
            continue;
        ask_moved(&found->up, moved, phase, STEP, asked);
        ask_moved(&found->down, moved, phase, -STEP, asked);
        assert_ok(ip_dataset_set_energy(moved, phase->formula, phase->formation_energy, &error), &error);
        derive(found, phase);
    }
    compare(sum, found, uncertainty, asked);
    for (int i = 0; i < found->base.count; i++)
        free(found->shares[i]);
    free(found);
}

/* Most figures have a derivative, and most of these are not zero. */
static void check_tally(const tally *sum) {
    print_message("# %ld figures, of them %ld without an uncertainty; %ld more bend\n", sum->compared, sum->zero, sum->bent);
    assert_true(sum->compared > 100 && sum->zero < sum->compared * 7 / 10 && sum->bent * 20 < sum->compared);
}

/* ---- made-up tables */

static ip_corrections *read_constants(void) {
    ip_corrections *corrections;
    ip_error error;
    assert_ok(ip_corrections_new(&corrections, &error), &error);
    assert_ok(ip_corrections_read(corrections, path_of("datasets/corrections.csv"), &error), &error);
    return corrections;
}

/* A third of the compounds has the uncertainty of the constants, a third one of its own, and a third none. */
static void write_table(char *text, size_t size, const random_table *table, const ip_corrections *corrections,
                        random_source *source) {
    size_t used = (size_t)snprintf(text, size, "formula,e_form,uncertainty,band_gap\n");
    for (int i = 0; i < table->count; i++) {
        char formula[ROW_SIZE];
        snprintf(formula, sizeof formula, "%.*s", (int)strcspn(table->rows[i], ","), table->rows[i]);
        ip_composition composition = read_formula(formula);
        ip_correction correction = {0};
        assert_int_equal(ip_correction_find(&correction, corrections, &composition, NULL), IP_OK);
        used += (size_t)snprintf(text + used, size - used, "%s,", table->rows[i]);
        if (composition.count == 1)
            used += (size_t)snprintf(text + used, size - used, "0");
        else if (i % 3 == 0)
            used += (size_t)snprintf(text + used, size - used, "%.4f", correction.uncertainty);
        else if (i % 3 == 1)
            used += (size_t)snprintf(text + used, size - used, "%.4f", random_between(source, 0.01, 0.3));
        used += (size_t)snprintf(text + used, size - used, ",3\n");
        assert_true(used < size);
    }
}

static void spell(char out[ROW_SIZE], random_source *source, const char *const *symbols, int count) {
    size_t used = 0;
    int first = random_below(source, count);
    for (int i = 0; i < 3; i++)
        used += (size_t)snprintf(out + used, ROW_SIZE - used, "%s%d", symbols[(first + i) % count], 1 + random_below(source, 5));
}

static void formula_of_row(char out[ROW_SIZE], const random_table *table, int row) {
    snprintf(out, ROW_SIZE, "%.*s", (int)strcspn(table->rows[row], ","), table->rows[row]);
}

static void check_random_table(tally *sum, random_source *source, const char *const *symbols, int count,
                               const ip_corrections *corrections) {
    enum { COMPOUNDS = 14 };
    random_table table = random_table_make(source, symbols, count, COMPOUNDS, SCATTERED_ENERGIES);
    char *text = malloc(TEXT_ROOM), a[ROW_SIZE], b[ROW_SIZE], layer[ROW_SIZE];
    ip_uncertainty *uncertainty;
    ip_error error;
    assert_non_null(text);
    write_table(text, TEXT_ROOM, &table, corrections, source);
    ip_dataset *still = read_text(text), *moved = read_text(text);
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, still, &error), &error);
    for (int i = 0; i < 3; i++) {
        formula_of_row(layer, &table, count + random_below(source, table.count - count));
        formula_of_row(a, &table, count + random_below(source, table.count - count));
        formula_of_row(b, &table, count + random_below(source, table.count - count));
        if (i > 0)
            spell(a, source, symbols, count);
        if (i > 1)
            spell(b, source, symbols, count);
        subject asked = {a, b, layer, random_between(source, 0.1, 3.0), 0.1, random_between(source, 1.0, 4.0)};
        check_subject(sum, still, moved, uncertainty, &asked);
    }
    ip_uncertainty_free(uncertainty);
    ip_dataset_free(still);
    ip_dataset_free(moved);
    free(text);
}

static void test_random_tables(void **state) {
    (void)state;
    static const char *const sulfides[] = {"Na", "P", "S", "Cl"}, *const oxides[] = {"Na", "Cr", "S", "O"};
    random_source source = random_start(20260712);
    ip_corrections *corrections = read_constants();
    tally sum = {0, 0, 0};
    for (int i = 0; i < repetitions(10); i++)
        check_random_table(&sum, &source, i % 2 ? oxides : sulfides, 4, corrections);
    check_tally(&sum);
    ip_corrections_free(corrections);
}

/* ---- the anchored table */

static ip_dataset *read_anchored(void) {
    ip_dataset *dataset;
    ip_error error;
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_ok(ip_dataset_read(dataset, path_of("tests/data/good-uncertain.csv"), 0, NULL, NULL, &error), &error);
    return dataset;
}

static void test_anchored_table(void **state) {
    (void)state;
    static const subject subjects[] = {
        {"Na3PS4", "NaCl", "Na2S", 2.0, 1.0, 3.0},   {"Na3PS4Cl2", "NaPS3", "PCl5", 1.7, 0.5, 2.5},
        {"NaCrO2", "NaCrS2", "Cr2S3", 2.5, 1.0, 3.6}, {"Na0.5CrO2", "Na2S", "Na2SO4", 3.0, 2.0, 3.6},
    };
    ip_dataset *still = read_anchored(), *moved = read_anchored();
    ip_corrections *corrections = read_constants();
    ip_uncertainty *uncertainty;
    ip_error error;
    tally sum = {0, 0, 0};
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, still, &error), &error);
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        check_subject(&sum, still, moved, uncertainty, &subjects[i]);
    check_tally(&sum);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(still);
    ip_dataset_free(moved);
}

/* ---- layers of a search: those that passed, as they come back from whoever did the work */

static void check_layer(const ip_coating *found, const ip_coating *examined) {
    const double left[] = {found->energy_above_hull_uncertainty,   found->reduction_potential_uncertainty,
                           found->oxidation_potential_uncertainty, found->electrolyte_energy_uncertainty,
                           found->cathode_energy_uncertainty,      found->cathode_energy_at_voltage_uncertainty,
                           found->worst_energy_uncertainty};
    const double right[] = {examined->energy_above_hull_uncertainty, examined->reduction_potential_uncertainty,
                            examined->oxidation_potential_uncertainty, examined->electrolyte_energy_uncertainty,
                            examined->cathode_energy_uncertainty, examined->cathode_energy_at_voltage_uncertainty,
                            examined->worst_energy_uncertainty};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        assert_true(left[i] == right[i] || (isnan(left[i]) && isnan(right[i])));
    assert_true(isnan(found->worst_energy_uncertainty) ||
                found->worst_energy_uncertainty == found->electrolyte_energy_uncertainty ||
                found->worst_energy_uncertainty == found->cathode_energy_uncertainty);
}

static void check_layers(const ip_dataset *dataset, ip_uncertainty *uncertainty, int width) {
    ip_question question = ip_question_default();
    ip_reactant_pair pair;
    ip_solver *solver;
    ip_error error;
    subject asked = {"Na3PS4", "NaCrO2", NULL, 0.0, 1.0, 3.0};
    question.uncertainty = uncertainty;
    assert_ok(ip_reactant_pair_read(&pair, asked.a, asked.b, &error), &error);
    assert_ok(ip_solver_new(&solver, dataset, &error), &error);
    ip_coating_search search = search_between(&pair, &asked, &question);
    search.any_window = true;
    search.max_reaction = 10.0;
    ip_coating_list list = find_layers(dataset, &search, width);
    assert_true(list.passed > 10);
    int uncertain = 0;
    for (long i = 0; i < list.passed; i++) {
        ip_coating coating;
        ip_coating_examine(&coating, solver, &search, list.coatings[i].phase);
        check_layer(&list.coatings[i], &coating);
        uncertain += coating.worst_energy_uncertainty > 0.01 && coating.cathode_energy_at_voltage_uncertainty > 0.01 &&
                     coating.oxidation_potential_uncertainty > 0.01;
        ip_coating_clear(&coating);
    }
    assert_true(uncertainty ? uncertain > 5 : uncertain == 0);
    for (long i = list.passed; i < list.count; i++)
        assert_true(isnan(list.coatings[i].energy_above_hull_uncertainty) && isnan(list.coatings[i].worst_energy_uncertainty));
    ip_coating_list_clear(&list);
    ip_solver_free(solver);
}

static void test_layers(void **state) {
    (void)state;
    ip_dataset *dataset = read_anchored();
    ip_corrections *corrections = read_constants();
    ip_uncertainty *uncertainty;
    ip_error error;
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    check_layers(dataset, uncertainty, 1);
    check_layers(dataset, uncertainty, 3);
    check_layers(dataset, NULL, 1);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(dataset);
}

/* ---- sums of many phases */

/* Of every `step`-th compound from `first` on, with factors that differ; returns how many. */
static int list_shares(ip_share *shares, int most, const ip_dataset *dataset, long first, long step) {
    int count = 0;
    for (long i = first; i < ip_dataset_count(dataset) && count < most; i += step) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        ip_share share = IP_SHARE_INIT;
        share.phase = phase;
        share.factor = (1.0 + (double)(count % 7)) / phase->atoms * (count % 2 ? 1.0 : -1.0);
        if (phase->element_count > 1 && !isnan(phase->uncertainty))
            shares[count++] = share;
    }
    return count;
}

static double deviation_of(ip_uncertainty *uncertainty, const ip_share *shares, int count) {
    double found;
    ip_error error;
    assert_ok(ip_uncertainty_find(&found, uncertainty, shares, count, &error), &error);
    return found;
}

/* However many sources of errors there are, variances are those of a quadratic form: var(a + b) + var(a - b) is
 * 2 var(a) + 2 var(b), and the order is nothing to it. */
static void test_many_sources(void **state) {
    (void)state;
    enum { MOST = 300 };
    static ip_share shares[2 * MOST], turned[2 * MOST];
    ip_corrections *corrections = read_constants();
    ip_dataset *dataset;
    ip_uncertainty *uncertainty;
    ip_error error;
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_ok(ip_dataset_read(dataset, path_of("datasets/mp2020.csv"), 0, NULL, NULL, &error), &error);
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    int a = list_shares(shares, MOST, dataset, 11, 97), b = list_shares(shares + a, MOST, dataset, 5, 89), all = a + b;
    assert_true(a == MOST && b == MOST);
    for (int i = 0; i < all; i++)
        turned[all - 1 - i] = shares[i];
    double of_a = deviation_of(uncertainty, shares, a), of_b = deviation_of(uncertainty, shares + a, b);
    double sum = deviation_of(uncertainty, shares, all);
    assert_true(of_a > 0.1 && of_b > 0.1);
    assert_near(deviation_of(uncertainty, turned, all), sum, 1e-12 * sum);
    for (int i = a; i < all; i++)
        shares[i].factor = -shares[i].factor;
    double difference = deviation_of(uncertainty, shares, all), wanted = 2.0 * (of_a * of_a + of_b * of_b);
    assert_near(sum * sum + difference * difference, wanted, 1e-10 * wanted);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(dataset);
}

/* Phases with errors of their own: n of them, each with amount k and 3 atoms of 0.01 eV, give 0.03 sqrt(sum of k^2). */
static void test_many_products(void **state) {
    (void)state;
    enum { COUNT = 60 };
    char text[COUNT * 40] = "formula,e_form,uncertainty\nNa,0,\nS,0,\nCl,0,\n";
    for (int i = 0; i < COUNT; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "Na%dS%dCl%d,-1,0.01\n", 3 * i + 1, 3 * i + 2, 3 * i + 4);
    ip_corrections *corrections = read_constants();
    ip_dataset *dataset = read_text(text);
    ip_uncertainty *uncertainty;
    ip_product products[COUNT];
    ip_shares sum;
    ip_error error;
    double squares = 0.0, found;
    assert_ok(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    for (int i = 0; i < COUNT; i++) {
        ip_product product = {.phase = ip_dataset_phase(dataset, 3 + i),
                              .amount = (1.0 + i % 3) / ip_dataset_phase(dataset, 3 + i)->atoms};
        products[i] = product;
        squares += (1.0 + i % 3) * (1.0 + i % 3);
    }
    ip_equilibrium equilibrium = {.product_count = COUNT, .products = products};
    memset(&sum, 0, sizeof sum);
    ip_shares_add(&sum, &equilibrium, 1.0);
    ip_shares_add(&sum, &equilibrium, 2.0);
    assert_ok(ip_shares_end(&found, &sum, uncertainty, -0.5, &error), &error);
    assert_near(found, 0.5 * 3.0 * 0.01 * sqrt(squares), 1e-9);
    ip_uncertainty_free(uncertainty);
    ip_corrections_free(corrections);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_tables),
        cmocka_unit_test(test_anchored_table),
        cmocka_unit_test(test_layers),
        cmocka_unit_test(test_many_sources),
        cmocka_unit_test(test_many_products),
    };
    return run_unit_tests(tests);
}
