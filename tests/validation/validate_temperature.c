/* Temperatures at which solids give off gas, as measured and by the table with estimated entropies: energies, entropies, gases
 * and uncertainties all at once. */
#include "anchored.h"

#include <math.h>

/* Of errors that are what they say, 68 % lie within one standard deviation and 95 % within two. */
enum { LEAST_WITHIN_TWO = 75, TERM_LIMIT = 8 };

/* At which the gases that are given off reach the pressures behind @; K. */
typedef struct decomposition {
    const char *equation;
    double low, high;
    const char *source;
} decomposition;

static const decomposition measured[] = {
    {"CaCO3 -> CaO + CO2@1bar", 1155, 1171, "Hills, Chem. Eng. Sci. 23, 297 (1968); NIST-JANAF"},
    {"MgCO3 -> MgO + CO2@1bar", 650, 690, "Stull and Prophet, JANAF (1971)"},
    {"2 Ag2O -> 4 Ag + O2@1bar", 455, 471, "Otto, J. Electrochem. Soc. 113, 643 (1966)"},
    {"2 PdO -> 2 Pd + O2@0.21bar", 1060, 1095, "Mallika et al., J. Less-Common Met. 95, 213 (1983)"},
    {"4 MnO2 -> 2 Mn2O3 + O2@0.21bar", 770, 900, "Otto, J. Electrochem. Soc. 112, 367 (1965); in air"},
    {"6 Mn2O3 -> 4 Mn3O4 + O2@0.21bar", 1150, 1250, "Grundy et al., J. Phase Equilib. 24, 21 (2003); in air"},
    {"4 CuO -> 2 Cu2O + O2@0.21bar", 1290, 1305, "Roberts and Smyth, J. Am. Chem. Soc. 43, 1061 (1921); in air"},
    {"2 Co3O4 -> 6 CoO + O2@0.21bar", 1160, 1215, "O'Neill, Phys. Chem. Miner. 12, 149 (1985); in air"},
    {"2 BaO2 -> 2 BaO + O2@1bar", 1065, 1115, "Hildebrand, J. Am. Chem. Soc. 34, 246 (1912)"},
    {"2 HgO -> 2 Hg@0.667bar + O2@0.333bar", 720, 750, "Taylor and Hulett, J. Phys. Chem. 17, 565 (1913)"},
    {"Mg(OH)2 -> MgO + H2O@1bar", 535, 565, "NIST-JANAF; Kennedy, Am. J. Sci. 254, 567 (1956)"},
    {"Ca(OH)2 -> CaO + H2O@1bar", 780, 795, "Halstead and Moore, J. Chem. Soc. 3873 (1957)"},
    {"2 NaHCO3 -> Na2CO3 + H2O@0.5bar + CO2@0.5bar", 370, 385, "Caven and Sand, J. Chem. Soc. 99, 1359 (1911)"},
    {"CaSO4(H2O)2 -> CaSO4 + 2 H2O@0.0825bar", 311, 331,
     "Posnjak, Am. J. Sci. 35A, 247 (1938): with the vapour of water at 315 K"},
    {"NH4Cl -> NH3@0.5bar + HCl@0.5bar", 606, 615, "Wagner and Neumann, Z. Phys. Chem. 28, 51 (1961)"},
    {"2 FeS2 -> 2 FeS + S2@1bar", 1005, 1025, "Toulmin and Barton, Geochim. Cosmochim. Acta 28, 641 (1964)"},
};
enum { MEASURED = sizeof measured / sizeof *measured };

typedef struct equation {
    int count;
    double amounts[TERM_LIMIT]; /* below 0 for what is used up */
    ip_composition compositions[TERM_LIMIT];
    const ip_gas *gases[TERM_LIMIT]; /* NULL for solids */
    double pressures[TERM_LIMIT];    /* bar */
} equation;

static void check(ip_status status, const ip_error *error) {
    if (status)
        tap_bail_out(error->message);
}

static void read_term(equation *of, const ip_gases *gases, char *text, double sign) {
    char *formula, *pressure = strchr(text, '@');
    double amount = strtod(text, &formula);
    ip_error error;
    int at = of->count++;
    formula += strspn(formula, " ");
    if (pressure)
        *pressure++ = '\0';
    of->amounts[at] = sign * (amount > 0.0 ? amount : 1.0);
    check(ip_composition_read(&of->compositions[at], formula, &error), &error);
    of->gases[at] = NULL;
    if (!pressure)
        return;
    check(ip_gases_find_formula(&of->gases[at], gases, formula, &error), &error);
    check(ip_pressure_read(&of->pressures[at], pressure, of->gases[at], 300.0, &error), &error);
}

/* Reads "CaCO3 -> CaO + CO2@1bar", which has to balance. */
static void read_equation(equation *of, const ip_gases *gases, const char *text) {
    char copy[256], *term = copy;
    double balance[IP_ELEMENT_COUNT + 1] = {0.0}, imbalance = 0.0, sign = -1.0;
    of->count = 0;
    snprintf(copy, sizeof copy, "%s", text);
    while (term) {
        char *plus = strstr(term, " + "), *arrow = strstr(term, " -> ");
        bool is_last = arrow && (!plus || arrow < plus);
        char *end = is_last ? arrow : plus, *next = !end ? NULL : end + (is_last ? 4 : 3);
        if (end)
            *end = '\0';
        read_term(of, gases, term, sign);
        sign = is_last ? 1.0 : sign;
        term = next;
    }
    for (int i = 0; i < of->count; i++)
        for (int e = 0; e < of->compositions[i].count; e++)
            balance[of->compositions[i].element[e]] += of->amounts[i] * of->compositions[i].amount[e];
    for (int e = 1; e <= IP_ELEMENT_COUNT; e++)
        imbalance += fabs(balance[e]);
    if (imbalance > 1e-9)
        tap_bail_out(text);
}

static const ip_phase *phase_of(const equation *of, int term, const ip_dataset *dataset) {
    const ip_phase *phase = ip_dataset_find(dataset, &of->compositions[term]);
    if (!phase)
        tap_bail_out("a solid is not in the table");
    return phase;
}

/* Energy of the reaction from a table without a temperature, eV. */
static double energy_at(const equation *of, const ip_dataset *dataset, const ip_gases *gases, double temperature) {
    double sum = 0.0, potential;
    for (int i = 0; i < of->count; i++) {
        ip_error error;
        double energy;
        if (of->gases[i]) {
            check(ip_gas_potential(&potential, gases, of->gases[i], temperature, of->pressures[i], &error), &error);
            energy = potential;
        } else {
            energy = ip_composition_atoms(&of->compositions[i]) * phase_of(of, i, dataset)->formation_energy +
                     ip_solid_entropy_energy(gases, &of->compositions[i], temperature);
        }
        sum += of->amounts[i] * energy;
    }
    return sum;
}

/* Of the measured temperature, with a table that has it. */
static double uncertainty_at(const equation *of, const ip_gases *gases, ip_corrections *corrections, double temperature) {
    ip_dataset *dataset;
    ip_uncertainty *uncertainty;
    ip_share shares[TERM_LIMIT];
    ip_error error;
    double deviation;
    int count = 0;
    check(ip_dataset_new(&dataset, &error), &error);
    check(ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error), &error);
    check(ip_dataset_set_temperature(dataset, gases, temperature, &error), &error);
    check(ip_uncertainty_new(&uncertainty, corrections, dataset, &error), &error);
    for (int i = 0; i < of->count; i++) {
        ip_share share = IP_SHARE_INIT;
        if (of->gases[i])
            continue;
        share.phase = phase_of(of, i, dataset);
        share.factor = of->amounts[i] * ip_composition_atoms(&of->compositions[i]) / share.phase->atoms;
        shares[count++] = share;
    }
    check(ip_uncertainty_find(&deviation, uncertainty, shares, count, &error), &error);
    ip_uncertainty_free(uncertainty);
    ip_dataset_free(dataset);
    return deviation;
}

/* Where the energy changes its sign; 0 where it is negative throughout, infinite where it stays positive. */
static double onset(const equation *of, const ip_dataset *dataset, const ip_gases *gases) {
    double low = IP_TEMPERATURE_LOW, high = IP_TEMPERATURE_HIGH;
    if (energy_at(of, dataset, gases, low) < 0.0)
        return 0.0;
    if (energy_at(of, dataset, gases, high) > 0.0)
        return INFINITY;
    while (high - low > 0.01) {
        double middle = 0.5 * (low + high);
        if (energy_at(of, dataset, gases, middle) > 0.0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void show(const decomposition *what, double found, double energy, double deviation, double slope) {
    char text[64];
    if (found > 0.0 && isfinite(found))
        snprintf(text, sizeof text, "%.0f +- %.0f K", found, deviation / slope);
    else
        snprintf(text, sizeof text, "%s", found > 0.0 ? "above 1500 K" : "below 298 K");
    tap_note("%-46s measured %4.0f to %4.0f K; here %-16s energy at the measured one %+.2f +- %.2f eV; %s", what->equation,
             what->low, what->high, text, energy, deviation, what->source);
}

int main(void) {
    ip_dataset *dataset;
    ip_gases *gases;
    ip_error error;
    int within_one = 0, within_two = 0;
    double shift = 0.0;
    check(ip_gases_read_shipped(&gases, &error), &error);
    check(ip_dataset_new(&dataset, &error), &error);
    check(ip_dataset_read(dataset, tap_source("datasets/mp2020.csv"), 0, NULL, NULL, &error), &error);
    ip_corrections *corrections = shipped_constants();
    for (int i = 0; i < MEASURED; i++) {
        const decomposition *what = &measured[i];
        double middle = 0.5 * (what->low + what->high);
        equation of;
        read_equation(&of, gases, what->equation);
        double deviation = uncertainty_at(&of, gases, corrections, middle), energy = energy_at(&of, dataset, gases, middle);
        double slope = (energy_at(&of, dataset, gases, middle - 5.0) - energy_at(&of, dataset, gases, middle + 5.0)) / 10.0;
        double found = onset(&of, dataset, gases);
        show(what, found, energy, deviation, slope);
        within_one += fabs(energy) <= deviation;
        within_two += fabs(energy) <= 2.0 * deviation;
        shift += fabs(energy / slope) / MEASURED;
        tap_ok(slope > 0.0 && fabs(energy) <= 3.0 * deviation, "%s within three uncertainties", what->equation);
    }
    tap_note("%d decompositions: %d within one uncertainty, %d within two; mean shift %.0f K", MEASURED, within_one, within_two,
             shift);
    tap_ok(100 * within_two >= LEAST_WITHIN_TWO * MEASURED, "as many within two uncertainties as there should be");
    ip_corrections_free(corrections);
    ip_gases_free(gases);
    ip_dataset_free(dataset);
    return tap_done();
}
