/* Equilibria, profiles, windows and interfaces on random awkward tables, against exact rational arithmetic: rounded amounts
 * such as 0.333333 that nearly cancel, dopants, phases that nearly lie between others. */
#include "../tap.h"

#include "awkward.h"
#include "rational.h"

#include <interphase/interphase.h>

#include <math.h>
#include <unistd.h>

/* eV/atom. Fractions in double precision, 1e-16, stand for 1e-8 eV where dopants make potentials as steep as 1e8 eV. */
#define ENERGY_AGREEMENT 3e-8
/* In x, of kinks where the slope changes by so much (eV/atom). */
#define KINK_AGREEMENT 2e-9
#define KINK_SHARPNESS 1e-6
/* V, and relative to the voltage (dopants give thousands of volts), of plateaus so wide whose uptakes differ by so much
 * (per atom, and relative to them). */
#define VOLTAGE_AGREEMENT 2e-6
#define RELATIVE_VOLTAGE_AGREEMENT 1e-7
#define HIGH_VOLTAGE 10.0
#define PLATEAU_WIDTH 1e-5
#define PLATEAU_STEP 1e-7
/* eV per atom of the products; where a line meets one of nearly its slope, that is far along both. */
#define CORNER_ROUNDING 1e-9
/* eV per atom of the products, of a corner below what the neighbours of a plateau would make without it. */
#define PLATEAU_DEPTH 1e-9
/* Of a product's amount, atoms per atom of the subject, where no other set of products is so near in energy (eV/atom). */
#define AMOUNT_AGREEMENT 1e-7
#define ONLY_OPTIMUM 1e-6

typedef struct comparison {
    long seed, questions, wrong, failed;
    double energy, kink, voltage, amount; /* largest differences */
    table table;
    ip_dataset *dataset;
    ip_solver *solver;
    exact_programme programme;
    exact_pieces pieces;
} comparison;

static comparison run;

/* The table as the library reads it. */
static void open_table(void) {
    char path[64];
    ip_error error;
    if (!awkward_table_write(&run.table, path))
        tap_bail_out("no temporary file can be written");
    if (ip_dataset_new(&run.dataset, &error))
        tap_bail_out(error.message);
    ip_dataset_set_threads(run.dataset, 1, NULL);
    if (ip_dataset_read(run.dataset, path, 0, NULL, NULL, &error) || ip_solver_new(&run.solver, run.dataset, &error))
        tap_bail_out(error.message);
    unlink(path);
}

/* ---- the exact side: amounts as atoms, energies per formula unit */

/* Element `open` (-1 for none) has no row. */
static void set_columns(int open) {
    exact_programme *p = &run.programme;
    mpq_t atoms;
    mpq_init(atoms);
    p->rows = p->columns = 0;
    for (int e = 0; e < run.table.elements; e++)
        p->rows += e != open;
    for (int i = 0; i < run.table.count; i++) {
        const substance *phase = &run.table.phases[i];
        if (i == open)
            continue;
        for (int e = 0, r = 0; e < run.table.elements; e++)
            if (e != open)
                exact_decimal(p->coefficients[p->columns][r++], phase->amounts[e], AMOUNT_DECIMALS);
        exact_decimal(p->costs[p->columns], phase->energy, ENERGY_DECIMALS);
        exact_decimal(atoms, awkward_atoms(phase), AMOUNT_DECIMALS);
        mpq_mul(p->costs[p->columns], p->costs[p->columns], atoms);
        p->columns++;
    }
    mpq_clear(atoms);
}

/* The costs at a voltage against the first element, which is open and singly charged. */
static void set_voltage(const mpq_t voltage) {
    mpq_t amount, energy;
    mpq_inits(amount, energy, NULL);
    set_columns(0);
    for (int c = 0; c < run.programme.columns; c++) {
        exact_decimal(amount, run.table.phases[c + 1].amounts[0], AMOUNT_DECIMALS);
        mpq_mul(energy, amount, voltage);
        mpq_add(run.programme.costs[c], run.programme.costs[c], energy);
    }
    mpq_clears(amount, energy, NULL);
}

static void set_sides(const substance *subject, int open) {
    for (int e = 0, r = 0; e < run.table.elements; e++)
        if (e != open)
            exact_decimal(run.programme.sides[r++], subject->amounts[e], AMOUNT_DECIMALS);
}

/* The grand potential of a formula unit, touched at a voltage: its formation energy and the metal in its products. */
static void touch_voltage(void *user, const mpq_t voltage, exact_line *out) {
    const substance *subject = user;
    mpq_t amount;
    mpq_init(amount);
    set_voltage(voltage);
    set_sides(subject, 0);
    exact_programme_solve(&run.programme);
    mpq_set_si(out->slope, 0, 1);
    for (int c = 0; c < run.programme.columns; c++) {
        exact_decimal(amount, run.table.phases[c + 1].amounts[0], AMOUNT_DECIMALS);
        mpq_mul(amount, amount, run.programme.values[c]);
        mpq_add(out->slope, out->slope, amount);
    }
    mpq_mul(amount, out->slope, voltage);
    mpq_sub(out->at_zero, run.programme.objective, amount);
    mpq_clear(amount);
}

typedef struct mixing {
    const substance *a, *b;
    int open; /* -1 for none; else at `voltage` */
    mpq_t voltage;
} mixing;

static void add_share(mpq_t sum, long amount, long atoms, const mpq_t share) {
    mpq_t part;
    mpq_init(part);
    mpq_set_si(part, amount, (unsigned long)atoms);
    mpq_canonicalize(part);
    mpq_mul(part, part, share);
    mpq_add(sum, sum, part);
    mpq_clear(part);
}

/* The height of the supporting plane at a substance, per atom. */
static void plane_at(mpq_t out, const substance *subject, int open) {
    mpq_set_si(out, 0, 1);
    for (int e = 0, r = 0; e < run.table.elements; e++)
        if (e != open)
            add_share(out, subject->amounts[e], awkward_atoms(subject), run.programme.duals[r++]);
}

/* Minus the hull (per atom of the mixture), which is concave, touched at a fraction of a. */
static void touch_mixture(void *user, const mpq_t x, exact_line *out) {
    const mixing *mixed = user;
    mpq_t rest;
    mpq_init(rest);
    mpq_set_si(rest, 1, 1);
    mpq_sub(rest, rest, x);
    if (mixed->open >= 0)
        set_voltage(mixed->voltage);
    else
        set_columns(-1);
    for (int e = 0, r = 0; e < run.table.elements; e++) {
        if (e == mixed->open)
            continue;
        mpq_set_si(run.programme.sides[r], 0, 1);
        add_share(run.programme.sides[r], mixed->a->amounts[e], awkward_atoms(mixed->a), x);
        add_share(run.programme.sides[r++], mixed->b->amounts[e], awkward_atoms(mixed->b), rest);
    }
    exact_programme_solve(&run.programme);
    plane_at(rest, mixed->a, mixed->open);
    plane_at(out->at_zero, mixed->b, mixed->open);
    mpq_sub(out->slope, out->at_zero, rest);
    mpq_neg(out->at_zero, out->at_zero);
    mpq_clear(rest);
}

/* ---- comparisons */

static double raise_to(double *largest, double value) {
    if (!(value <= *largest))
        *largest = value;
    return value;
}

static bool check(bool right, const char *what, const char *subject, double found, double expected) {
    if (!right) {
        run.wrong++;
        tap_note("table %ld: %s of %s: %.12g, exactly %.12g, differs by %.3g", run.seed, what, subject, found, expected,
                 found - expected);
    }
    return right;
}

static bool answered(ip_status status, const ip_error *error, const char *what, const char *subject) {
    run.questions++;
    if (status) {
        run.failed++;
        tap_note("table %ld: %s of %s: %s", run.seed, what, subject, error->message);
    }
    return !status;
}

static ip_composition composition_of(const substance *subject) {
    ip_composition composition;
    ip_error error;
    if (ip_composition_read(&composition, subject->formula, &error))
        tap_bail_out(error.message);
    return composition;
}

static double found_amount(const ip_equilibrium *found, const substance *phase) {
    double amount = 0.0;
    for (int i = 0; i < found->product_count; i++)
        if (strcmp(found->products[i].phase->formula, phase->formula) == 0)
            amount += found->products[i].amount;
    return amount;
}

/* Where no other set of products is near in energy, each amount. */
static void compare_amounts(const ip_equilibrium *found, const substance *subject) {
    const exact_programme *p = &run.programme;
    double atoms = (double)awkward_atoms(subject) / MICRO;
    for (int c = 0; c < p->columns; c++) {
        double phase_atoms = (double)awkward_atoms(&run.table.phases[c]) / MICRO;
        if (mpq_sgn(p->values[c]) == 0 && mpq_get_d(p->reduced_costs[c]) < ONLY_OPTIMUM * phase_atoms)
            return;
    }
    for (int c = 0; c < p->columns; c++) {
        double share = (double)awkward_atoms(&run.table.phases[c]) / MICRO / atoms, exact = mpq_get_d(p->values[c]);
        double amount = found_amount(found, &run.table.phases[c]);
        double difference = raise_to(&run.amount, fabs(amount - exact) * share);
        check(difference <= AMOUNT_AGREEMENT, run.table.phases[c].formula, subject->formula, amount, exact);
    }
}

static void compare_equilibrium(const substance *subject) {
    ip_composition composition = composition_of(subject);
    ip_equilibrium found;
    ip_error error;
    if (!answered(ip_equilibrium_find(&found, run.solver, &composition, NULL, NULL, &error), &error, "equilibrium",
                  subject->formula))
        return;
    set_columns(-1);
    set_sides(subject, -1);
    exact_programme_solve(&run.programme);
    double atoms = ip_composition_atoms(&composition), exact = mpq_get_d(run.programme.objective) / atoms;
    double difference = raise_to(&run.energy, fabs(found.energy / atoms - exact));
    check(difference <= ENERGY_AGREEMENT, "energy", subject->formula, found.energy / atoms, exact);
    compare_amounts(&found, subject);
    ip_reactant reactant = {subject->formula, &composition, 1.0};
    char *equation = ip_reaction_text(run.dataset, &reactant, 1, &found, "->", &error);
    answered(equation ? IP_OK : error.status, &error, "equation", subject->formula);
    free(equation);
    ip_equilibrium_clear(&found);
}

/* Uptake per atom of the subject on a piece. */
static double piece_uptake(const substance *subject, int piece) {
    mpq_t amount;
    mpq_init(amount);
    exact_decimal(amount, subject->amounts[0], AMOUNT_DECIMALS);
    mpq_sub(amount, run.pieces.lines[piece].slope, amount);
    double uptake = mpq_get_d(amount) / ((double)awkward_atoms(subject) / MICRO);
    mpq_clear(amount);
    return uptake;
}

static double uptake_at(const substance *subject, double voltage) {
    int piece = 0;
    while (piece + 1 < run.pieces.count && mpq_get_d(run.pieces.points[piece]) < voltage)
        piece++;
    return piece_uptake(subject, piece);
}

/* By how much the place of a breakpoint may differ. */
static double voltage_allowed(const substance *subject, double point) {
    double near = point * 1e-12, high = uptake_at(subject, point - near), step = high - uptake_at(subject, point + near);
    return VOLTAGE_AGREEMENT + RELATIVE_VOLTAGE_AGREEMENT * point + CORNER_ROUNDING * fmax(1.0, high) / step;
}

static void compare_limit(const char *what, const substance *subject, double found, double exact) {
    bool is_point = isfinite(exact) && exact > 0.0;
    double difference = isinf(found) && isinf(exact) ? 0.0 : fabs(found - exact);
    double allowed = is_point ? voltage_allowed(subject, exact) : 0.0;
    if (exact < HIGH_VOLTAGE)
        raise_to(&run.voltage, difference - allowed + (is_point ? VOLTAGE_AGREEMENT : 0.0));
    check(difference <= allowed, what, subject->formula, found, exact);
}

/* The window by the definition: from where the uptake is no more above zero to where it falls below. Left out where an uptake
 * is so near to the tolerance for zero that rounding decides. */
static void compare_window(const substance *subject, const ip_profile *profile) {
    ip_composition composition = composition_of(subject);
    ip_window window = ip_profile_window(profile);
    double reduction = 0.0, oxidation = INFINITY, limits[2];
    ip_error error;
    if (!answered(ip_window_find(&limits[0], &limits[1], run.solver, &composition, profile->metal, 0, &error), &error, "window",
                  subject->formula))
        return;
    for (int i = 0; i < run.pieces.count; i++) {
        double uptake = piece_uptake(subject, i), low = i ? mpq_get_d(run.pieces.points[i - 1]) : 0.0;
        if (fabs(fabs(uptake) - IP_UPTAKE_TOLERANCE) < 1e-10)
            return;
        if (uptake > IP_UPTAKE_TOLERANCE)
            reduction = mpq_get_d(run.pieces.points[i]);
        if (uptake < -IP_UPTAKE_TOLERANCE && isinf(oxidation))
            oxidation = low;
    }
    compare_limit("reduction potential by the profile", subject, window.reduction_potential, reduction);
    compare_limit("oxidation potential by the profile", subject, window.oxidation_potential, oxidation);
    compare_limit("reduction potential alone", subject, limits[0], reduction);
    compare_limit("oxidation potential alone", subject, limits[1], oxidation);
}

/* Every breakpoint between wide plateaus is an edge, and every edge lies on the function. */
static void compare_plateaus(const substance *subject, const ip_profile *profile) {
    double atoms = profile->atoms, subject_energy = ip_hull_subject_energy(&profile->hull) * atoms;
    double metal = (double)subject->amounts[0] / MICRO;
    mpq_t voltage, value;
    mpq_inits(voltage, value, NULL);
    for (int i = 0; i < profile->plateau_count; i++) {
        mpq_set_d(voltage, profile->plateaus[i].voltage_low);
        exact_pieces_at(value, &run.pieces, voltage);
        double exact = (mpq_get_d(value) - subject_energy - metal * profile->plateaus[i].voltage_low) / atoms;
        double found = profile->plateaus[i].reaction_energy_low;
        /* Uptakes that count as the same, and breakpoints that do. */
        double low = profile->plateaus[i].voltage_low, near = 2.0 * IP_VOLTAGE_TOLERANCE;
        double merged = 3.0 * IP_UPTAKE_TOLERANCE * low;
        merged += near * (uptake_at(subject, low - near) - uptake_at(subject, low + near));
        double allowed = ENERGY_AGREEMENT + merged;
        if (profile->plateaus[i].voltage_low < HIGH_VOLTAGE)
            raise_to(&run.energy, fabs(found - exact) - merged);
        check(fabs(found - exact) <= allowed, "energy at an edge", subject->formula, found, exact);
    }
    for (int i = 0; i + 1 < run.pieces.count; i++) {
        double point = mpq_get_d(run.pieces.points[i]), low = i ? mpq_get_d(run.pieces.points[i - 1]) : 0.0, nearest = INFINITY;
        double high = i + 2 < run.pieces.count ? mpq_get_d(run.pieces.points[i + 1]) : INFINITY;
        double step = piece_uptake(subject, i) - piece_uptake(subject, i + 1);
        double step_below = i ? piece_uptake(subject, i - 1) - piece_uptake(subject, i) : step;
        double step_above = i + 2 < run.pieces.count ? piece_uptake(subject, i + 1) - piece_uptake(subject, i + 2) : step;
        if (fmin(point - low, high - point) < PLATEAU_WIDTH || step < PLATEAU_STEP * fmax(1.0, piece_uptake(subject, i)) ||
            fmin((point - low) * fmin(step, step_below), (high - point) * fmin(step, step_above)) <
                PLATEAU_DEPTH * fmax(1.0, piece_uptake(subject, i)))
            continue;
        for (int j = 1; j < profile->plateau_count; j++)
            if (fabs(profile->plateaus[j].voltage_low - point) < fabs(nearest - point))
                nearest = profile->plateaus[j].voltage_low;
        double allowed = voltage_allowed(subject, point);
        if (point < HIGH_VOLTAGE)
            raise_to(&run.voltage, fabs(nearest - point) - allowed + VOLTAGE_AGREEMENT);
        check(fabs(nearest - point) <= allowed, "edge", subject->formula, nearest, point);
    }
    mpq_clears(voltage, value, NULL);
}

static void compare_profile(substance *subject) {
    ip_composition composition = composition_of(subject);
    ip_profile profile;
    ip_error error;
    mpq_t low, high;
    if (!answered(ip_profile_find(&profile, run.solver, &composition, ip_element_find("Na", 2), 0, &error), &error, "profile",
                  subject->formula))
        return;
    mpq_inits(low, high, NULL);
    mpq_set_d(high, 1e15); /* above every breakpoint that amounts of six decimals can give */
    exact_pieces_find(&run.pieces, low, high, touch_voltage, subject);
    compare_plateaus(subject, &profile);
    compare_window(subject, &profile);
    ip_reactant reactant = {subject->formula, &composition, 1.0};
    for (int i = 0; i < profile.plateau_count; i++) {
        char *equation = ip_reaction_text(run.dataset, &reactant, 1, &profile.plateaus[i].products, "->", &error);
        answered(equation ? IP_OK : error.status, &error, "equation", subject->formula);
        free(equation);
    }
    ip_profile_clear(&profile);
    mpq_clears(low, high, NULL);
}

/* What the hull at x (minus the pieces) lies above its ends' chord. */
static double exact_mutual(const mpq_t x) {
    mpq_t value, end;
    mpq_inits(value, end, NULL);
    mpq_set_si(end, 1, 1);
    exact_pieces_at(end, &run.pieces, end);
    mpq_sub(end, end, run.pieces.lines[0].at_zero);
    mpq_mul(end, end, x);
    mpq_add(end, end, run.pieces.lines[0].at_zero);
    exact_pieces_at(value, &run.pieces, x);
    mpq_sub(value, end, value);
    double mutual = mpq_get_d(value);
    mpq_clears(value, end, NULL);
    return mutual;
}

static void compare_kinks(const char *pair, const substance *a, const substance *b, const ip_interface *found) {
    ip_composition first = composition_of(a), second = composition_of(b);
    ip_error error;
    mpq_t x;
    mpq_init(x);
    for (int i = 0; i < found->kink_count; i++) {
        const ip_kink *kink = &found->kinks[i];
        mpq_set_d(x, kink->x);
        double exact = exact_mutual(x);
        raise_to(&run.energy, fabs(kink->mutual_reaction_energy - exact));
        check(fabs(kink->mutual_reaction_energy - exact) <= ENERGY_AGREEMENT, "energy at a kink", pair,
              kink->mutual_reaction_energy, exact);
        ip_reactant reactants[] = {{a->formula, &first, kink->x_molar}, {b->formula, &second, 1.0 - kink->x_molar}};
        char *equation = ip_reaction_text(run.dataset, reactants, 2, &kink->products, "->", &error);
        answered(equation ? IP_OK : error.status, &error, "equation", pair);
        free(equation);
    }
    for (int i = 0; i + 1 < run.pieces.count; i++) {
        double point = mpq_get_d(run.pieces.points[i]), nearest = INFINITY;
        double sharpness = mpq_get_d(run.pieces.lines[i].slope) - mpq_get_d(run.pieces.lines[i + 1].slope);
        if (point < 2 * KINK_AGREEMENT || point > 1.0 - 2 * KINK_AGREEMENT || sharpness < KINK_SHARPNESS)
            continue;
        for (int j = 0; j < found->kink_count; j++)
            if (fabs(found->kinks[j].x - point) < fabs(nearest - point))
                nearest = found->kinks[j].x;
        raise_to(&run.kink, fabs(nearest - point) - CORNER_ROUNDING / sharpness);
        check(fabs(nearest - point) <= KINK_AGREEMENT + CORNER_ROUNDING / sharpness, "kink", pair, nearest, point);
    }
    mpq_clear(x);
}

/* `voltage` below zero: closed. */
static void compare_interface(const substance *a, const substance *b, double voltage) {
    char pair[2 * FORMULA_SIZE + 32];
    ip_composition first = composition_of(a), second = composition_of(b);
    ip_reservoir reservoir = {0};
    ip_interface found;
    ip_error error;
    mixing mixed = {.a = a, .b = b, .open = voltage < 0.0 ? -1 : 0};
    mpq_t low, high;
    if (voltage >= 0.0 && ip_reservoir_open_metal(&reservoir, ip_element_find("Na", 2), 0, voltage, &error))
        tap_bail_out(error.message);
    snprintf(pair, sizeof pair, "%s | %s at %g V", a->formula, b->formula, voltage);
    if (!answered(ip_interface_find(&found, run.solver, &first, &second, &reservoir, &error), &error, "interface", pair))
        return;
    mpq_inits(mixed.voltage, low, high, NULL);
    mpq_set_d(mixed.voltage, fmax(voltage, 0.0));
    mpq_set_si(high, 1, 1);
    exact_pieces_find(&run.pieces, low, high, touch_mixture, &mixed);
    compare_kinks(pair, a, b, &found);
    double depth, deepest = 0.0;
    for (int i = 0; i + 1 < run.pieces.count; i++)
        deepest = fmin(deepest, exact_mutual(run.pieces.points[i]));
    if (answered(ip_interface_depth(&depth, NULL, run.solver, &first, &second, &reservoir, &error), &error, "depth", pair)) {
        raise_to(&run.energy, fabs(depth - deepest));
        check(fabs(depth - deepest) <= ENERGY_AGREEMENT, "depth", pair, depth, deepest);
    }
    ip_interface_clear(&found);
    mpq_clears(mixed.voltage, low, high, NULL);
}

static bool is_metal(const substance *subject) {
    return subject->amounts[0] == awkward_atoms(subject);
}

static substance ask_about(bool a_phase) {
    return a_phase ? run.table.phases[awkward_below(run.table.count)] : awkward_substance(run.table.elements, 1);
}

static void ask_about_table(void) {
    for (int i = 0; i < 4; i++) {
        substance subject = ask_about(i >= 2), other = ask_about(awkward_below(2) == 0);
        compare_equilibrium(&subject);
        if (is_metal(&subject))
            continue;
        compare_profile(&subject);
        compare_interface(&subject, &other, -1.0);
        compare_interface(&subject, &other, 0.25 * awkward_below(20));
    }
}

int main(int argc, char **argv) {
    long tables = tap_is_full() ? 5000 : tap_is_slow() ? 30 : 300, first = 1;
    if (argc == 2) { /* one table again */
        first = strtol(argv[1], NULL, 10);
        tables = 1;
    }
    exact_programme_init(&run.programme);
    exact_pieces_init(&run.pieces);
    for (run.seed = first; run.seed < first + tables; run.seed++) {
        awkward_start(run.seed);
        awkward_table_make(&run.table);
        open_table();
        ask_about_table();
        ip_solver_free(run.solver);
        ip_dataset_free(run.dataset);
    }
    ip_solver_end_thread();
    tap_note("%ld tables, %ld questions; largest differences: %.1e eV/atom, %.1e in x, %.1e V, %.1e of an amount", tables,
             run.questions, run.energy, run.kink, run.voltage, run.amount);
    tap_ok(run.failed == 0, "every question is answered and every equation balances (%ld are not)", run.failed);
    tap_ok(run.wrong == 0, "exact arithmetic finds the same energies, kinks, products and windows (%ld differences)", run.wrong);
    exact_programme_clear(&run.programme);
    exact_pieces_clear(&run.pieces);
    return tap_done();
}
