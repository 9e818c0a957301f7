/* Phases at a temperature: their energies as Gibbs energies. Knows phases and what an atom adds to them. */
#include "dataset_store.h"
#include "heating.h"

#include <math.h>

ip_status ip_heating_start(ip_heating *heating, const ip_gases *gases, double temperature, ip_error *error) {
    ip_status status = ip_temperature_check(temperature, error);
    ip_element_set none = {{0, 0}};
    heating->unknown = none;
    for (int element = 1; element <= IP_ELEMENT_COUNT && !status; element++) {
        heating->parts[element] = ip_gases_solid_part(gases, element, temperature);
        if (isnan(heating->parts[element]))
            ip_element_set_add(&heating->unknown, element);
    }
    heating->uncertainty = ip_entropy_uncertainty(temperature);
    return status;
}

/* Elements are at zero at every temperature, and exact. What holds one of unknown entropy keeps its energy, which nobody asks
 * for. */
void ip_heating_apply(const ip_heating *heating, ip_phase *phase) {
    double energy = 0.0;
    for (int i = 0; i < phase->element_count; i++)
        energy += phase->amounts[i] * heating->parts[phase->elements[i]];
    if (phase->element_count == 1 || isnan(energy))
        return;
    phase->formation_energy += energy / phase->atoms;
    phase->uncertainty = hypot(phase->uncertainty, heating->uncertainty);
}

ip_status ip_dataset_set_temperature(ip_dataset *dataset, const ip_gases *gases, double temperature, ip_error *error) {
    ip_heating heating;
    ip_status status = ip_heating_start(&heating, gases, temperature, error);
    if (status)
        return status;
    if (dataset->temperature > 0.0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the dataset has a temperature already, %g K, and takes no other one",
                            dataset->temperature);
    dataset->temperature = temperature;
    dataset->unknown = heating.unknown;
    for (long i = 0; i < dataset->phase_count; i++)
        ip_heating_apply(&heating, &dataset->phases[i]->phase);
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
