/* Figures of rows that come without those that are drawn beside them: they say so, or draw what there is. */
#include "support.h"

#include <interphase/air_curve.h>
#include <interphase/diagram.h>
#include <interphase/figure.h>
#include <interphase/phases_row.h>
#include <interphase/region.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The script of a figure of one row; the caller frees it. */
static char *script_of(const ip_result_type *type, const void *row, const ip_result_type *beside, const void *beside_row) {
    ip_figure_style style = {IP_FIGURE_NARROW, 0.0, IP_FIGURE_AS_GIVEN};
    ip_figure *figure;
    ip_error error;
    char *text = NULL;
    size_t size = 0;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    assert_ok(ip_figure_new(&figure, type, &style, &error), &error);
    assert_ok(ip_figure_row(figure, type, row, &error), &error);
    if (beside)
        assert_ok(ip_figure_row(figure, beside, beside_row, &error), &error);
    assert_ok(ip_figure_write(figure, "gp", stream, &error), &error);
    ip_figure_free(figure);
    fclose(stream);
    return text;
}

static void test_diagrams(void **state) {
    (void)state;
    ip_hull_row hull;
    ip_phases_row phases;
    ip_row_blank(&ip_hull_result, &hull);
    ip_row_blank(&ip_phases_result, &phases);
    hull.status = phases.status = "ok";
    hull.formula = phases.formula = "NaCl";
    char *text = script_of(&ip_hull_result, &hull, NULL, NULL);
    assert_contains(text, "no diagram was found");
    free(text);
    text = script_of(&ip_phases_result, &phases, NULL, NULL);
    assert_contains(text, "no diagram was found");
    free(text);
}

/* Nothing of a name gets out of its quotes. */
static void test_names(void **state) {
    (void)state;
    ip_phases_row phases;
    ip_diagram_row point;
    ip_row_blank(&ip_phases_result, &phases);
    ip_row_blank(&ip_diagram_result, &point);
    phases.status = "ok";
    phases.formula = point.formula = "'`\"NaCl";
    point.system = "'`-\"'";
    point.x = point.formation_energy = point.energy_above_hull = 0.0;
    point.stable = IP_FLAG_YES;
    char *text = script_of(&ip_phases_result, &phases, &ip_diagram_result, &point);
    assert_contains(text, "set label '{/:Italic x} in ''`_{1");
    assert_contains(text, "set label '''`\"NaCl'");
    free(text);
}

static void test_regions(void **state) {
    (void)state;
    ip_potentials_row row;
    ip_region_row edge;
    ip_row_blank(&ip_potentials_result, &row);
    row.status = "ok";
    row.formula = "NaCl";
    char *text = script_of(&ip_potentials_result, &row, NULL, NULL);
    assert_contains(text, "no phase has a region");
    free(text);
    ip_row_blank(&ip_region_result, &edge);
    edge.formula = "it's";
    edge.x_element = "N'a";
    edge.y_element = "C}l";
    edge.edge = 1;
    edge.x = edge.x_end = -1.0;
    edge.y = edge.y_end = -2.0;
    text = script_of(&ip_potentials_result, &row, &ip_region_result, &edge);
    assert_contains(text, "_{N''a} (eV/atom)'");
    assert_contains(text, "_{C\\}l} (eV/atom)'");
    assert_contains(text, "'it''s'");
    free(text);
}

static void test_air(void **state) {
    (void)state;
    ip_air_row row;
    ip_air_curve_row point;
    ip_row_blank(&ip_air_result, &row);
    row.status = "ok";
    row.formula = "NaCl";
    row.humidity = 40.0;
    row.temperature = 300.0;
    row.water_onset = 1.0;
    row.air_energy = -0.1;
    char *text = script_of(&ip_air_result, &row, NULL, NULL);
    assert_null(strstr(text, "$curve1 using"));
    assert_contains(text, "$air using");
    free(text);
    ip_row_blank(&ip_air_curve_result, &point);
    point.formula = "NaCl";
    point.humidity = 100.0;
    point.water_reaction_energy = 0.0;
    text = script_of(&ip_air_result, &row, &ip_air_curve_result, &point);
    assert_contains(text, "$curve1 using");
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_diagrams),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_air),
    };
    return run_unit_tests(tests);
}
