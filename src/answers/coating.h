/* One phase on its way through the tests of a coating search. */
#ifndef INTERPHASE_SRC_COATING_H
#define INTERPHASE_SRC_COATING_H

#include <interphase/coating.h>

/* A phase about which nothing is known yet. */
void ip_coating_begin(ip_coating *coating, const ip_phase *phase);

/* Whether a phase is the metal itself, which is no layer and has no window. */
bool ip_coating_is_metal(const ip_coating_search *search, const ip_phase *phase);

/* Whether a search has something measured for a test: where it makes it, or its figure is shown all the same. Where it is
 * IP_COATING_TEST_COUNT, the products of what has passed. */
bool ip_coating_measures(const ip_coating_search *search, ip_coating_test test);

/* The elements that a test's programmes are about beside the phase's own. */
ip_element_set ip_coating_partners(const ip_coating_search *search, ip_coating_test test);

/* Finds what a test needs to know, into the coating, unless something failed before; IP_COATING_TEST_COUNT finds the
 * products of what has passed. Independent of other phases. */
void ip_coating_measure(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_coating_test test);

/* What a measurement is: finds figures into the coating. */
typedef ip_status ip_coating_measurement(ip_coating *coating, ip_solver *solver, const ip_coating_search *search,
                                         ip_error *error);
ip_coating_measurement ip_measure_above_hull, ip_measure_window, ip_measure_electrolyte, ip_measure_cathode,
    ip_measure_at_voltage;
/* The products at the worst of each interface, the worst energy, and how uncertain all figures are. */
ip_coating_measurement ip_measure_products;

/* How uncertain the energy above hull, the window and the energy at voltage are, where they were measured. */
ip_coating_measurement ip_measure_uncertainties;

/* What interfaces are open to at a voltage. Fails as ip_reservoir_open_metal(). */
ip_status ip_coating_reservoir(ip_reservoir *out, const ip_coating_search *search, double voltage, ip_error *error);

/* Packs what has been measured, and unpacks it into a coating of the same phase and search, in place of what that knew. */
void ip_coating_pack(const ip_coating *coating, const ip_dataset *dataset, ip_packed *packed);
void ip_coating_unpack(ip_coating *coating, const ip_dataset *dataset, const ip_coating_search *search, ip_packed_reader *reader);

#endif
