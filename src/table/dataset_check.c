/* What is wrong with a dataset as a whole. Knows no files but by name, and no equilibria. */
#include "dataset_store.h"

#include <math.h>
#include <stdio.h>

static const char *phase_file(const ip_dataset *dataset, const ip_phase *phase) {
    return phase->file >= 0 ? dataset->files[phase->file].path : "";
}

static void check_element(const ip_dataset *dataset, int element, ip_finding_handler handler, void *user, long *faults) {
    char message[IP_MESSAGE_SIZE];
    const char *symbol = ip_element_symbol(element);
    const ip_phase *phase = ip_dataset_element(dataset, element);
    ip_finding finding = {
        IP_FINDING_FAULT, "missing-element", dataset->file_count ? dataset->files[0].path : "", 0, message, symbol, NAN};
    if (!phase) {
        snprintf(
            message, sizeof message,
            "%s occurs in compounds but has no usable row of its own; questions with %s cannot be answered with this table alone",
            symbol, symbol);
    } else if (fabs(phase->formation_energy) > IP_ELEMENT_ENERGY_TOLERANCE) {
        snprintf(message, sizeof message, "the element %s has the formation energy %.6g eV/atom; 0 is expected", symbol,
                 phase->formation_energy);
        finding.kind_word = "element-energy";
        finding.file = phase_file(dataset, phase);
        finding.line = phase->line;
        finding.value = phase->formation_energy;
    } else {
        return;
    }
    ++*faults;
    if (handler)
        handler(user, &finding);
}

long ip_dataset_check(const ip_dataset *dataset, ip_finding_handler handler, void *user) {
    long faults = 0;
    for (long i = 0; i < dataset->phase_count; i++) {
        const ip_phase *phase = &dataset->phases[i]->phase;
        if (fabs(phase->formation_energy) <= IP_PLAUSIBLE_ENERGY)
            continue;
        char message[IP_MESSAGE_SIZE];
        snprintf(message, sizeof message,
                 "the formation energy of %s, %.6g eV/atom, is implausible: beyond +-%g eV/atom (other units?)", phase->formula,
                 phase->formation_energy, IP_PLAUSIBLE_ENERGY);
        ip_finding finding = {IP_FINDING_FAULT, "implausible-energy", phase_file(dataset, phase), phase->line,
                              message,          phase->formula,       phase->formation_energy};
        faults++;
        if (handler)
            handler(user, &finding);
    }
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(dataset->elements, list);
    for (int i = 0; i < count; i++)
        check_element(dataset, list[i], handler, user, &faults);
    return faults;
}

void ip_dataset_set_aside(ip_dataset *dataset, long first, bool aside) {
    for (long i = first; i < dataset->phase_count; i++)
        dataset->phases[i]->phase.excluded = aside;
}
