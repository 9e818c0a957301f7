/* One allocation after another fails, inside the solver library too: the answer is "no memory", or what it is otherwise. */
#include "support.h"

#include "cli/io/memory_text.h"
#include "engine/lp.h"
#include "engine/system.h"
#include "support/failing_malloc.h"

#include <interphase/coating.h>
#include <interphase/executors.h>
#include <interphase/frame.h>
#include <interphase/hull.h>
#include <interphase/profile.h>
#include <interphase/result.h>
#include <interphase/screening.h>
#include <interphase/sink.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* An answer in numbers, comparable to the bit but for rounding. */
enum { MOST_NUMBERS = 32 };

typedef struct answer {
    int count;
    double numbers[MOST_NUMBERS];
} answer;

static void note(answer *out, double number) {
    assert_true(out->count < MOST_NUMBERS);
    out->numbers[out->count++] = number;
}

typedef ip_status (*question)(answer *out, const void *subject, ip_error *error);

/* Asks until no allocation is left that could fail; returns how many did. */
static long fail_one_after_another(question ask, const void *subject) {
    answer expected = {0};
    ip_error error = {IP_OK, ""};
    assert_ok(ask(&expected, subject, &error), &error);
    long failures = 0, unharmed = 0;
    for (long n = 1;; n++) {
        answer found = {0};
        error.message[0] = '\0';
        failing_malloc_at(n);
        ip_status status = ask(&found, subject, &error);
        bool is_over = failing_malloc_calls() < n;
        failing_malloc_at(0);
        if (status) {
            assert_int_equal(status, IP_NO_MEMORY);
            assert_int_equal(error.status, IP_NO_MEMORY);
            assert_contains(error.message, "out of memory");
            failures++;
        } else {
            assert_int_equal(found.count, expected.count);
            for (int i = 0; i < found.count; i++)
                assert_near(found.numbers[i], expected.numbers[i], 1e-12);
            unharmed += !is_over;
        }
        answer after = {0}; /* nothing is broken for those who come later */
        assert_ok(ask(&after, subject, &error), &error);
        if (is_over)
            break;
    }
    print_message("# %ld allocations failed, %ld could be done without\n", failures, unharmed);
    return failures;
}

/* Three rows: the unit columns, and four of mixtures. */
static const double coefficients[] = {1, 0, 0, 0, 1, 0, 0, 0, 1, 0.5, 0.5, 0, 0.25, 0.5, 0.25, 0, 0.5, 0.5, 0.3, 0.3, 0.4};
static const double costs[] = {0, 0, 0, -1.0, -1.2, -0.8, -1.1}, other_costs[] = {0, 0, 0, -0.5, -1.9, -0.9, -0.1};
static const double sides[] = {0.4, 0.3, 0.3}, other_sides[] = {0.1, 0.6, 0.3};

static ip_status solve_several(answer *out, ip_lp *lp, ip_error *error) {
    ip_lp_set_costs(lp, costs);
    ip_lp_set_right_hand_side(lp, sides);
    ip_status status = ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    for (int held = 3; held < 5 && !status; held++) {
        status = ip_lp_solve(lp, held, error);
        note(out, status ? 0.0 : ip_lp_objective(lp));
    }
    ip_lp_set_right_hand_side(lp, other_sides);
    status = status ? status : ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    ip_lp_set_costs(lp, other_costs);
    status = status ? status : ip_lp_solve(lp, -1, error);
    note(out, status ? 0.0 : ip_lp_objective(lp));
    return status;
}

static ip_status ask_programme(answer *out, const void *start, ip_error *error) {
    ip_lp *lp = NULL;
    ip_status status = ip_lp_new(&lp, 3, 7, coefficients, error);
    if (!status && start)
        ip_lp_set_start(lp, start);
    if (!status)
        status = solve_several(out, lp, error);
    ip_lp_free(lp);
    ip_lp_end_thread(); /* so that the next begins without the memory of this */
    return status;
}

static void test_programme(void **state) {
    (void)state;
    static const int start[] = {0, 1, 2};
    assert_true(fail_one_after_another(ask_programme, start) > 50);
    assert_true(fail_one_after_another(ask_programme, NULL) > 50);
}

/* Bands of tied phases, so that ties have to be broken. */
static const char *const table =
    "formula,e_form\nNa,0\nS,0\nCl,0\nNa2S,-1\nNaS,-1\nNa3S2,-1\nNaCl,-1\nSCl2,-1\nNa3SCl,-1\nNa2SCl2,-1\n";

static ip_status ask_hull(answer *out, const void *dataset, ip_error *error) {
    static const char *const subjects[] = {"Na4S3Cl", "Na3SCl"};
    ip_solver *solver = NULL;
    ip_status status = ip_solver_new(&solver, dataset, error);
    for (int i = 0; i < 2 && !status; i++) {
        ip_hull hull;
        ip_composition composition;
        status = ip_composition_read(&composition, subjects[i], error);
        if (!status)
            status = ip_hull_find(&hull, solver, &composition, error);
        if (status)
            break;
        note(out, hull.hull_energy);
        for (int p = 0; p < hull.products.product_count; p++) {
            note(out, hull.products.products[p].amount);
            note(out, (double)ip_dataset_index(dataset, hull.products.products[p].phase));
        }
        for (int p = 0; p < hull.competing.product_count; p++) {
            note(out, hull.competing.products[p].amount);
            note(out, (double)ip_dataset_index(dataset, hull.competing.products[p].phase));
        }
        ip_hull_clear(&hull);
    }
    ip_solver_free(solver);
    ip_solver_end_thread();
    return status;
}

static ip_status ask_profile(answer *out, const void *dataset, ip_error *error) {
    ip_solver *solver = NULL;
    ip_profile profile;
    ip_composition composition;
    ip_status status = ip_solver_new(&solver, dataset, error);
    if (!status)
        status = ip_composition_read(&composition, "Na3SCl", error);
    if (!status)
        status = ip_profile_find(&profile, solver, &composition, 11, 0, error);
    if (!status) {
        note(out, profile.plateau_count);
        note(out, profile.plateaus[profile.plateau_count - 1].voltage_low);
        ip_profile_clear(&profile);
    }
    ip_solver_free(solver);
    ip_solver_end_thread();
    return status;
}

/* Water is taken up and chlorine leaves; or the reservoirs contradict each other, in one way or the other. */
static ip_status ask_in_atmosphere(answer *out, const void *dataset, ip_error *error) {
    static const double chlorine[] = {-1.0, -30.0};
    ip_composition composition;
    ip_status status = ip_composition_read(&composition, "Na3SCl", error);
    for (int i = 0; i < 3 && !status; i++) {
        ip_solver *solver = NULL;
        ip_atmosphere *atmosphere = NULL;
        ip_reservoir reservoir = IP_RESERVOIR_INIT;
        ip_equilibrium found;
        status = ip_solver_new(&solver, dataset, error);
        if (!status)
            status = ip_atmosphere_new(&atmosphere, error);
        if (!status)
            status = ip_atmosphere_add(atmosphere, "SCl2", -0.5, error);
        if (!status)
            status = ip_atmosphere_release(atmosphere, "Cl2", chlorine[i % 2], error);
        if (!status && i == 2)
            status = ip_atmosphere_add(atmosphere, "S2Cl4", -2.0, error);
        reservoir.atmosphere = atmosphere;
        if (!status)
            status = ip_equilibrium_find(&found, solver, &composition, &reservoir, NULL, error);
        note(out, status == IP_UNBOUNDED);
        if (!status) {
            note(out, found.energy);
            note(out, found.gases[0].amount);
            ip_equilibrium_clear(&found);
        }
        if (status == IP_UNBOUNDED)
            status = IP_OK;
        ip_atmosphere_free(atmosphere);
        ip_solver_free(solver);
        ip_solver_end_thread();
    }
    return status;
}

static void test_answers(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    assert_true(fail_one_after_another(ask_hull, dataset) > 100);
    assert_true(fail_one_after_another(ask_profile, dataset) > 100);
    assert_true(fail_one_after_another(ask_in_atmosphere, dataset) > 100);
    ip_dataset_free(dataset);
}

/* A stream into memory leaves nothing out unseen, and goes on after it was emptied. */
static char *write_lines(memory_text *text) {
    FILE *stream = memory_text_open(text);
    for (int i = 0; i < 100 && stream; i++)
        fprintf(stream, "line %d of a text that takes several steps to grow\n", i);
    return memory_text_take(text, stream);
}

static void test_memory_text(void **state) {
    (void)state;
    memory_text text = {0};
    char *expected = write_lines(&text);
    assert_non_null(expected);
    assert_int_equal(strlen(expected), 5090);
    int failures = 0;
    for (long n = 1;; n++) {
        failing_malloc_at(n);
        char *found = write_lines(&text);
        bool is_over = failing_malloc_calls() < n;
        failing_malloc_at(0);
        failures += !found;
        if (found)
            assert_string_equal(found, expected);
        free(found);
        if (is_over)
            break;
    }
    assert_true(failures >= 2); /* the stream, the text */
    free(expected);
    char *nothing = memory_text_take(&text, memory_text_open(&text));
    assert_string_equal(nothing, "");
    free(nothing);
    FILE *stream = memory_text_open(&text);
    fputs("first", stream);
    fflush(stream);
    memory_text_empty(&text);
    fputs("second", stream);
    char *second = memory_text_take(&text, stream);
    assert_string_equal(second, "second");
    free(second);
}

/* A document of JSON is the whole one, or its writer says what was lacking. */
typedef struct letter_row {
    const char *text;
} letter_row;

static const ip_column letter_columns[] = {IP_COLUMN(letter_row, text, "text", "", 0, 1, 0, 0, "what is written")};
static const ip_result_type letter_result = IP_RESULT_TYPE("letters", letter_row, letter_columns);

static ip_status write_json(FILE *stream, const ip_dataset *dataset, ip_error *error) {
    static const letter_row rows[] = {{"\xC3\x9C" "bung"}, {"not UTF-8: \xFF"}, {NULL}};
    ip_sink_head head = {.command = "letters", .dataset = dataset};
    ip_sink *sink;
    ip_status status = ip_sink_new(&sink, "json", stream, &letter_result, &head, error);
    if (status)
        return status;
    for (int i = 0; i < 3 && !status; i++)
        status = ip_sink_row(sink, NULL, &rows[i], error);
    if (!status)
        return ip_sink_end(sink, error);
    ip_sink_free(sink);
    return status;
}

/* What could not be added leaves no trace: the rows before it stand as they were, and those behind it follow them. */
static ip_status make_frame(ip_frame **frame, long *added, ip_error *error) {
    static const letter_row rows[] = {
        {"first"}, {NULL}, {"a text of some length, so that there has to be more room for the others"}};
    *added = 0;
    ip_status status = ip_frame_new(frame, &letter_result, error), kept = status;
    for (int i = 0; i < 200 && !kept; i++) {
        status = ip_frame_add(*frame, &rows[i % 3], error);
        *added += status == IP_OK;
        kept = status && !i ? status : IP_OK;
    }
    return kept;
}

static void test_frame(void **state) {
    (void)state;
    int failures = 0;
    bool is_over = false;
    for (long n = 1; !is_over; n++) {
        ip_frame *frame = NULL;
        ip_error error;
        long added;
        failing_malloc_at(n);
        ip_status status = make_frame(&frame, &added, &error);
        is_over = failing_malloc_calls() < n;
        failing_malloc_at(0);
        if (status) {
            assert_int_equal(status, IP_NO_MEMORY);
            failures++;
        } else {
            const int64_t *ends;
            const char *texts = ip_frame_texts(&ends, frame, 0);
            assert_int_equal(ip_frame_count(frame), added);
            assert_memory_equal(texts, "first", 5);
            int64_t end = ends[added - 1];
            assert_int_equal(strlen(texts), end < 0 ? -1 - end : end);
            failures += added < 200;
        }
        ip_frame_free(frame);
    }
    assert_true(failures >= 6); /* the frame and its columns; its rows and its texts, which grow */
}

static void test_json(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    char *expected = NULL;
    int failures = 0;
    bool is_over = false;
    for (long n = 0; !is_over; n++) {
        memory_text text = {0};
        ip_error error;
        FILE *stream = memory_text_open(&text);
        failing_malloc_at(n);
        ip_status status = write_json(stream, dataset, &error);
        is_over = n > 0 && failing_malloc_calls() < n;
        failing_malloc_at(0);
        char *found = memory_text_take(&text, stream);
        if (n == 0) {
            assert_int_equal(status, IP_OK);
            assert_contains(found, "\xC3\x9C" "bung");
            assert_contains(found, "not UTF-8: ?");
            expected = found;
            continue;
        }
        if (status)
            assert_int_equal(status, IP_NO_MEMORY);
        else if (found)
            assert_string_equal(found, expected);
        failures += status != IP_OK;
        free(found);
    }
    assert_true(failures > 30);
    free(expected);
    ip_dataset_free(dataset);
}

/* A search says of no phase that it could not be judged because memory was short. */
static ip_status ask_search(answer *out, const void *dataset, ip_error *error) {
    ip_composition electrolyte;
    ip_coating_search search = ip_coating_search_default();
    ip_coating_list list = {0};
    ip_executor *executor = NULL;
    ip_status status = ip_composition_read(&electrolyte, "Na3SCl", error);
    search.metal = 11;
    search.electrolyte = &electrolyte;
    search.any_window = true;
    search.min_gap = 0.0;
    search.max_reaction = 5.0;
    if (!status)
        status = ip_executors_new(&executor, "serial", dataset, 1, error);
    if (!status)
        status = ip_coating_find(&list, executor, &search, NULL, NULL, error);
    if (!status) {
        note(out, (double)list.passed);
        note(out, (double)list.failures);
    }
    ip_coating_list_clear(&list);
    ip_executor_free(executor);
    ip_solver_end_thread();
    return status;
}

static void test_search(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form,band_gap\nNa,0,0\nS,0,2\nCl,0,2\nNa2S,-1,2\nNaCl,-2,5\n");
    assert_true(fail_one_after_another(ask_search, dataset) > 100);
    ip_dataset_free(dataset);
}

/* So many columns that bases are kept, and looked through by boxes. */
enum { ROWS = 3, MANY = 1200 };

static ip_status ask_large_programme(answer *out, const void *made, ip_error *error) {
    const double *numbers = made;
    static const int start[] = {0, 1, 2};
    ip_lp *lp = NULL;
    ip_status status = ip_lp_new(&lp, ROWS, MANY, numbers, error);
    if (!status) {
        ip_lp_set_start(lp, start);
        ip_lp_set_costs(lp, numbers + ROWS * MANY);
    }
    for (int i = 0; i < 3 && !status; i++) {
        double place[] = {0.1 + 0.2 * i, 0.2, 0.7 - 0.2 * i};
        ip_lp_set_right_hand_side(lp, place);
        status = ip_lp_solve(lp, -1, error);
        note(out, status ? 0.0 : ip_lp_objective(lp));
    }
    ip_lp_free(lp);
    ip_lp_end_thread();
    return status;
}

static void test_large_programme(void **state) {
    (void)state;
    static double numbers[ROWS * MANY + MANY];
    random_source source = random_start(20261128);
    for (int c = 0; c < MANY; c++) {
        double *column = numbers + c * ROWS, sum = 0.0;
        for (int r = 0; r < ROWS; r++)
            sum += column[r] = c < ROWS ? c == r : random_between(&source, 0.01, 1.0);
        for (int r = 0; r < ROWS; r++)
            column[r] /= sum;
        /* Below a bowl, so that many are optimal somewhere. */
        numbers[ROWS * MANY + c] =
            c < ROWS ? 0.0 : -4.0 * (column[0] * column[1] + column[1] * column[2] + column[2] * column[0]);
    }
    assert_true(fail_one_after_another(ask_large_programme, numbers) > 30);
}

/* ---- reading */

/* Each phase counts with its energy, each text by its length, so that nothing is lost unseen. */
static ip_status ask_table(answer *out, const void *path, ip_error *error) {
    ip_dataset *dataset = NULL;
    ip_status status = ip_dataset_new(&dataset, error);
    if (!status)
        status = ip_dataset_set_threads(dataset, 1, error);
    if (!status)
        status = ip_dataset_read(dataset, path, IP_READ_DIGEST, NULL, NULL, error);
    if (!status) {
        double energies = 0.0, lengths = 0.0;
        for (long i = 0; i < ip_dataset_count(dataset); i++) {
            const ip_phase *phase = ip_dataset_phase(dataset, i);
            energies += (double)(i + 1) * phase->formation_energy;
            lengths += (double)(i + 1) * (double)(strlen(phase->formula) + strlen(phase->id ? phase->id : "") +
                                                  strlen(phase->note ? phase->note : ""));
        }
        note(out, (double)ip_dataset_count(dataset));
        note(out, energies);
        note(out, lengths);
    }
    ip_dataset_free(dataset);
    return status;
}

/* Rows of a table whose texts differ in length, every fourth of a composition that stands there with a higher energy. */
static void write_rows(char *text, size_t size, int rows) {
    int used = snprintf(text, size, "formula,e_form,id,note\n");
    for (int i = 0; i < rows; i++)
        used += snprintf(text + used, size - (size_t)used, "Na%dS%d,-%d.25,%.*s,note %d\n", i % 4 ? 2 * i + 1 : 3, i % 4 ? 2 : 5,
                         i % 4 ? 0 : i % 6, i % 40, "an identifier of some forty characters...", i % 5);
}

/* Memory of a table comes in blocks: with each number of rows another thing is the first to need the next block. */
static void test_tables(void **state) {
    (void)state;
    enum { SIZE = 8192 };
    static char text[SIZE];
    for (int rows = 1; rows <= 24; rows++) {
        char path[PATH_SIZE];
        write_rows(text, SIZE, rows);
        write_temporary(path, text, strlen(text));
        long failures = fail_one_after_another(ask_table, path);
        remove(path);
        assert_true(failures >= 10);
    }
}

/* ---- tasks, by threads of which there is one, so that calls come in order */

typedef struct taken {
    answer *out;
    ip_error error; /* of the first task that has one */
} taken;

static void take_number(void *user, long task, const ip_task_row *row, const ip_error *error) {
    taken *rows = user;
    (void)task;
    if (error->status && !rows->error.status)
        rows->error = *error;
    if (!error->status)
        note(rows->out, isnan(row->mutual_reaction_energy) ? row->reduction_potential : row->mutual_reaction_energy);
}

/* One formula with more blanks than the first block of memory for a row has bytes. */
static ip_status ask_tasks(answer *out, const void *dataset, ip_error *error) {
    static char long_formula[20000];
    ip_task tasks[] = {IP_TASK_INIT, IP_TASK_INIT, IP_TASK_INIT};
    ip_question asked = ip_question_default();
    ip_executor *executor = NULL;
    taken rows = {out, {IP_OK, ""}};
    memset(long_formula, ' ', sizeof long_formula - 1);
    memcpy(long_formula, "Na3SCl", 6);
    tasks[0].a = "Na4SCl2";
    tasks[1].a = long_formula;
    tasks[2].a = "Na3SCl";
    tasks[2].b = long_formula;
    ip_status status = ip_executors_new(&executor, "threads", dataset, 1, error);
    if (!status)
        status = ip_screening_run(executor, tasks, 3, &asked, take_number, &rows, NULL, error);
    ip_executor_free(executor);
    ip_solver_end_thread();
    if (!status && rows.error.status)
        status = ip_error_set(error, rows.error.status, "%s", rows.error.message);
    return status;
}

static void test_tasks(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    assert_true(fail_one_after_another(ask_tasks, dataset) > 100);
    ip_dataset_free(dataset);
}

/* A row goes through bytes and comes back. */
static ip_status ask_row(answer *out, const void *row, ip_error *error) {
    void *bytes = NULL;
    size_t size;
    letter_row back;
    ip_status status = ip_row_pack(&bytes, &size, &letter_result, row, error);
    if (!status)
        status = ip_row_unpack(&back, &letter_result, bytes, size, error);
    if (!status)
        note(out, strcmp(back.text, ((const letter_row *)row)->text));
    free(bytes);
    return status;
}

static void test_rows(void **state) {
    (void)state;
    static const letter_row row = {"a text"};
    assert_int_equal(fail_one_after_another(ask_row, &row), 1);
}

/* The end of a thread asks for no memory, whether or not the library was used. */
static void test_end_of_a_thread(void **state) {
    (void)state;
    answer out = {0};
    assert_int_equal(ask_programme(&out, NULL, NULL), IP_OK);
    failing_malloc_at(1);
    ip_lp_end_thread();
    long calls = failing_malloc_calls();
    failing_malloc_at(0);
    assert_int_equal(calls, 0);
}

/* A tool that puts an allocator of its own in the place of all others, as valgrind does, leaves nothing to test. */
static bool can_fail(void) {
    failing_malloc_at(1);
    void *volatile memory = malloc(1);
    failing_malloc_at(0);
    free(memory);
    return !memory;
}

int main(void) {
    if (!can_fail()) {
        puts("1..0 # SKIP another allocator stands in the place of the one that fails");
        return 0;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_programme),
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_search),
        cmocka_unit_test(test_memory_text),
        cmocka_unit_test(test_frame),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_large_programme),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_tasks),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_end_of_a_thread),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
