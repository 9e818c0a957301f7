/* Samples: draws that depend on nothing but names, spreads that agree with the linear rule, and what is said of them. */
#include "support.h"

#include "table/sampler.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FEW = 100, MANY = 3000, PATH_ROOM = 4096, LINES = 512, TEXT_ROOM = 1 << 16 };

/* What all tests ask: the anchored phases of some systems, and the constants that they were anchored with. */
typedef struct world {
    ip_dataset *dataset;
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    ip_executor *executor;
    ip_solver *solver;
    ip_draws draws;
    ip_question question;
} world;

static const char *path_of(const char *name) {
    static char path[PATH_ROOM];
    const char *sources = getenv("SOURCES");
    snprintf(path, sizeof path, "%s/%s", sources ? sources : ".", name);
    return path;
}

/* Takes the dataset over. */
static world world_of(ip_dataset *dataset, const char *executor, int width, long draws) {
    world made = {.dataset = dataset, .question = ip_question_default()};
    ip_error error;
    assert_ok(ip_corrections_new(&made.corrections, &error), &error);
    assert_ok(ip_corrections_read(made.corrections, path_of("datasets/corrections.csv"), &error), &error);
    assert_ok(ip_uncertainty_new(&made.uncertainty, made.corrections, dataset, &error), &error);
    assert_ok(ip_executors_new(&made.executor, executor, dataset, width, &error), &error);
    assert_ok(ip_solver_new(&made.solver, dataset, &error), &error);
    made.draws.executor = made.executor;
    made.question.uncertainty = made.uncertainty;
    made.draws.count = draws;
    return made;
}

static ip_dataset *read_anchored(void) {
    ip_dataset *dataset;
    ip_error error;
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_ok(ip_dataset_read(dataset, path_of("tests/data/good-uncertain.csv"), 0, NULL, NULL, &error), &error);
    return dataset;
}

static void world_clear(world *made) {
    ip_executor_free(made->executor);
    ip_solver_free(made->solver);
    ip_uncertainty_free(made->uncertainty);
    ip_corrections_free(made->corrections);
    ip_dataset_free(made->dataset);
}

/* ---- every question */

typedef struct answer {
    const ip_result_type *type;
    long rows;
    ip_samples *samples;
} answer;

static void sample_pair(answer *out, const world *at, const char *a, const char *b, double low, double high) {
    ip_reactant_pair pair;
    ip_interface found;
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_error error;
    double voltage = NAN;
    assert_ok(ip_reactant_pair_read(&pair, a, b, &error), &error);
    if (low < high) {
        assert_ok(ip_interface_worst_voltage(&voltage, NULL, at->solver, &pair.composition_a, &pair.composition_b,
                                             at->question.metal, 0, low, high, NULL, &error), &error);
        assert_ok(ip_reservoir_open_metal(&reservoir, at->question.metal, 0, voltage, &error), &error);
    }
    assert_ok(ip_interface_find(&found, at->solver, &pair.composition_a, &pair.composition_b, &reservoir, &error), &error);
    ip_interface_case asked = {&pair, &found, voltage, low < high ? "worst" : NULL, IP_NO_COUNT, false};
    out->type = &ip_interface_result;
    out->rows = found.kink_count;
    assert_ok(ip_samples_interface(&out->samples, &at->draws, &asked, low, high, &at->question, &error), &error);
    ip_interface_clear(&found);
}

static void sample_interface(answer *out, const world *at, double low, double high) {
    sample_pair(out, at, "Na3PS4", "NaCrO2", low, high);
}

static void sample_coating(answer *out, const world *at) {
    ip_composition electrolyte = read_formula("Na3PS4"), cathode = read_formula("NaCrO2"), layer = read_formula("NaPO3");
    static const char *const cathodes[] = {"NaCrO2"};
    ip_coating_sides sides = {"Na3PS4", cathodes};
    ip_coating_search search = IP_COATING_SEARCH_INIT;
    ip_error error;
    search.electrolyte = &electrolyte;
    search.cathodes = &cathode;
    search.cathode_count = 1;
    search.voltage_low = 2.0;
    search.voltage_high = 3.6;
    out->type = &ip_coating_result;
    assert_ok(ip_samples_coating(&out->samples, &at->draws, &search, &sides, ip_dataset_find(at->dataset, &layer), &at->question,
                                 &error), &error);
}

static void sample_decomposition(answer *out, const world *at, const char *formula, double voltage, double sulfur) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_error error;
    assert_ok(ip_reservoir_open_metal(&reservoir, at->question.metal, 0, voltage, &error), &error);
    if (!isnan(sulfur))
        assert_ok(ip_reservoir_open(&reservoir, ip_element_find("S", 1), sulfur, &error), &error);
    out->type = &ip_decomposition_result;
    out->rows = 1;
    assert_ok(ip_samples_decomposition(&out->samples, &at->draws, formula, &reservoir, &at->question, &error), &error);
}

static void sample_hull(answer *out, const world *at, const char *formula) {
    ip_error error;
    out->type = &ip_hull_result;
    out->rows = 1;
    assert_ok(ip_samples_hull(&out->samples, &at->draws, formula, &at->question, &error), &error);
}

static void sample_window(answer *out, const world *at, const char *formula) {
    ip_error error;
    out->type = &ip_window_result;
    out->rows = 1;
    assert_ok(ip_samples_window(&out->samples, &at->draws, formula, &at->question, &error), &error);
}

enum { QUESTIONS = 6 };

static answer sample(const world *at, int question) {
    answer out = {NULL, 1, NULL};
    switch (question) {
    case 0: sample_hull(&out, at, "Na3PS4"); break;
    case 1: sample_window(&out, at, "Na3PS4"); break;
    case 2: sample_decomposition(&out, at, "Na3PS4", 0.0, NAN); break;
    case 3: sample_interface(&out, at, 0.0, 0.0); break;
    case 4: sample_interface(&out, at, 2.0, 3.6); break;
    default: sample_coating(&out, at); break;
    }
    return out;
}

/* All that there is to say, every bit of it. Owned by the caller. */
static char *text_of(const answer *of) {
    char *text = calloc(TEXT_ROOM, 1);
    size_t used = 0;
    assert_non_null(text);
    for (long r = 0; r < of->rows; r++) {
        used += (size_t)snprintf(text + used, TEXT_ROOM - used, "%ld of %ld fail, %a hold\n", ip_samples_failed(of->samples),
                                 ip_samples_count(of->samples), ip_samples_share(of->samples, r));
        for (int c = 0; c < of->type->column_count; c++) {
            const ip_column *column = &of->type->columns[c];
            const ip_product_set *sets;
            long count = ip_samples_products(of->samples, r, column, &sets);
            ip_quantiles q = ip_samples_number(of->samples, r, column);
            used += (size_t)snprintf(text + used, TEXT_ROOM - used, "%s %a %a %a %a %a %a\n", column->name, q.low, q.median,
                                     q.high, q.mean, q.deviation, q.share);
            for (long i = 0; i < count; i++)
                used += (size_t)snprintf(text + used, TEXT_ROOM - used, "  %s %a\n", sets[i].formulas, sets[i].share);
        }
    }
    assert_true(used < TEXT_ROOM);
    return text;
}

static ip_quantiles number(const answer *of, const char *name) {
    const ip_column *column = ip_result_column(of->type, name);
    assert_non_null(column);
    return ip_samples_number(of->samples, 0, column);
}

/* ---- what draws depend on */

/* Whether two worlds say the same of a question; both are cleared. */
static void assert_same_answers(world one, world other, const char *what) {
    for (int question = 0; question < QUESTIONS; question++) {
        answer left = sample(&one, question), right = sample(&other, question);
        char *expected = text_of(&left), *found = text_of(&right);
        if (strcmp(expected, found) != 0)
            fail_msg("question %d, %s:\n%s---\n%s", question, what, expected, found);
        free(expected);
        free(found);
        ip_samples_free(left.samples);
        ip_samples_free(right.samples);
    }
    world_clear(&one);
    world_clear(&other);
}

static void threads_do_not_matter(void **state) {
    (void)state;
    for (int kind = 0; ip_executors_name(kind); kind++)
        for (int width = 1; width <= 5; width += 2)
            assert_same_answers(world_of(read_anchored(), "serial", 1, FEW),
                                world_of(read_anchored(), ip_executors_name(kind), width, FEW), ip_executors_name(kind));
}

/* The table in another order of rows, with other phases between them. */
static ip_dataset *read_shuffled(random_source *source) {
    char *text = calloc(TEXT_ROOM, 1), *lines[LINES], rows[TEXT_ROOM];
    int count = 0;
    FILE *file = fopen(path_of("tests/data/good-uncertain.csv"), "r");
    assert_non_null(file);
    assert_non_null(text);
    size_t size = fread(rows, 1, sizeof rows - 1, file);
    fclose(file);
    rows[size] = '\0';
    for (char *line = strtok(rows, "\n"); line; line = strtok(NULL, "\n"))
        lines[count++] = line;
    assert_in_range(count, 100, LINES - 2);
    lines[count++] = "K2S,-1.2,,0.05,2,,";
    lines[count++] = "K,0,,0,0,,";
    for (int i = count - 1; i > 1; i--) {
        int other = 1 + random_below(source, i);
        char *line = lines[i];
        lines[i] = lines[other];
        lines[other] = line;
    }
    for (int i = 0; i < count; i++) {
        strcat(text, lines[i]);
        strcat(text, "\n");
    }
    ip_dataset *dataset = read_text(text);
    free(text);
    return dataset;
}

static void rows_around_do_not_matter(void **state) {
    (void)state;
    random_source source = random_start(11);
    assert_same_answers(world_of(read_anchored(), NULL, 2, FEW), world_of(read_shuffled(&source), NULL, 2, FEW), "rows shuffled");
}

/* Asked after other questions, by the same executor, a question has the same answer. */
static void questions_before_do_not_matter(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, FEW);
    char *first[QUESTIONS];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < QUESTIONS; i++) {
            int question = round ? QUESTIONS - 1 - i : i;
            answer found = sample(&at, question);
            char *text = text_of(&found);
            if (round) {
                assert_string_equal(text, first[question]);
                free(first[question]);
                free(text);
            } else {
                first[question] = text;
            }
            ip_samples_free(found.samples);
        }
    world_clear(&at);
}

static double energy_in(const ip_sampler *sampler, const char *formula) {
    ip_composition composition = read_formula(formula);
    const ip_phase *phase = ip_dataset_find(ip_sampler_dataset(sampler), &composition);
    assert_non_null(phase);
    return phase->formation_energy;
}

static ip_element_set set_of(const char *formula) {
    ip_composition composition = read_formula(formula);
    return ip_composition_elements(&composition);
}

/* A draw is the same world, whatever the question is about, and another draw is another. */
static void draws_are_worlds(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 1, 1);
    ip_sampler *small, *large;
    ip_error error;
    assert_ok(ip_sampler_new(&small, at.dataset, at.uncertainty, set_of("Na3PS4"), &error), &error);
    assert_ok(ip_sampler_new(&large, at.dataset, at.uncertainty, set_of("NaCrPSO"), &error), &error);
    double plain = energy_in(small, "Na2S");
    ip_sampler_draw(small, 0);
    double first = energy_in(small, "Na2S");
    ip_sampler_draw(small, 1);
    double second = energy_in(small, "Na2S");
    assert_true(fabs(first - second) > 1e-6 && fabs(first - plain) > 1e-6);
    assert_true(energy_in(small, "S") == 0.0 && energy_in(small, "Na") == 0.0);
    ip_sampler_draw(large, 7);
    ip_sampler_draw(large, 1);
    assert_true(energy_in(large, "Na2S") == second);
    ip_sampler_draw(small, 0);
    assert_true(energy_in(small, "Na2S") == first);
    ip_sampler_free(small);
    ip_sampler_free(large);
    world_clear(&at);
}

/* ---- spreads */

static ip_share share_of(const world *at, const char *formula, double factor) {
    ip_composition composition = read_formula(formula);
    ip_share share = IP_SHARE_INIT;
    share.phase = ip_dataset_find(at->dataset, &composition);
    share.factor = factor;
    assert_non_null(share.phase);
    return share;
}

static void assert_spread(const world *at, const char *what, ip_quantiles found, const ip_share *shares, int count,
                          double scale) {
    double expected;
    ip_error error;
    assert_ok(ip_uncertainty_find(&expected, at->uncertainty, shares, count, &error), &error);
    expected *= scale;
    if (!(fabs(found.deviation - expected) <= 0.15 * expected))
        fail_msg("%s: the draws spread by %g, the linear rule says %g", what, found.deviation, expected);
    /* Of a normal distribution 90 % lie within 1.645 standard deviations. */
    assert_near((found.high - found.low) / (2.0 * 1.6449), expected, 0.15 * expected);
}

/* Where the products do not change, draws spread as the linear rule says. */
static void spreads_are_linear(void **state) {
    (void)state;
    /* Both come out in some draws, since their energies are only inferred. Left out, they never do. */
    ip_dataset *dataset = read_anchored();
    ip_error error;
    assert_ok(ip_dataset_exclude(dataset, "NaCl3", &error), &error);
    assert_ok(ip_dataset_exclude(dataset, "NaCl7", &error), &error);
    world at = world_of(dataset, NULL, 2, MANY);
    answer found;
    sample_decomposition(&found, &at, "Na3PS4", 0.0, NAN);
    ip_share contact[] = {share_of(&at, "Na3PS4", -1.0), share_of(&at, "Na3P", 1.0), share_of(&at, "Na2S", 4.0)};
    assert_spread(&at, "contact", number(&found, "reaction_energy_per_formula"), contact, 3, 1.0);
    ip_samples_free(found.samples);
    sample_hull(&found, &at, "Na3PO4");
    ip_share itself[] = {share_of(&at, "Na3PO4", 1.0)};
    assert_spread(&at, "formation", number(&found, "formation_energy"), itself, 1, 1.0 / 8.0);
    ip_samples_free(found.samples);
    sample_window(&found, &at, "NaCl");
    ip_share salt[] = {share_of(&at, "NaCl", -1.0)};
    assert_spread(&at, "oxidation", number(&found, "oxidation_potential"), salt, 1, 1.0);
    ip_samples_free(found.samples);
    world_clear(&at);
}

/* The energies are drawn about those of the table: what is linear in them keeps its mean. */
static void means_are_the_answers(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, MANY);
    answer found;
    ip_composition composition = read_formula("Na3PO4");
    sample_hull(&found, &at, "Na3PO4");
    ip_quantiles energy = number(&found, "formation_energy");
    double standard_error = energy.deviation / sqrt((double)MANY);
    assert_near(energy.mean, ip_dataset_find(at.dataset, &composition)->formation_energy, 4.0 * standard_error);
    ip_samples_free(found.samples);
    world_clear(&at);
}

static const char *const plain_rows =
    "formula,e_form\nNa,0\nS,0\nP,0\nNa2S,-1.3\nNa3P,-0.45\nNa3PS4,-1.04\nNaPS3,-0.74\n";

/* Without uncertainties all draws are the answer itself, and what has no uncertainty is exact. */
static void exact_energies_do_not_spread(void **state) {
    (void)state;
    world at = world_of(read_text(plain_rows), NULL, 2, FEW);
    answer found;
    ip_window_row row;
    ip_memory *memory;
    ip_error error;
    assert_ok(ip_memory_new(&memory, &error), &error);
    assert_ok(ip_window_row_find(&row, memory, at.solver, "Na3PS4", &at.question, &error), &error);
    sample_window(&found, &at, "Na3PS4");
    assert_false(ip_samples_vary(found.samples));
    assert_true(ip_samples_share(found.samples, 0) == 1.0);
    for (int c = 0; c < found.type->column_count; c++) {
        const ip_column *column = &found.type->columns[c];
        ip_quantiles q = ip_samples_number(found.samples, 0, column);
        if (column->kind != IP_KIND_NUMBER || !ip_samples_has(column))
            continue;
        double expected = ip_row_number(&row, column);
        assert_true(q.low == expected && q.median == expected && q.high == expected);
        assert_near(q.deviation, 0.0, 1e-12);
    }
    ip_samples_free(found.samples);
    ip_memory_free(memory);
    world_clear(&at);
}

/* A table's own uncertainty counts where the constants have no part in its energy; a call's energy is exact. */
static void own_uncertainties_are_heeded(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form,uncertainty\nNa,0,0\nS,0,0\nP,0,0\nNa2S,-1.3,0.3\nNa3P,-0.45,0.3\n");
    ip_error error;
    assert_ok(ip_dataset_set_energy(dataset, "Na3P", -0.45, &error), &error);
    world at = world_of(dataset, NULL, 2, MANY);
    answer found;
    sample_hull(&found, &at, "Na2S");
    assert_near(number(&found, "formation_energy").deviation, 0.3, 0.02);
    ip_samples_free(found.samples);
    sample_hull(&found, &at, "Na3P");
    assert_true(number(&found, "formation_energy").low == -0.45 && number(&found, "formation_energy").high == -0.45);
    ip_samples_free(found.samples);
    world_clear(&at);
}

/* ---- what is said */

static double sum_of(const answer *of, const char *name) {
    const ip_product_set *sets;
    long count = ip_samples_products(of->samples, 0, ip_result_column(of->type, name), &sets);
    double sum = 0.0;
    for (long i = 0; i < count; i++) {
        sum += sets[i].share;
        assert_true(i == 0 || sets[i].share < sets[i - 1].share ||
                    (sets[i].share == sets[i - 1].share && strcmp(sets[i - 1].formulas, sets[i].formulas) < 0));
    }
    return sum;
}

/* Every draw has products; the one that is on the hull is what it is in so many draws. */
static void sets_add_up(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, FEW);
    answer found;
    const ip_product_set *sets;
    sample_hull(&found, &at, "Na3PS4");
    assert_near(sum_of(&found, "products"), 1.0, 1e-9);
    assert_true(ip_samples_products(found.samples, 0, ip_result_column(found.type, "products"), &sets) > 1);
    assert_string_equal(sets[0].formulas, "Na3PS4");
    assert_true(sets[0].share == ip_samples_share(found.samples, 0) && sets[0].share < 1.0);
    ip_samples_free(found.samples);
    world_clear(&at);
}

/* A little below the potential at which Na2S grows without bound, some draws have no answer; they are counted, and no number is
 * of them. */
static void failed_draws_are_counted(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, FEW);
    answer found;
    ip_composition sulfide = read_formula("Na2S");
    double bound = 3.0 * ip_dataset_find(at.dataset, &sulfide)->formation_energy;
    sample_decomposition(&found, &at, "Na3PS4", 1.5, bound + 2.0 * 1.5 - 0.01);
    double failed = (double)ip_samples_failed(found.samples) / FEW;
    assert_true(failed > 0.2 && failed < 0.7);
    assert_near(sum_of(&found, "products"), 1.0 - failed, 1e-9);
    assert_near(number(&found, "reaction_energy").share, 1.0 - failed, 1e-9);
    ip_samples_free(found.samples);
    world_clear(&at);
}

/* The deepest kink of the answer is held against the deepest of each draw; at the ends nothing reacts. */
static void kinks_are_held_against_their_like(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, FEW);
    answer found = {NULL, 0, NULL};
    sample_interface(&found, &at, 0.0, 0.0);
    const ip_column *x = ip_result_column(found.type, "x"), *energy = ip_result_column(found.type, "mutual_reaction_energy");
    long last = found.rows - 1;
    double deepest = 0.0;
    assert_true(last > 1);
    assert_true(ip_samples_number(found.samples, 0, x).high == 0.0 && ip_samples_number(found.samples, last, x).low == 1.0);
    for (long r = 0; r <= last; r++)
        deepest = fmin(deepest, ip_samples_number(found.samples, r, energy).mean);
    assert_true(deepest < -0.05);
    ip_samples_free(found.samples);
    world_clear(&at);
}

/* An excess of the metal makes what no draw changes here: 8 Na + Na3PS4 -> Na3P + 4 Na2S, 1 atom of Na3PS4 in 2 of the mixture.
 */
static void an_excess_of_metal_is_its_own_kink(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 2, FEW);
    answer found = {NULL, 0, NULL};
    sample_pair(&found, &at, "Na", "Na3PS4", 0.0, 0.0);
    const ip_column *x = ip_result_column(found.type, "x"), *energy = ip_result_column(found.type, "reaction_energy");
    long excess = found.rows - 2;
    assert_true(excess >= 1);
    ip_quantiles place = ip_samples_number(found.samples, excess, x), deep = ip_samples_number(found.samples, excess, energy);
    assert_near(place.low, 0.5, 1e-9);
    assert_near(place.high, 0.5, 1e-9);
    assert_true(deep.low < deep.high && deep.high < -0.1);
    ip_samples_free(found.samples);
    world_clear(&at);
}

static void wrong_calls_are_refused(void **state) {
    (void)state;
    world at = world_of(read_anchored(), NULL, 1, 0);
    ip_samples *samples;
    ip_error error;
    assert_int_equal(ip_samples_hull(&samples, &at.draws, "Na3PS4", &at.question, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "at least 1");
    at.draws.count = 10;
    assert_int_equal(ip_samples_window(&samples, &at.draws, "Na3Qq", &at.question, &error), IP_BAD_FORMULA);
    assert_int_equal(ip_samples_hull(&samples, &at.draws, "Na3Qq", &at.question, &error), IP_BAD_FORMULA);
    assert_contains(error.message, "Qq");
    assert_int_equal(ip_samples_decomposition(&samples, &at.draws, "Na3Qq", NULL, &at.question, &error), IP_BAD_FORMULA);
    world_clear(&at);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(rows_around_do_not_matter),
        cmocka_unit_test(questions_before_do_not_matter),
        cmocka_unit_test(draws_are_worlds),
        cmocka_unit_test(spreads_are_linear),
        cmocka_unit_test(means_are_the_answers),
        cmocka_unit_test(exact_energies_do_not_spread),
        cmocka_unit_test(own_uncertainties_are_heeded),
        cmocka_unit_test(sets_add_up),
        cmocka_unit_test(failed_draws_are_counted),
        cmocka_unit_test(kinks_are_held_against_their_like),
        cmocka_unit_test(an_excess_of_metal_is_its_own_kink),
        cmocka_unit_test(wrong_calls_are_refused),
    };
    return run_unit_tests(tests);
}
