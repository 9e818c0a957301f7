/* Rows with what draws say of them: the columns of the answer as they are, and the others behind, by name and meaning. */
#include "support.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DRAWS = 60, MOST_ROW = 4096 };

/* Uncertainties of the table's own: none of these energies was anchored by constants. */
static const char *const rows =
    "formula,e_form,uncertainty\nNa,0,0\nS,0,0\nP,0,0\nNa2S,-1.3,0.06\nNaS,-1.0,0.05\nNa3P,-0.45,0.05\nNa3PS4,-1.04,0.05\n"
    "Na2PS3,-0.95,0.05\nNaPS3,-0.74,0.05\n";

static const ip_result_type *const sampled[] = {&ip_hull_result, &ip_window_result, &ip_decomposition_result,
                                                &ip_interface_result, &ip_coating_result};
enum { SAMPLED = sizeof sampled / sizeof *sampled };

static ip_samples_type *new_type(const ip_result_type *of) {
    ip_samples_type *type;
    ip_error error;
    assert_ok(ip_samples_type_new(&type, of, &error), &error);
    return type;
}

/* A window and its draws, as a row with both; the caller frees and clears what comes back. */
typedef struct sampled_window {
    ip_dataset *dataset;
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    ip_executor *executor;
    ip_solver *solver;
    ip_memory *memory;
    ip_samples *samples;
    ip_samples_type *type;
    ip_window_row plain;
    union {
        char bytes[MOST_ROW];
        double aligned;
    } row;
} sampled_window;

static void window_new(sampled_window *out, bool draws) {
    ip_error error;
    ip_question question = ip_question_default();
    out->dataset = read_text(rows);
    out->samples = NULL;
    assert_ok(ip_corrections_new(&out->corrections, &error), &error);
    assert_ok(ip_uncertainty_new(&out->uncertainty, out->corrections, out->dataset, &error), &error);
    assert_ok(ip_solver_new(&out->solver, out->dataset, &error), &error);
    assert_ok(ip_memory_new(&out->memory, &error), &error);
    out->executor = new_executor(out->dataset, 2);
    out->type = new_type(&ip_window_result);
    assert_ok(ip_window_row_find(&out->plain, out->memory, out->solver, "Na3PS4", &question, &error), &error);
    ip_draws asked = IP_DRAWS_INIT;
    asked.executor = out->executor;
    question.uncertainty = out->uncertainty;
    asked.count = DRAWS;
    if (draws)
        assert_ok(ip_samples_window(&out->samples, &asked, "Na3PS4", &question, &error), &error);
    assert_in_range(ip_samples_type_result(out->type)->size, sizeof out->plain, MOST_ROW);
    assert_ok(ip_samples_row_fill(out->row.bytes, out->type, out->memory, &out->plain, out->samples, 0, &error), &error);
}

static void window_clear(sampled_window *window) {
    ip_samples_free(window->samples);
    ip_samples_type_free(window->type);
    ip_executor_free(window->executor);
    ip_solver_free(window->solver);
    ip_memory_free(window->memory);
    ip_uncertainty_free(window->uncertainty);
    ip_corrections_free(window->corrections);
    ip_dataset_free(window->dataset);
}

static const ip_column *column_of(const sampled_window *window, const char *name) {
    const ip_column *column = ip_result_column(ip_samples_type_result(window->type), name);
    assert_non_null(column);
    return column;
}

static double number_of(const sampled_window *window, const char *name) {
    return ip_row_number(window->row.bytes, column_of(window, name));
}

/* ---- */

static void columns_come_behind(void **state) {
    (void)state;
    for (int i = 0; i < SAMPLED; i++) {
        ip_samples_type *type = new_type(sampled[i]);
        const ip_result_type *result = ip_samples_type_result(type);
        assert_string_equal(result->name, sampled[i]->name);
        assert_true(strlen(ip_samples_type_claim(type)) > 0);
        assert_true(result->column_count > sampled[i]->column_count + 3);
        assert_memory_equal(result->columns, sampled[i]->columns, (size_t)sampled[i]->column_count * sizeof *result->columns);
        assert_string_equal(result->columns[sampled[i]->column_count].name, "samples");
        for (int c = 0; c < result->column_count; c++) {
            assert_ptr_equal(ip_result_column(result, result->columns[c].name), &result->columns[c]);
            assert_true(strlen(result->columns[c].meaning) > 0);
            assert_in_range(result->columns[c].offset, 0, result->size - sizeof(int));
        }
        ip_samples_type_free(type);
    }
}

static void other_types_are_refused(void **state) {
    (void)state;
    ip_samples_type *type;
    ip_error error;
    assert_int_equal(ip_samples_type_new(&type, &ip_profile_result, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "profile");
    ip_samples_type_free(NULL);
}

static void rows_say_what_samples_say(void **state) {
    (void)state;
    sampled_window window;
    window_new(&window, true);
    ip_quantiles width = ip_samples_number(window.samples, 0, ip_result_column(&ip_window_result, "width"));
    assert_true(width.low < width.median && width.median < width.high);
    assert_true(number_of(&window, "width_p5") == width.low && number_of(&window, "width_p50") == width.median);
    assert_true(number_of(&window, "width_p95") == width.high);
    assert_true(number_of(&window, "window_share") == ip_samples_share(window.samples, 0));
    assert_int_equal(ip_row_count(window.row.bytes, column_of(&window, "samples")), DRAWS);
    assert_int_equal(ip_row_count(window.row.bytes, column_of(&window, "samples_failed")), 0);
    assert_true(number_of(&window, "width") == window.plain.width);
    assert_string_equal(ip_row_text(window.row.bytes, column_of(&window, "formula")), "Na3PS4");
    window_clear(&window);
}

/* "NaPS3 + S 0.41; Na2PS3 + S 0.38; other 0.21": what is read back adds up to all draws, by falling share. */
static void shares_are_listed(void **state) {
    (void)state;
    sampled_window window;
    window_new(&window, true);
    const char *text = ip_row_text(window.row.bytes, column_of(&window, "oxidation_products_shares"));
    const ip_product_set *sets;
    ip_samples_products(window.samples, 0, ip_result_column(&ip_window_result, "oxidation_products"), &sets);
    assert_int_equal(strncmp(text, sets[0].formulas, strlen(sets[0].formulas)), 0);
    double sum = 0.0, last = 1.0;
    for (const char *at = text; at; at = strchr(at, ';') ? strchr(at, ';') + 1 : NULL) {
        const char *end = strchr(at, ';') ? strchr(at, ';') : at + strlen(at);
        while (end[-1] != ' ')
            end--;
        double share = strtod(end, NULL);
        assert_true(share <= last || strstr(at, "other") == at + 1);
        last = share;
        sum += share;
    }
    assert_near(sum, 1.0, 0.005);
    window_clear(&window);
}

static void without_draws_nothing_is_said(void **state) {
    (void)state;
    sampled_window window;
    window_new(&window, false);
    const ip_result_type *result = ip_samples_type_result(window.type);
    for (int c = ip_window_result.column_count; c < result->column_count; c++) {
        const ip_column *column = &result->columns[c];
        if (column->kind == IP_KIND_NUMBER)
            assert_true(isnan(ip_row_number(window.row.bytes, column)));
        else if (column->kind == IP_KIND_COUNT)
            assert_true(ip_row_count(window.row.bytes, column) == IP_NO_COUNT);
        else
            assert_null(ip_row_text(window.row.bytes, column));
    }
    window_clear(&window);
}

/* They travel as every other row does. */
static void rows_can_be_packed(void **state) {
    (void)state;
    sampled_window window;
    window_new(&window, true);
    const ip_result_type *result = ip_samples_type_result(window.type);
    const char *shares = ip_row_text(window.row.bytes, column_of(&window, "contact_products_shares"));
    char back[MOST_ROW];
    void *bytes;
    size_t size;
    ip_error error;
    assert_ok(ip_row_pack(&bytes, &size, result, window.row.bytes, &error), &error);
    assert_ok(ip_row_unpack(back, result, bytes, size, &error), &error);
    assert_string_equal(ip_row_text(back, column_of(&window, "contact_products_shares")), shares);
    assert_true(ip_row_number(back, column_of(&window, "width_p50")) == number_of(&window, "width_p50"));
    free(bytes);
    window_clear(&window);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(columns_come_behind),
        cmocka_unit_test(other_types_are_refused),
        cmocka_unit_test(rows_say_what_samples_say),
        cmocka_unit_test(shares_are_listed),
        cmocka_unit_test(without_draws_nothing_is_said),
        cmocka_unit_test(rows_can_be_packed),
    };
    return run_unit_tests(tests);
}
