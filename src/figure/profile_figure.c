/* Profiles as stairs: the voltage, or the pressure of a gas, over what is taken up, with products at the upright lines, where
 * they are the same. Knows rows of profiles, and how wide text comes out. */
#include "profile_figure.h"

#include <interphase/pressure_row.h>
#include <interphase/profile_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define PALE "#cfe3f1"

/* mm */
#define LEFT_OF_VOLTAGES 12.0
#define LEFT_OF_PRESSURES 14.5
#define RIGHT 4.5
#define BOTTOM 9.0
#define TITLE 5.5
#define SECOND_AXIS 8.2
#define PLOT 46.0
#define LEAST_PLOT 14.0
#define LEAST_WIDTH 80.0
#define TALLEST 2500.0 /* of a picture whose height nobody asked for: larger ones cannot be made as PNG */
#define LEAST_LIST 4.2 /* a line of it */

#define LARGEST_PART 0.4 /* of a panel whose height is given that a list may take */

static bool is_pressure(const ip_profile_panel *drawn) {
    return !isnan(drawn->temperature);
}

static double left_of(const ip_profile_panel *drawn) {
    return is_pressure(drawn) ? LEFT_OF_PRESSURES : LEFT_OF_VOLTAGES;
}

/* ---- rows */

static ip_riser riser_of_voltage(const ip_profile_row *row) {
    return (ip_riser){.uptake = row->uptake,
                      .low = row->voltage_low,
                      .high = row->voltage_high,
                      .low_error = row->voltage_low_uncertainty,
                      .capacity = row->capacity,
                      .products = row->products};
}

static ip_riser riser_of_pressure(const ip_pressure_row *row) {
    return (ip_riser){.uptake = row->uptake,
                      .low = log10(row->pressure_low),
                      .high = log10(row->pressure_high),
                      .low_error = row->pressure_low_uncertainty / row->pressure_low / log(10.0),
                      .capacity = NAN,
                      .products = row->products};
}

/* Puts rows of one formula together. `risers` has room for all rows. */
static long make_panels(ip_profile_panel *panels, ip_riser *risers, const ip_figure_rows *all, const long *order, long count) {
    long made = 0;
    for (long i = 0; i < count; i++) {
        const void *row = ip_figure_at(all, order[i]);
        bool by_voltage = all->type == &ip_profile_result;
        const ip_profile_row *voltages = row;
        const ip_pressure_row *pressures = row;
        const char *formula = by_voltage ? voltages->formula : pressures->formula;
        risers[i] = by_voltage ? riser_of_voltage(voltages) : riser_of_pressure(pressures);
        /* A formula that is asked twice begins anew where the stairs do. */
        bool begins = !i || strcmp(panels[made - 1].formula, formula) != 0 || risers[i].low != risers[i - 1].high;
        if (begins)
            panels[made++] = (ip_profile_panel){.formula = formula,
                                                .subject = by_voltage ? voltages->metal : pressures->gas,
                                                .temperature = by_voltage ? NAN : pressures->temperature,
                                                .first = i,
                                                .risers = &risers[i]};
        panels[made - 1].count++;
    }
    return made;
}

/* ---- axes */

static void find_axes(ip_profile_panel *drawn) {
    double least = INFINITY, most = -INFINITY, low = INFINITY, high = -INFINITY;
    drawn->per_uptake = NAN;
    for (long i = 0; i < drawn->count; i++) {
        const ip_riser *step = &drawn->risers[i];
        double error = step->low_error > 0.0 ? fmin(step->low_error, 1e3) : 0.0;
        least = fmin(least, step->uptake);
        most = fmax(most, step->uptake);
        if (isfinite(step->low)) {
            low = fmin(low, step->low - error);
            high = fmax(high, step->low + error);
        }
        if (is_pressure(drawn) && isfinite(step->high))
            high = fmax(high, step->high);
        if (step->uptake != 0.0 && isfinite(step->capacity))
            drawn->per_uptake = step->capacity / step->uptake;
    }
    double margin = most > least ? 0.06 * (most - least) : 1.0;
    drawn->left_uptake = least - margin;
    drawn->right_uptake = most + margin;
    if (is_pressure(drawn)) {
        double range = fmax(high - low, 6.0);
        drawn->bottom = floor(fmin(low, high) - 0.15 * range);
        drawn->top = ceil(high);
    } else {
        double beyond = fmax(0.12 * high, 0.4);
        drawn->bottom = fmin(drawn->risers[0].low, 0.0);
        drawn->top = ceil((high + beyond) * 4.0) / 4.0;
    }
}

static double plot_bottom(const ip_profile_panel *drawn) {
    return drawn->y + drawn->list + BOTTOM;
}

static const char *colour_of(const ip_riser *step) {
    return step->uptake > 0.0 ? IP_BLUE : step->uptake < 0.0 ? IP_VERMILION : IP_BLACK;
}

static void add_label(ip_script *script, const ip_profile_panel *drawn, const ip_riser *step) {
    const ip_place *place = &step->place;
    double left = drawn->x + left_of(drawn), bottom = plot_bottom(drawn);
    if (place->led)
        ip_script_leader(script, left + ip_riser_x(drawn, step->uptake), bottom + ip_riser_middle(drawn, step),
                         left + place->end_x, bottom + place->end_y);
    ip_script_add(script, "set label ");
    if (step->number)
        ip_script_add(script, "'{/:Bold %d}'", step->number);
    else
        ip_script_add_products(script, step->products, 0.0, IP_SCRIPT_SMALL_TYPE);
    ip_script_add_at(script, left + place->x, bottom + place->y);
    ip_script_add(script, " %s font type(%g) textcolor rgb '%s' front\n", place->align, IP_SCRIPT_SMALL_TYPE, colour_of(step));
}

/* ---- panels */

static double second_axis(const ip_profile_panel *drawn) {
    return isnan(drawn->per_uptake) ? 1.0 : SECOND_AXIS;
}

/* Lays labels out and finds how high it comes out where nobody asked for a height (`given` 0). */
static void lay_out(ip_script *script, ip_profile_panel *drawn, double given) {
    find_axes(drawn);
    double around = BOTTOM + second_axis(drawn) + TITLE;
    drawn->plot_width = drawn->width - left_of(drawn) - RIGHT;
    drawn->plot_height = given > 0.0 ? fmax(given - around, LEAST_PLOT) : PLOT;
    ip_profile_place_labels(script, drawn);
    drawn->list = ip_legend_layout(&drawn->legend, drawn->width - 4.0);
    if (given > 0.0 && drawn->list > 0.0) {
        double room = fmin(LARGEST_PART * given, given - around - LEAST_PLOT);
        drawn->list = fmin(drawn->list, fmax(room, given - around - PLOT));
        drawn->without_list = drawn->list < LEAST_LIST;
        if (drawn->without_list)
            drawn->list = 0.0;
        drawn->plot_height = fmax(given - around - drawn->list, LEAST_PLOT);
        ip_profile_place_labels(script, drawn);
        ip_legend_layout(&drawn->legend, drawn->width - 4.0);
    }
    drawn->height = around + drawn->plot_height + drawn->list;
}

/* Titles stand where they are put, whatever the widths of the numbers beside them. */
static void add_y_title(ip_script *script, const ip_profile_panel *drawn) {
    ip_buffer title = {0};
    double length = drawn->plot_height;
    ip_script_add(script, "set label ");
    if (is_pressure(drawn)) {
        ip_script_text(&title, "pressure of ", 0.0, IP_SCRIPT_TYPE);
        ip_script_formula(&title, drawn->subject, 0.4 * length, IP_SCRIPT_TYPE);
        ip_buffer_add(&title, " (bar)");
        ip_script_add_quoted(script, &title);
        ip_buffer_clear(&title);
    } else if (length > ip_script_text_width("voltage against Na/Na+ (V)", IP_SCRIPT_TYPE)) {
        ip_script_add_voltage(script, drawn->subject);
    } else {
        ip_script_add(script, "'voltage (V)'");
    }
    ip_script_add_at(script, drawn->x + 2.2, plot_bottom(drawn) + 0.5 * length);
    ip_script_add(script, " center rotate by 90 font type(%g)\n", IP_SCRIPT_TYPE);
}

static void add_x_title(ip_script *script, const ip_profile_panel *drawn, const ip_buffer *title, double y) {
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, title);
    ip_script_add_at(script, drawn->x + left_of(drawn) + 0.5 * drawn->plot_width, y);
    ip_script_add(script, " center font type(%g)\n", IP_SCRIPT_TYPE);
}

static void add_axes(ip_script *script, const ip_profile_panel *drawn) {
    double left = drawn->left_uptake, right = drawn->right_uptake;
    ip_buffer title = {0};
    int many = (int)fmax(floor(drawn->plot_height / 6.0), 1.0);
    ip_script_axis(script, "x", left, right, ip_script_tics(left, right, drawn->plot_width), 0.0);
    ip_script_axis(script, "y", drawn->bottom, drawn->top, many, is_pressure(drawn) ? 1.0 : 0.0);
    ip_script_add(script, is_pressure(drawn) ? "set format y '10^{%%.0f}'\n" : "set format y '%%g'\n");
    add_y_title(script, drawn);
    ip_script_text(&title, "uptake of ", 0.0, IP_SCRIPT_TYPE);
    ip_script_formula(&title, drawn->subject, 0.3 * drawn->plot_width, IP_SCRIPT_TYPE);
    ip_buffer_add(&title, " per formula unit");
    add_x_title(script, drawn, &title, plot_bottom(drawn) - 6.9);
    ip_buffer_empty(&title);
    if (!isnan(drawn->per_uptake)) {
        double from = left * drawn->per_uptake, to = right * drawn->per_uptake;
        ip_script_axis(script, "x2", from, to, ip_script_tics(from, to, drawn->plot_width), 0.0);
        ip_script_text(&title, "capacity (mAh/g)", 0.0, IP_SCRIPT_TYPE);
        add_x_title(script, drawn, &title, plot_bottom(drawn) + drawn->plot_height + 6.5);
    }
    ip_buffer_clear(&title);
}

static void add_title(ip_script *script, const ip_profile_panel *drawn) {
    ip_buffer title = {0};
    char heat[40] = "";
    if (is_pressure(drawn))
        snprintf(heat, sizeof heat, " at %g K", drawn->temperature);
    double room = drawn->width - left_of(drawn) - RIGHT - ip_script_text_width(heat, IP_SCRIPT_TYPE);
    ip_script_formula(&title, drawn->formula, room, IP_SCRIPT_TYPE);
    ip_script_text(&title, heat, 0.0, IP_SCRIPT_TYPE);
    ip_script_add(script, "set label ");
    ip_script_add_quoted(script, &title);
    ip_script_add_at(script, drawn->x + left_of(drawn), drawn->y + drawn->height - 0.5 * TITLE);
    ip_script_add(script, " left font type(%g)\n", IP_SCRIPT_TYPE);
    ip_buffer_clear(&title);
}

/* The dots of upright lines, at whose sides products stand. */
static void add_dots(ip_script *script, const ip_profile_panel *drawn, long index) {
    ip_script_add(script, "$dots%ld << END_OF_DATA\nuptake,height\n", index + 1);
    for (long i = 0; i < drawn->count; i++) {
        const ip_riser *step = &drawn->risers[i];
        double part = ip_riser_middle(drawn, step) / drawn->plot_height;
        ip_script_add(script, "%.9g,%.9g\n", step->uptake, drawn->bottom + part * (drawn->top - drawn->bottom));
    }
    ip_script_add(script, "END_OF_DATA\n");
}

static bool is_uncertain(const ip_profile_panel *drawn) {
    bool found = false;
    for (long i = 1; i < drawn->count; i++)
        found = found || drawn->risers[i].low_error > 0.0;
    return found;
}

static void add_plot(ip_script *script, const ip_profile_panel *drawn, long index) {
    long first = drawn->first, last = drawn->first + drawn->count - 1;
    const ip_riser *end = &drawn->risers[drawn->count - 1];
    ip_script_add(script, "bottom = %.10g\nbefore = here = NaN\nplot \\\n", drawn->bottom);
    /* A step is uncertain between the uptakes of its two sides. */
    if (is_uncertain(drawn))
        ip_script_add(
            script,
            " $plateaus every ::%ld::%ld using (before = here, here = column('uptake'), 0.5 * (before + here)):(low(0)):"
            "(before):(here):(low(-1)):(low(1)) with boxxyerror linewidth 0.3 linecolor rgb '" PALE "' "
            "fillstyle solid border rgb '" PALE "' notitle, \\\n",
            first, last);
    if (drawn->count > 1)
        ip_script_add(
            script,
            " $plateaus every ::%ld::%ld using (column('uptake')):(start(0)) with fsteps linewidth 1.5 linecolor rgb '" IP_BLACK
            "' notitle, \\\n",
            first, last);
    ip_script_add(script,
                  " $plateaus every ::%ld::%ld using (column('uptake')):(start(0)):(0):(%.10g - start(0)) with vectors nohead "
                  "linewidth 1.5 linecolor rgb '" IP_BLACK "' notitle, \\\n",
                  last, last, isfinite(end->high) ? end->high : drawn->top);
    ip_script_add(script, " $dots%ld using 1:2 with points pointtype 7 pointsize 0.35 linecolor rgb '" IP_BLACK "' notitle\n",
                  index + 1);
}

static void say_left_out(ip_script *script, long count) {
    if (count > 0)
        ip_script_add(script,
                      "set label 'and %ld more that there is no room for' at screen 0.02,screen %.5f left font type(%g)\n", count,
                      0.5 * ip_script_line_height(IP_SCRIPT_SMALL_TYPE) / script->height, IP_SCRIPT_SMALL_TYPE);
}

static void draw_panel(ip_script *script, const ip_profile_panel *drawn, long index, long left_out) {
    add_dots(script, drawn, index);
    ip_script_add(script, "unset label\nunset arrow\nunset x2tics\n");
    ip_script_margins(script, drawn->x + left_of(drawn), script->width - drawn->x - drawn->width + RIGHT, plot_bottom(drawn),
                      script->height - plot_bottom(drawn) - drawn->plot_height);
    add_axes(script, drawn);
    add_title(script, drawn);
    for (long i = 0; i < drawn->count; i++)
        if (drawn->risers[i].placed)
            add_label(script, drawn, &drawn->risers[i]);
    say_left_out(script, left_out);
    ip_legend_draw(script, &drawn->legend, drawn->x + 2.0, drawn->y + drawn->list, drawn->list);
    add_plot(script, drawn, index);
}

/* ---- figures */

/* Columns from `low`, `start(0)` is where a line of a row begins; low(-1) and low(1) are a standard deviation below and above. */
static void add_functions(ip_script *script, bool by_voltage) {
    if (by_voltage)
        ip_script_add(script, "start(none) = column('voltage_low')\n"
                              "low(by) = column('voltage_low') + (by ? by * column('voltage_low_uncertainty') : 0)\n");
    else
        ip_script_add(script, "start(none) = column('pressure_low') > 0 ? log10(column('pressure_low')) : bottom\n"
                              "low(by) = log10(column('pressure_low')) + (by ? by * column('pressure_low_uncertainty') / "
                              "column('pressure_low') / log(10) : 0)\n");
}

/* Panels in rows and columns; returns how many there is room for, with `given` the height of each, 0 for as they come out. */
static long find_grid(const ip_script *script, long count, long *across, double *given) {
    *across = count > 1 ? (long)fmax(floor(script->width / LEAST_WIDTH), 1.0) : 1;
    *given = 0.0;
    if (!(script->height > 0.0))
        return count;
    double least = BOTTOM + SECOND_AXIS + TITLE + LEAST_PLOT;
    long most = (long)fmax(floor(script->height / least), 1.0), rows = (count + *across - 1) / *across;
    if (rows > most)
        rows = most;
    *given = (script->height - (rows * *across < count ? ip_script_line_height(IP_SCRIPT_SMALL_TYPE) : 0.0)) / (double)rows;
    return rows * *across < count ? rows * *across : count;
}

/* Stacks rows of panels, each as high as its highest, from 0 downwards; returns how many fit. */
static long stack(ip_script *script, ip_profile_panel *panels, long count, long across, double given) {
    double total = 0.0;
    long fitting = 0;
    for (long i = 0; i < count; i += across) {
        double height = 0.0;
        for (long k = i; k < i + across && k < count; k++) {
            panels[k].width = script->width / (double)across;
            panels[k].x = (double)(k - i) * panels[k].width;
            lay_out(script, &panels[k], given);
            height = fmax(height, panels[k].height);
        }
        if (i && total + height > TALLEST)
            break;
        for (long k = i; k < i + across && k < count; k++, fitting++)
            panels[k].y = -total - panels[k].height;
        total += height;
    }
    return fitting;
}

static void draw_panels(ip_script *script, ip_profile_panel *panels, long count, const ip_figure_rows *all, const long *order,
                        long rows) {
    long across;
    double given, total = 0.0;
    bool by_voltage = all->type == &ip_profile_result;
    long fitting = find_grid(script, count, &across, &given);
    fitting = stack(script, panels, fitting, across, given);
    for (long i = 0; i < fitting; i++)
        total = fmax(total, -panels[i].y);
    double line = fitting < count ? ip_script_line_height(IP_SCRIPT_SMALL_TYPE) : 0.0;
    if (!(script->height > 0.0))
        script->height = total + line;
    ip_script_data(script, "plateaus", all->type,
                   by_voltage ? "formula,metal,voltage_low,voltage_high,uptake,capacity,products,voltage_low_uncertainty,"
                                "voltage_high_uncertainty"
                              : "formula,gas,temperature,pressure_low,pressure_high,uptake,products,pressure_low_uncertainty,"
                                "pressure_high_uncertainty",
                   all->rows, order, rows);
    add_functions(script, by_voltage);
    ip_script_add(script, "set xtics nomirror\nset ytics nomirror\nunset key\nset multiplot\n");
    for (long i = 0; i < fitting; i++) {
        panels[i].y += script->height;
        draw_panel(script, &panels[i], i, i ? 0 : count - fitting);
    }
    ip_script_add(script, "unset multiplot\n");
}

static void draw(ip_script *script, const ip_figure *figure) {
    const ip_figure_rows *all = &figure->types[0];
    long count, made = 0;
    long *order = ip_figure_answered(script, figure, &count);
    ip_riser *risers = malloc(((size_t)count + 1) * sizeof *risers);
    ip_profile_panel *panels = malloc(((size_t)count + 1) * sizeof *panels);
    if (!risers || !panels)
        ip_script_fail(script);
    else if (order && count)
        draw_panels(script, panels, made = make_panels(panels, risers, all, order, count), all, order, count);
    else if (order)
        ip_script_nothing(script, "no profile was found");
    for (long i = 0; i < made; i++)
        ip_legend_clear(&panels[i].legend);
    free(panels);
    free(risers);
    free(order);
}

const ip_figure_kind ip_profile_figure = {&ip_profile_result, draw};
const ip_figure_kind ip_pressure_figure = {&ip_pressure_result, draw};
