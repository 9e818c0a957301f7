/* A dataset at a temperature: the energies of all its phases as Gibbs energies. Knows phases and what an atom adds to them. */
#include "dataset_store.h"
#include "gas_store.h"

#include <math.h>

/* Elements are at zero at every temperature, and exact. What holds one of unknown entropy keeps its energy, which nobody asks
 * for. */
static void heat_phase(ip_phase *phase, const double parts[IP_ELEMENT_COUNT + 1], double uncertainty) {
    double energy = 0.0;
    for (int i = 0; i < phase->element_count; i++)
        energy += phase->amounts[i] * parts[phase->elements[i]];
    if (phase->element_count == 1 || isnan(energy))
        return;
    phase->formation_energy += energy / phase->atoms;
    phase->uncertainty = hypot(phase->uncertainty, uncertainty);
}

ip_status ip_dataset_set_temperature(ip_dataset *dataset, const ip_gases *gases, double temperature, ip_error *error) {
    double parts[IP_ELEMENT_COUNT + 1];
    ip_status status = ip_temperature_check(temperature, error);
    if (status)
        return status;
    if (dataset->temperature > 0.0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the dataset has a temperature already, %g K, and takes no other one", dataset->temperature);
    dataset->temperature = temperature;
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
        parts[element] = ip_gases_solid_part(gases, element, temperature);
        if (isnan(parts[element]))
            ip_element_set_add(&dataset->unknown, element);
    }
    for (long i = 0; i < dataset->phase_count; i++)
        heat_phase(&dataset->phases[i]->phase, parts, ip_entropy_uncertainty(temperature));
    return IP_OK;
}

double ip_entropy_uncertainty(double temperature) {
    return IP_ENTROPY_UNCERTAINTY * temperature / IP_ENTROPY_TEMPERATURE;
}

double ip_dataset_temperature(const ip_dataset *dataset) {
    return dataset->temperature;
}

ip_element_set ip_dataset_unknown_entropies(const ip_dataset *dataset) {
    return dataset->unknown;
}
