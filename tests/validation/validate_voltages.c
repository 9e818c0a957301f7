/* Formation and conversion voltages from measured enthalpies against those of the anchored table, and its energies against
 * measured ones: are the uncertainties honest? */
#include "anchored.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Of errors that are what they say, 68 % lie within one standard deviation and 95 % within two. */
enum { LEAST_WITHIN_TWO = 90 };

typedef struct tally {
    long compared, within_one, within_two;
    double absolute; /* sum */
} tally;

static void count(tally *of, double difference, double uncertainty) {
    of->compared++;
    of->within_one += fabs(difference) <= uncertainty;
    of->within_two += fabs(difference) <= 2.0 * uncertainty;
    of->absolute += fabs(difference);
}

static double percent(long part, long whole) {
    return whole ? 100.0 * (double)part / (double)whole : 0.0;
}

static void show(const tally *of, const char *what, const char *unit) {
    tap_note("%s: %ld compared, mean absolute difference %.3f %s; %ld (%.1f %%) within one uncertainty, %ld (%.1f %%) within two",
             what, of->compared, of->absolute / (double)of->compared, unit, of->within_one, percent(of->within_one, of->compared),
             of->within_two, percent(of->within_two, of->compared));
}

typedef struct validation {
    ip_dataset *dataset;
    ip_corrections *corrections;
    ip_uncertainty *uncertainty;
    tally formations, conversions, energies;
    long rows, missing; /* of measured energies: not in the table */
} validation;

/* ---- rows of a table of measured values, by column names */

enum { COLUMN_LIMIT = 6 };

typedef struct measured_table {
    const char *const *names; /* NULL at the end */
    int columns[COLUMN_LIMIT];
    bool has_header;
    void (*compare)(validation *all, const char *const *fields);
    validation *all;
} measured_table;

static ip_status on_row(void *user, const ip_csv_row *row, ip_error *error) {
    measured_table *table = user;
    const char *fields[COLUMN_LIMIT];
    for (int which = 0; table->names[which]; which++) {
        if (!table->has_header) {
            table->columns[which] = -1;
            for (int i = 0; i < row->count; i++)
                if (strcmp(row->fields[i], table->names[which]) == 0)
                    table->columns[which] = i;
        }
        if (table->columns[which] < 0 || table->columns[which] >= row->count)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: no column %s", row->line, table->names[which]);
        fields[which] = row->fields[table->columns[which]];
    }
    if (table->has_header)
        table->compare(table->all, fields);
    table->has_header = true;
    return IP_OK;
}

/* Returns false where there is no such file. */
static bool compare_rows(validation *all, const char *path, const char *const *names,
                         void (*compare)(validation *, const char *const *)) {
    measured_table table = {.names = names, .compare = compare, .all = all};
    return read_rows(path, on_row, &table);
}

static double number_of(const char *text) {
    double number;
    if (!ip_number_read(&number, text))
        tap_bail_out(text);
    return number;
}

/* ---- voltages */

enum { EQUATION_LIMIT = 8 };

typedef struct equation {
    int count;
    ip_share shares[EQUATION_LIMIT]; /* reactants with a negative factor */
    double energy;                   /* eV */
    double exchanged;                /* atoms of the metal that are taken up as such */
    double imbalance;                /* atoms on one side too many, of all elements together */
} equation;

static void add_term(equation *of, const validation *all, const char *text, double sign, int metal, double balance[]) {
    char *formula;
    double amount = strtod(text, &formula);
    formula += strspn(formula, " ");
    ip_composition composition;
    ip_error error;
    if (ip_composition_read(&composition, formula, &error))
        tap_bail_out(error.message);
    const ip_phase *phase = ip_dataset_find(all->dataset, &composition);
    if (!phase || of->count == EQUATION_LIMIT)
        tap_bail_out(text);
    double atoms = (formula == text || amount == 0.0 ? 1.0 : amount) * sign * ip_composition_atoms(&composition);
    ip_share share = IP_SHARE_INIT;
    share.phase = phase;
    share.factor = atoms / phase->atoms;
    of->shares[of->count++] = share;
    of->energy += atoms * phase->formation_energy;
    if (composition.count == 1 && composition.element[0] == metal)
        of->exchanged -= atoms;
    double units = atoms / ip_composition_atoms(&composition);
    for (int i = 0; i < composition.count; i++)
        balance[composition.element[i]] += units * composition.amount[i];
}

/* "FeS2 + 4 Na -> Fe + 2 Na2S" */
static void read_equation(equation *of, const validation *all, const char *text, int metal) {
    char copy[256];
    double balance[IP_ELEMENT_COUNT + 1] = {0.0}, sign = -1.0;
    memset(of, 0, sizeof *of);
    snprintf(copy, sizeof copy, "%s", text);
    for (char *term = copy, *end; term; term = end) {
        char *plus = strstr(term, " + "), *arrow = strstr(term, " -> ");
        bool last_of_side = arrow && (!plus || arrow < plus);
        end = last_of_side ? arrow : plus;
        if (end) {
            *end = '\0';
            end += last_of_side ? 4 : 3;
        }
        add_term(of, all, term, sign, metal, balance);
        sign = last_of_side ? 1.0 : sign;
    }
    for (int i = 1; i <= IP_ELEMENT_COUNT; i++)
        of->imbalance += fabs(balance[i]);
}

static const char *const voltage_columns[] = {"kind", "metal", "equation", "voltage", "source", NULL};

static void compare_voltage(validation *all, const char *const *fields) {
    int metal = ip_element_find(fields[1], strlen(fields[1]));
    equation reaction;
    read_equation(&reaction, all, fields[2], metal);
    if (!metal || !ip_element_charge(metal) || reaction.exchanged <= 0.0 || reaction.imbalance > 1e-9 || !*fields[4])
        tap_bail_out(fields[2]);
    double charge = reaction.exchanged * ip_element_charge(metal), uncertainty;
    if (ip_uncertainty_find(&uncertainty, all->uncertainty, reaction.shares, reaction.count, NULL))
        tap_bail_out("out of memory");
    double voltage = -reaction.energy / charge, difference = voltage - number_of(fields[3]);
    uncertainty /= charge;
    count(strcmp(fields[0], "formation") == 0 ? &all->formations : &all->conversions, difference, uncertainty);
    if (fabs(difference) > 2.0 * uncertainty)
        tap_note("%s: %.3f V measured, %.3f +- %.3f V in the table", fields[2], number_of(fields[3]), voltage, uncertainty);
}

/* ---- energies */

static const char *const energy_columns[] = {"formula", "formation_enthalpy_per_atom", NULL};

static void compare_energy(validation *all, const char *const *fields) {
    ip_composition composition;
    ip_error error;
    if (ip_composition_read(&composition, fields[0], &error))
        tap_bail_out(error.message);
    const ip_phase *phase = ip_dataset_find(all->dataset, &composition);
    all->rows++;
    if (!phase) {
        all->missing++;
        return;
    }
    count(&all->energies, phase->formation_energy - number_of(fields[1]), phase->uncertainty);
}

/* ---- */

static void load(validation *all) {
    ip_error error;
    all->corrections = shipped_constants();
    if (ip_dataset_new(&all->dataset, &error) ||
        ip_dataset_read(all->dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error) ||
        ip_uncertainty_new(&all->uncertainty, all->corrections, all->dataset, &error))
        tap_bail_out(error.message);
}

static void judge(const tally *of, long least, const char *what, const char *unit) {
    show(of, what, unit);
    tap_ok(of->compared >= least, "%s: at least %ld are compared", what, least);
    tap_ok(percent(of->within_two, of->compared) >= LEAST_WITHIN_TWO, "%s: at least %d %% lie within two uncertainties", what,
           LEAST_WITHIN_TWO);
}

int main(void) {
    validation all = {0};
    load(&all);
    tap_note("measured formation enthalpies at 298 K against calculated energies at 0 K; the table was fitted to most of them");
    if (!compare_rows(&all, tap_source("tests/validation/measured-voltages.csv"), voltage_columns, compare_voltage))
        tap_bail_out("tests/validation/measured-voltages.csv is missing");
    judge(&all.formations, 80, "formation voltages", "V");
    judge(&all.conversions, 80, "conversion voltages", "V");
    if (compare_rows(&all, tap_answers("measured.csv"), energy_columns, compare_energy)) {
        tap_note("measured energies: %ld of %ld compositions are in the table", all.energies.compared, all.rows);
        judge(&all.energies, 1500, "measured energies", "eV/atom");
    } else {
        tap_skip("the measured energies are not beside the sources (shared/validation/measured.csv)");
    }
    ip_uncertainty_free(all.uncertainty);
    ip_corrections_free(all.corrections);
    ip_dataset_free(all.dataset);
    return tap_done();
}
