/* Screening against the questions asked one by one, with any number of threads. */
#include "support.h"

#include <interphase/character.h>
#include <interphase/reaction.h>
#include <interphase/decomposition.h>
#include <interphase/screening.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { LITHIUM = 3, SODIUM = 11, IRON = 26 };
#define GAP 1.0

static ip_dataset *read_small(void) {
    const char *sources = getenv("SOURCES");
    char path[4096];
    ip_dataset *dataset;
    ip_error error;
    snprintf(path, sizeof path, "%s/tests/data/good-small.csv", sources ? sources : ".");
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_ok(ip_dataset_read(dataset, path, 0, NULL, NULL, &error), &error);
    return dataset;
}

/* A row kept beyond the call that handed it over. */
typedef struct kept_answer {
    bool done;
    ip_error error;
    ip_task_row row;
    void *bytes;
} kept_answer;

typedef struct answer_list {
    kept_answer *answers;
    long next; /* rows come in the order of the tasks */
} answer_list;

static void keep_answer(void *user, long task, const ip_task_row *row, const ip_error *error) {
    answer_list *list = user;
    kept_answer *answer = &list->answers[task];
    size_t size;
    ip_error failure;
    assert_true(task >= list->next);
    list->next = task + 1;
    assert_false(answer->done);
    assert_ok(ip_row_pack(&answer->bytes, &size, &ip_task_result, row, &failure), &failure);
    assert_ok(ip_row_unpack(&answer->row, &ip_task_result, answer->bytes, size, &failure), &failure);
    answer->error = *error;
    answer->done = true;
    assert_string_equal(row->status, ip_status_word(error->status));
}

static kept_answer *answer_with(const ip_dataset *dataset, const ip_task *tasks, long count, int threads, const ip_stop *stop) {
    ip_executor *executor = new_executor(dataset, threads);
    answer_list list = {calloc((size_t)count + 1, sizeof *list.answers), 0};
    ip_question question = ip_question_default();
    ip_error error;
    assert_non_null(list.answers);
    question.gap = GAP;
    assert_ok(ip_screening_run(executor, tasks, count, &question, keep_answer, &list, stop, &error), &error);
    ip_executor_free(executor);
    return list.answers;
}

static kept_answer *answer_all(const ip_dataset *dataset, const ip_task *tasks, long count, int threads) {
    return answer_with(dataset, tasks, count, threads, NULL);
}

static void clear_all(kept_answer *answers, long count) {
    for (long i = 0; i < count; i++)
        free(answers[i].bytes);
    free(answers);
}

/* ---- comparison */

/* To the last bit, NaN and all: an answer is the same whoever found it. */
static void assert_same_number(double a, double b) {
    if (isnan(a))
        assert_true(isnan(b));
    else
        assert_memory_equal(&a, &b, sizeof a);
}

/* An energy above the hull is NaN where the formula is not in the table, a potential may be infinite. */
static void assert_near_or_same(double a, double b) {
    if (isfinite(a))
        assert_near(a, b, 1e-9);
    else
        assert_same_number(a, b);
}

static void assert_same_text(const char *a, const char *b) {
    assert_int_equal(a != NULL, b != NULL);
    if (a)
        assert_string_equal(a, b);
}

static void assert_same_products(ip_row_products a, ip_row_products b) {
    assert_int_equal(a.count, b.count);
    for (long i = 0; i < a.count; i++) {
        assert_string_equal(a.list[i].formula, b.list[i].formula);
        assert_same_number(a.list[i].amount, b.list[i].amount);
        assert_same_number(a.list[i].band_gap, b.list[i].band_gap);
    }
}

/* Every column. */
static void assert_same_answer(const kept_answer *a, const kept_answer *b) {
    assert_int_equal(a->done, b->done);
    for (int i = 0; i < ip_task_result.column_count; i++) {
        const ip_column *column = &ip_task_result.columns[i];
        if (column->kind == IP_KIND_TEXT)
            assert_same_text(ip_row_text(&a->row, column), ip_row_text(&b->row, column));
        else if (column->kind == IP_KIND_NUMBER)
            assert_same_number(ip_row_number(&a->row, column), ip_row_number(&b->row, column));
        else
            assert_same_products(ip_row_products_of(&a->row, column), ip_row_products_of(&b->row, column));
    }
}

/* ---- tasks */

static const char *const formulas[] = {"Na3PS4", "FeS2",   "Na3SbS4", "Li3PS4", "NaCl",       "Na3YCl6", "NaSbO3", "S",
                                       "Fe",     "Na4PS4", "Na2S",    "P2S5",   "Na2.9PS3.9", "Fe2P",    "NaSbS3", "Sb2S5"};
enum { FORMULA_COUNT = sizeof formulas / sizeof *formulas };

/* Windows; interfaces, closed, at a voltage and over a range; decompositions at a voltage and over a range; against two metals.
 */
static void fill_tasks(ip_task *tasks, long count, uint64_t seed) {
    random_source source = random_start(seed);
    memset(tasks, 0, (size_t)count * sizeof *tasks);
    for (long i = 0; i < count; i++) {
        ip_task *task = &tasks[i];
        int kind = random_below(&source, 6);
        task->a = formulas[random_below(&source, FORMULA_COUNT)];
        task->b = kind && kind < 4 ? formulas[random_below(&source, FORMULA_COUNT)] : NULL;
        task->metal = random_below(&source, 3) ? SODIUM : LITHIUM;
        task->has_voltage = kind >= 2;
        task->voltage_low = task->has_voltage ? 0.25 * random_below(&source, 12) : 0.0;
        task->voltage_high = task->voltage_low + (kind == 3 || kind == 5 ? 1.5 : 0.0);
    }
}

/* ---- against direct questions */

static void check_window(const ip_task_row *answer, const ip_task *task, ip_solver *solver) {
    ip_composition composition = read_formula(task->a);
    ip_profile profile;
    ip_error error;
    assert_ok(ip_profile_find(&profile, solver, &composition, task->metal, task->charge, &error), &error);
    ip_window window = ip_profile_window(&profile);
    assert_near(answer->reaction_energy, window.contact->reaction_energy_low, 1e-9);
    assert_near_or_same(answer->energy_above_hull, profile.hull.energy_above_hull);
    assert_near(answer->reduction_potential, window.reduction_potential, 1e-9);
    assert_near_or_same(answer->oxidation_potential, window.oxidation_potential);
    assert_near(answer->answer_voltage, 0.0, 0.0);
    assert_true(isnan(answer->mutual_reaction_energy) && isnan(answer->x));
    assert_int_equal(answer->products.count, window.contact->products.product_count);
    ip_reactant reactant = {task->a, &composition, 1.0};
    char *equation = ip_reaction_text(ip_solver_dataset(solver), &reactant, 1, &window.contact->products, "->", &error);
    assert_string_equal(answer->equation, equation);
    free(equation);
    ip_profile_clear(&profile);
}

/* Of a range the deepest of many voltages: no end may be passed over, and nothing between them lies deeper. */
static void check_decomposition(const ip_task_row *answer, const ip_task *task, ip_solver *solver) {
    enum { STEPS = 12 };
    ip_composition composition = read_formula(task->a);
    double deepest = INFINITY;
    ip_error error;
    for (int i = 0; i <= STEPS; i++) {
        double voltage = task->voltage_low + (task->voltage_high - task->voltage_low) * i / STEPS;
        ip_reservoir reservoir = IP_RESERVOIR_INIT;
        ip_decomposition found;
        assert_ok(ip_reservoir_open_metal(&reservoir, task->metal, task->charge, voltage, &error), &error);
        assert_ok(ip_decomposition_find(&found, solver, &composition, &reservoir, &error), &error);
        double energy = found.energy / found.atoms;
        deepest = fmin(deepest, energy);
        if (voltage == answer->answer_voltage) {
            ip_reactant subject = {task->a, &composition, 1.0};
            char *equation = ip_reaction_text(ip_solver_dataset(solver), &subject, 1, &found.equilibrium, "->", &error);
            assert_string_equal(answer->equation, equation);
            free(equation);
            assert_near(answer->reaction_energy, energy, 1e-9);
            assert_near_or_same(answer->energy_above_hull, found.hull.energy_above_hull);
        }
        ip_decomposition_clear(&found);
    }
    assert_near(answer->reaction_energy, deepest, 1e-9);
    assert_true(answer->answer_voltage == task->voltage_low || answer->answer_voltage == task->voltage_high);
    assert_true(isnan(answer->mutual_reaction_energy) && isnan(answer->x) && isnan(answer->width));
}

/* The deepest kink, found here by going through all of them. */
static void check_deepest(const ip_task_row *answer, const ip_task *task, ip_solver *solver, const ip_interface *interface) {
    const ip_kink *deepest = &interface->kinks[0];
    for (int i = 1; i < interface->kink_count; i++)
        if (interface->kinks[i].mutual_reaction_energy < deepest->mutual_reaction_energy - 1e-12)
            deepest = &interface->kinks[i];
    ip_error error;
    assert_near(answer->mutual_reaction_energy, deepest->mutual_reaction_energy, 1e-9);
    assert_near(answer->reaction_energy, deepest->reaction_energy, 1e-9);
    assert_near(answer->x, deepest->x, 1e-9);
    assert_near_or_same(answer->energy_above_hull, interface->a.hull.energy_above_hull);
    assert_true(isnan(answer->reduction_potential) && isnan(answer->oxidation_potential));
    assert_string_equal(answer->character, ip_character_word(ip_character_find(&deepest->products, interface->reacts, GAP).kind));
    ip_reactant reactants[] = {{task->a, &interface->a.composition, deepest->x_molar},
                               {task->b, &interface->b.composition, 1.0 - deepest->x_molar}};
    char *equation = ip_reaction_text(ip_solver_dataset(solver), reactants, 2, &deepest->products, "->", &error);
    assert_string_equal(answer->equation, equation);
    free(equation);
}

static void check_interface(const ip_task_row *answer, const ip_task *task, ip_solver *solver) {
    ip_composition a = read_formula(task->a), b = read_formula(task->b);
    ip_reservoir reservoir = {0};
    ip_interface interface;
    ip_error error;
    double voltage = task->voltage_low;
    if (task->has_voltage && task->voltage_high > task->voltage_low) {
        assert_ok(ip_interface_worst_voltage(&voltage, NULL, solver, &a, &b, task->metal, task->charge, task->voltage_low,
                                             task->voltage_high, NULL, &error), &error);
        assert_true(answer->answer_voltage >= task->voltage_low && answer->answer_voltage <= task->voltage_high);
    }
    if (task->has_voltage) {
        assert_near(answer->answer_voltage, voltage, 1e-9);
        assert_ok(ip_reservoir_open_metal(&reservoir, task->metal, task->charge, voltage, &error), &error);
    } else {
        assert_true(isnan(answer->answer_voltage));
    }
    assert_ok(ip_interface_find(&interface, solver, &a, &b, &reservoir, &error), &error);
    check_deepest(answer, task, solver, &interface);
    ip_interface_clear(&interface);
}

/* Each question with a solver of its own, which has seen nothing before. */
static void test_direct_questions(void **state) {
    (void)state;
    enum { COUNT = 90 };
    ip_task tasks[COUNT];
    ip_dataset *dataset = read_small();
    fill_tasks(tasks, COUNT, 711);
    kept_answer *answers = answer_all(dataset, tasks, COUNT, 2);
    for (int i = 0; i < COUNT; i++) {
        ip_solver *solver;
        assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
        assert_true(answers[i].done);
        assert_ok(answers[i].error.status, &answers[i].error);
        (tasks[i].b             ? check_interface
         : tasks[i].has_voltage ? check_decomposition
                                : check_window)(&answers[i].row, &tasks[i], solver);
        if (tasks[i].b && !tasks[i].has_voltage)
            assert_null(answers[i].row.answer_metal);
        else
            assert_string_equal(answers[i].row.answer_metal, ip_element_symbol(tasks[i].metal));
        ip_solver_free(solver);
    }
    clear_all(answers, COUNT);
    ip_dataset_free(dataset);
}

static void test_thread_counts(void **state) {
    (void)state;
    static const int thread_counts[] = {2, 3, 7};
    int count = repetitions(100);
    ip_task *tasks = calloc((size_t)count, sizeof *tasks);
    ip_dataset *dataset = read_small();
    assert_non_null(tasks);
    fill_tasks(tasks, count, 712);
    tasks[3].a = "Xx";
    kept_answer *first = answer_all(dataset, tasks, count, 1);
    for (size_t t = 0; t < sizeof thread_counts / sizeof *thread_counts; t++) {
        kept_answer *answers = answer_all(dataset, tasks, count, thread_counts[t]);
        for (int i = 0; i < count; i++)
            assert_same_answer(&answers[i], &first[i]);
        clear_all(answers, count);
    }
    clear_all(first, count);
    free(tasks);
    ip_dataset_free(dataset);
}

/* An answer does not depend on its neighbours: tasks backwards and alone. */
static void test_order(void **state) {
    (void)state;
    enum { COUNT = 80 };
    ip_task tasks[COUNT], backwards[COUNT];
    ip_dataset *dataset = read_small();
    fill_tasks(tasks, COUNT, 713);
    for (int i = 0; i < COUNT; i++)
        backwards[i] = tasks[COUNT - 1 - i];
    kept_answer *first = answer_all(dataset, tasks, COUNT, 2), *second = answer_all(dataset, backwards, COUNT, 2);
    for (int i = 0; i < COUNT; i++)
        assert_same_answer(&second[COUNT - 1 - i], &first[i]);
    for (int i = 0; i < COUNT; i += 9) {
        kept_answer *alone = answer_all(dataset, &tasks[i], 1, 1);
        assert_same_answer(alone, &first[i]);
        clear_all(alone, 1);
    }
    clear_all(first, COUNT);
    clear_all(second, COUNT);
    ip_dataset_free(dataset);
}

/* ---- tasks that fail */

static void check_blank(const ip_task_row *answer) {
    const double numbers[] = {answer->reaction_energy, answer->mutual_reaction_energy, answer->x, answer->answer_voltage,
                              answer->energy_above_hull, answer->reduction_potential, answer->oxidation_potential};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        assert_true(isnan(numbers[i]));
    assert_null(answer->equation);
    assert_int_equal(answer->products.count, -1);
}

static void test_failures(void **state) {
    (void)state;
    static const struct {
        ip_task task;
        ip_status status;
        const char *part;
    } cases[] = {
        {{"Xx", NULL, SODIUM, 0, false, 0, 0}, IP_BAD_FORMULA, "Xx"},
        {{"", NULL, SODIUM, 0, false, 0, 0}, IP_BAD_FORMULA, "empty"},
        {{"Na3PS4", "Q", SODIUM, 0, false, 0, 0}, IP_BAD_FORMULA, "Q"},
        {{"Na3PS4", "", SODIUM, 0, false, 0, 0}, IP_BAD_FORMULA, "empty"},
        {{"Na3PS4", "MgO", SODIUM, 0, false, 0, 0}, IP_MISSING_ELEMENT, "Mg"},
        {{"MgO", NULL, SODIUM, 0, false, 0, 0}, IP_MISSING_ELEMENT, "Mg"},
        {{"Na", NULL, SODIUM, 0, false, 0, 0}, IP_RESERVOIR, "Na"},
        {{"Na", "Na2", SODIUM, 0, true, 1.0, 1.0}, IP_RESERVOIR, "open"},
        {{"Na", "Na2", SODIUM, 0, true, 1.0, 2.0}, IP_RESERVOIR, "open"},
        {{"Na3PS4", NULL, IRON, 0, false, 0, 0}, IP_BAD_ARGUMENT, "Fe"},
        {{"Na3PS4", "FeS2", IRON, 0, true, 1.0, 2.0}, IP_BAD_ARGUMENT, "Fe"},
        {{"Na3PS4", "MgO", SODIUM, 0, true, 1.0, 2.0}, IP_MISSING_ELEMENT, "Mg"},
    };
    enum { CASES = sizeof cases / sizeof *cases };
    ip_task tasks[2 * CASES];
    ip_dataset *dataset = read_small();
    memset(tasks, 0, sizeof tasks);
    for (int i = 0; i < CASES; i++) {
        tasks[2 * i] = cases[i].task;
        tasks[2 * i + 1] = (ip_task){.a = "Na3PS4", .b = "NaSbO3", .metal = SODIUM};
    }
    for (int threads = 1; threads <= 3; threads++) {
        kept_answer *answers = answer_all(dataset, tasks, 2 * CASES, threads);
        for (int i = 0; i < CASES; i++) {
            assert_true(answers[2 * i].done);
            assert_int_equal(answers[2 * i].error.status, cases[i].status);
            assert_contains(answers[2 * i].error.message, cases[i].part);
            check_blank(&answers[2 * i].row);
            /* Its neighbours are none the worse. */
            assert_int_equal(answers[2 * i + 1].error.status, IP_OK);
            assert_same_answer(&answers[2 * i + 1], &answers[1]);
        }
        clear_all(answers, 2 * CASES);
    }
    ip_dataset_free(dataset);
}

/* ---- stopped and empty runs */

static bool is_always(void *user) {
    (void)user;
    return true;
}

static void test_stop(void **state) {
    (void)state;
    enum { COUNT = 50 };
    ip_task tasks[COUNT];
    ip_dataset *dataset = read_small();
    fill_tasks(tasks, COUNT, 714);
    for (int threads = 1; threads <= 4; threads += 3) {
        const ip_stop stop = {is_always, NULL};
        kept_answer *answers = answer_with(dataset, tasks, COUNT, threads, &stop);
        for (int i = 0; i < COUNT; i++)
            assert_false(answers[i].done);
        clear_all(answers, COUNT);
    }
    ip_dataset_free(dataset);
}

/* A task begins as a window against sodium without a formula. */
static void test_task_init(void **state) {
    (void)state;
    ip_task task = IP_TASK_INIT;
    assert_null(task.a);
    assert_null(task.b);
    assert_int_equal(task.metal, SODIUM);
    assert_int_equal(task.charge, 0);
    assert_false(task.has_voltage);
    assert_near(task.voltage_low, 0.0, 0.0);
    assert_near(task.voltage_high, 0.0, 0.0);
    ip_reactant reactant = IP_REACTANT_INIT;
    assert_null(reactant.formula);
    assert_null(reactant.composition);
    assert_near(reactant.amount, 1.0, 0.0);
}

/* Tasks of which nothing was set, or no metal, are told so. */
static void test_unset_tasks(void **state) {
    (void)state;
    const ip_task tasks[] = {
        IP_TASK_INIT, {0}, {.a = "Na2S"}, {.a = "Na2S", .b = "NaCl", .has_voltage = true},
        {.a = "Na2S", .b = "NaCl", .has_voltage = true, .voltage_high = 1.0}, {.a = "Na2S", .metal = -1},
        {.a = "Na2S", .metal = IP_ELEMENT_COUNT + 1}, {.a = "Na2S", .metal = SODIUM},
    };
    static const char *const parts[] = {"no formula", "no formula", "element 0",  "element 0",
                                        "element 0",  "element -1", "element 119"};
    enum { COUNT = sizeof tasks / sizeof *tasks, FAULTY = sizeof parts / sizeof *parts };
    ip_dataset *dataset = read_small();
    kept_answer *answers = answer_all(dataset, tasks, COUNT, 2);
    for (int i = 0; i < FAULTY; i++) {
        assert_true(answers[i].done);
        assert_int_equal(answers[i].error.status, IP_BAD_ARGUMENT);
        assert_contains(answers[i].error.message, parts[i]);
    }
    assert_int_equal(answers[FAULTY].error.status, IP_OK);
    clear_all(answers, COUNT);
    ip_dataset_free(dataset);
}

static void test_nothing_to_do(void **state) {
    (void)state;
    ip_dataset *dataset = read_small();
    ip_executor *executor = new_executor(dataset, 2);
    ip_error error;
    ip_question question = ip_question_default();
    assert_ok(ip_screening_run(executor, NULL, 0, &question, keep_answer, NULL, NULL, &error), &error);
    ip_executor_free(executor);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_direct_questions), cmocka_unit_test(test_thread_counts), cmocka_unit_test(test_order),
        cmocka_unit_test(test_failures),         cmocka_unit_test(test_stop),          cmocka_unit_test(test_nothing_to_do),
        cmocka_unit_test(test_task_init),        cmocka_unit_test(test_unset_tasks),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
