/* Text of `interphase air`. Knows rows and words, no equilibria. */
#include "air_output.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Below this, bar, a pressure is a number without a meaning: less than a molecule in a room. */
#define LEAST_PRESSURE 1e-25

enum { CELL_SIZE = 96 };

/* Numbers of many orders of magnitude: "40", "0.19", "1.4e-15". */
static void write_quantity(char cell[CELL_SIZE], double number, const char *unit) {
    bool is_plain = (number >= 0.01 && number < 1e4) || number == 0.0;
    snprintf(cell, CELL_SIZE, is_plain ? "%.3g%s" : "%.1e%s", number, unit);
}

/* ---- what it comes to */

typedef enum verdict { REACTS, UNDECIDED, HOLDS } verdict;

/* An energy is decided where it is larger than its uncertainty. */
static verdict judge(double energy, double uncertainty) {
    if (isnan(energy))
        return HOLDS;
    if (uncertainty > 0.0 && fabs(energy) < uncertainty)
        return UNDECIDED;
    return energy < 0.0 ? REACTS : HOLDS;
}

/* The gas that leaves first need not be one that is there in the end. */
static const char *gas_of(const ip_air_row *row) {
    return row->toxic_gas ? row->toxic_gas : "a toxic gas";
}

static void print_amount(FILE *stream, const ip_air_row *row) {
    if (row->toxic_mL_g > 0.0)
        fprintf(stream, "up to %s mL (%s mg) of %s per gram", text_number(row->toxic_mL_g, 0), text_number(row->toxic_mg_g, 0),
                row->toxic_gas);
    else
        fputs("a toxic gas leaves on the way, none in the end", stream);
}

static void print_headline(FILE *stream, const ip_air_row *row) {
    char humidity[CELL_SIZE];
    verdict toxic = judge(row->margin, row->margin_uncertainty), water = judge(row->water_energy, row->water_energy_uncertainty);
    const char *formula = text_masked(row->formula);
    write_quantity(humidity, row->humidity, " %");
    if (toxic == REACTS) {
        fprintf(stream, "%s hydrolyses in air of %s humidity: ", formula, humidity);
        print_amount(stream, row);
        fputs(".\n", stream);
    } else if (toxic == UNDECIDED) {
        fprintf(stream, "%s: undecided whether %s leaves in air of %s humidity (%s eV per H2O); if so, ", formula, gas_of(row),
                humidity, text_uncertain(row->margin, row->margin_uncertainty, 3));
        print_amount(stream, row);
        fputs(".\n", stream);
    } else if (water == REACTS) {
        fprintf(stream, "%s takes up water in air of %s humidity; no toxic gas leaves.\n", formula, humidity);
    } else if (water == UNDECIDED) {
        fprintf(stream, "%s: undecided whether it takes up water in air of %s humidity; no toxic gas leaves.\n", formula,
                humidity);
    } else {
        fprintf(stream, "%s does not react with water in air of %s humidity.\n", formula, humidity);
    }
}

static void print_start(session *run, const ip_air_row *row) {
    FILE *stream = run->out.stream;
    bool is_itself = row->in_dataset == IP_FLAG_YES && !(row->energy_above_hull > 0.0);
    if (is_itself)
        return;
    if (row->in_dataset == IP_FLAG_YES)
        fprintf(stream, "  It lies %s eV/atom above the hull and starts as ",
                text_uncertain(row->energy_above_hull, row->energy_above_hull_uncertainty, 4));
    else
        fputs("  It is not in the table and starts as ", stream);
    for (long i = 0; i < row->start_products.count; i++) {
        const ip_row_product *product = &row->start_products.list[i];
        char amount[CELL_SIZE];
        ip_number_format_short(amount, sizeof amount, product->amount, 4);
        fprintf(stream, "%s%s%s%s", i ? " + " : "", strcmp(amount, "1") ? amount : "", strcmp(amount, "1") ? " " : "",
                text_masked(product->formula));
    }
    fputs(".\n", stream);
}

/* ---- reactions */

typedef struct reaction_row {
    const char *place, *equation, *energy, *gas;
} reaction_row;

static const ip_column reaction_columns[] = {
    IP_COLUMN(reaction_row, place, "", "", 0, 1, 0, 0, "where"),
    IP_COLUMN(reaction_row, equation, "", "", 0, 2, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(reaction_row, energy, "", "", 0, 3, 0, 0, "its energy"),
    IP_COLUMN(reaction_row, gas, "", "", 0, 4, 0, IP_COLUMN_OPTIONAL, "the toxic gas that leaves"),
};
static const ip_result_type reaction_result = IP_RESULT_TYPE("reactions", reaction_row, reaction_columns);

enum { MOST_REACTIONS = 7 };

typedef struct reaction_list {
    int count;
    reaction_row rows[MOST_REACTIONS];
    char energies[MOST_REACTIONS][CELL_SIZE], gases[MOST_REACTIONS][CELL_SIZE];
} reaction_list;

static void add_reaction(reaction_list *list, const char *place, const char *equation, const char *energy, const char *unit,
                         const char *gas, double volume) {
    int at = list->count++;
    snprintf(list->energies[at], CELL_SIZE, "%s %s", energy, unit);
    list->gases[at][0] = '\0';
    if (gas && volume > 0.0)
        snprintf(list->gases[at], CELL_SIZE, "%s mL/g %s", text_number(volume, 0), gas);
    list->rows[at] = (reaction_row){place, equation, list->energies[at], list->gases[at]};
}

static void add_end(reaction_list *list, const char *place, const char *equation, double energy, double uncertainty,
                    const char *gas, double volume) {
    if (equation)
        add_reaction(list, place, equation, text_uncertain(energy, uncertainty, 3), "eV/atom", gas, volume);
}

/* A first step is told where it gains anything. */
static void add_step(reaction_list *list, const char *place, const char *equation, double energy, double uncertainty,
                     const char *unit) {
    if (equation)
        add_reaction(list, place, equation, text_uncertain(energy, uncertainty, 3), unit, NULL, 0.0);
}

static void add_reactions(reaction_list *list, const ip_air_row *row) {
    list->count = 0;
    add_step(list, "water, first step", row->water_equation, row->water_energy, row->water_energy_uncertainty, "eV per H2O");
    if (row->release_equation && row->water_equation && strcmp(row->release_equation, row->water_equation) != 0)
        add_step(list, "toxic gas, first", row->release_equation, row->margin, row->margin_uncertainty, "eV per H2O");
    add_end(list, "water, in the end", row->hydrolysis_equation, row->water_reaction_energy,
            row->water_reaction_energy_uncertainty, row->toxic_gas, row->toxic_mL_g);
    add_end(list, "water and CO2", row->carbonate_equation, row->carbonate_energy, row->carbonate_energy_uncertainty,
            row->carbonate_toxic_gas, row->carbonate_toxic_mL_g);
    add_step(list, "oxygen, first step", row->oxygen_step_equation, row->oxygen_step_energy, row->oxygen_step_energy_uncertainty,
             "eV per O2");
    add_end(list, "oxygen, in the end", row->oxygen_equation, row->oxygen_energy, row->oxygen_energy_uncertainty,
            row->oxygen_toxic_gas, row->oxygen_toxic_mL_g);
    add_end(list, "all together", row->air_equation, row->air_energy, row->air_energy_uncertainty, row->air_toxic_gas,
            row->air_toxic_mL_g);
}

/* What an energy that is uncertain by so many kT makes of a humidity or a pressure: " (within a factor of 40)". */
static void write_factor(char cell[CELL_SIZE], double deviation) {
    double factor = exp(deviation);
    cell[0] = '\0';
    if (deviation > 0.0)
        snprintf(cell, CELL_SIZE, factor < 100.0 ? " (within a factor of %.2g)" : " (within a factor of %.0e)", factor);
}

static void print_onset(FILE *stream, const char *what, double onset, double deviation) {
    char humidity[CELL_SIZE], factor[CELL_SIZE];
    write_quantity(humidity, onset, " %");
    write_factor(factor, deviation);
    fprintf(stream, "  %s from %s humidity%s\n", what, humidity, factor);
}

/* From which humidity, which may be more than there can be, and up to which pressure. */
static void print_onsets(FILE *stream, const ip_air_row *row) {
    double thermal = ip_gas_thermal_energy(row->temperature);
    double water = row->water_energy_uncertainty / thermal, toxic = row->margin_uncertainty / thermal;
    bool are_one = fabs(row->toxic_onset - row->water_onset) <= 1e-6 * row->water_onset;
    if (are_one)
        print_onset(stream, "water is taken up and a toxic gas leaves", row->water_onset, water);
    else if (!isnan(row->water_onset))
        print_onset(stream, row->water_onset > 100.0 ? "water would be taken up" : "water is taken up", row->water_onset, water);
    if (!are_one && !isnan(row->toxic_onset))
        print_onset(stream, "a toxic gas leaves", row->toxic_onset, toxic);
    if (row->toxic_pressure >= LEAST_PRESSURE) {
        char pressure[CELL_SIZE], factor[CELL_SIZE];
        write_quantity(pressure, row->toxic_pressure, " bar");
        write_factor(factor, row->toxic_pressure_uncertainty / row->toxic_pressure);
        fprintf(stream, "  at this humidity a toxic gas leaves against up to %s%s\n", pressure, factor);
    }
}

void air_print_block(session *run, const ip_air_row *row) {
    reaction_list list;
    session_start_block(run);
    print_headline(run->out.stream, row);
    print_start(run, row);
    add_reactions(&list, row);
    session_table(run, &reaction_result, list.rows, list.count);
    print_onsets(run->out.stream, row);
    session_note_streamed(run, row->water_products);
}

/* ---- the order of several */

typedef struct rank_row {
    const char *rank, *formula, *margin, *onset, *step, *volume;
} rank_row;

static const ip_column rank_columns[] = {
    IP_COLUMN(rank_row, rank, "", "", 0, 1, 0, 0, "place"),
    IP_COLUMN(rank_row, formula, "material", "", 0, 2, 0, 0, "the material"),
    IP_COLUMN(rank_row, margin, "margin (eV/H2O)", "", 0, 3, 0, 0, "what holds the toxic gas back"),
    IP_COLUMN(rank_row, onset, "toxic gas from", "", 0, 4, 0, 0, "humidity"),
    IP_COLUMN(rank_row, step, "first step (eV/H2O)", "", 0, 5, 0, 0, "of water"),
    IP_COLUMN(rank_row, volume, "toxic gas", "", 0, 6, 0, 0, "how much"),
};
static const ip_result_type rank_result = IP_RESULT_TYPE("ranking", rank_row, rank_columns);

/* Larger margins first, then weaker reactions with water, then the order of formulas. */
static int by_margin(const void *a, const void *b) {
    const ip_air_row *left = a, *right = b;
    double left_energy = isnan(left->water_energy) ? INFINITY : left->water_energy;
    double right_energy = isnan(right->water_energy) ? INFINITY : right->water_energy;
    if (left->margin < right->margin || left->margin > right->margin)
        return left->margin > right->margin ? -1 : 1;
    if (left_energy < right_energy || left_energy > right_energy)
        return left_energy > right_energy ? -1 : 1;
    return strcmp(left->formula, right->formula);
}

static void write_uncertain(char cell[CELL_SIZE], double number, double uncertainty) {
    bool is_open = judge(number, uncertainty) == UNDECIDED;
    if (isinf(number))
        snprintf(cell, CELL_SIZE, "%s", number > 0.0 ? "none leaves" : "leaves dry, too");
    else
        snprintf(cell, CELL_SIZE, "%s%s", isnan(number) ? "" : text_uncertain(number, uncertainty, 3),
                 is_open ? ", undecided" : "");
}

void air_print_ranking(session *run, ip_air_row *rows, long count) {
    enum { CELLS = 5 };
    char (*cells)[CELLS][CELL_SIZE] = calloc((size_t)count + 1, sizeof *cells);
    rank_row *ranks = calloc((size_t)count + 1, sizeof *ranks);
    if (!cells || !ranks) {
        session_fail_memory(run, "ranking");
        free(cells);
        free(ranks);
        return;
    }
    qsort(rows, (size_t)count, sizeof *rows, by_margin);
    for (long i = 0; i < count; i++) {
        const ip_air_row *row = &rows[i];
        snprintf(cells[i][0], CELL_SIZE, "%ld", i + 1);
        write_uncertain(cells[i][1], row->margin, row->margin_uncertainty);
        if (!isnan(row->toxic_onset))
            write_quantity(cells[i][2], row->toxic_onset, " %");
        write_uncertain(cells[i][3], row->water_energy, row->water_energy_uncertainty);
        if (row->toxic_mL_g > 0.0)
            snprintf(cells[i][4], CELL_SIZE, "%s mL/g %s", text_number(row->toxic_mL_g, 0), row->toxic_gas);
        ranks[i] = (rank_row){cells[i][0], row->formula, cells[i][1], cells[i][2], cells[i][3], cells[i][4]};
    }
    session_start_block(run);
    fputs("From the one that holds toxic gas back most to the one that holds it least:\n", run->out.stream);
    session_table(run, &rank_result, ranks, count);
    free(cells);
    free(ranks);
}

/* ---- limits */

/* To one digit: it is a guess. */
static double round_factor(double factor) {
    double unit = pow(10.0, floor(log10(factor)));
    return round(factor / unit) * unit;
}

void air_print_limits(session *run, const ip_air_conditions *conditions) {
    char text[1024], water[CELL_SIZE], humidity[CELL_SIZE], oxygen[CELL_SIZE], carbon_dioxide[CELL_SIZE], release[CELL_SIZE];
    write_quantity(water, conditions->water, " bar");
    write_quantity(humidity, ip_air_humidity(conditions->temperature, conditions->water), " %");
    write_quantity(oxygen, conditions->oxygen, " bar");
    write_quantity(carbon_dioxide, 1e6 * conditions->carbon_dioxide, " ppm");
    write_quantity(release, 1e6 * conditions->release, " ppm");
    session_start_notes(run);
    snprintf(text, sizeof text,
             "Air: %s of water (%s humidity), %s of oxygen, %s of carbon dioxide; toxic gases leave against %s. This is "
             "equilibrium, without rates: a passivating or slow material may live for hours. Deliquescence and solutions are not "
             "in it. "
             "A reaction with water is known within some 0.2 eV per H2O, humidities and pressures within a factor of %.0f or so.",
             water, humidity, oxygen, carbon_dioxide, release,
             round_factor(exp(0.2 / ip_gas_thermal_energy(conditions->temperature))));
    ip_sink_print_folded(text, session_line_width(run), run->out.stream);
    session_end_notes(run);
    run->blocks = 0; /* the next line belongs to this block */
}
