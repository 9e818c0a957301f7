/* One phase on its way through the tests of a coating search. */
#ifndef INTERPHASE_SRC_COATING_H
#define INTERPHASE_SRC_COATING_H

#include <interphase/coating.h>

/* A phase about which nothing is known yet. */
void ip_coating_begin(ip_coating *coating, const ip_phase *phase);

/* Whether a test asks the solver. */
bool ip_coating_needs_solver(ip_coating_test test);

/* Finds what a test needs to know, into the coating, unless something failed before; IP_COATING_TEST_COUNT finds the
 * products of what has passed. Independent of other phases. */
void ip_coating_measure(ip_coating *coating, ip_solver *solver, const ip_coating_search *search, ip_coating_test test);

/* Packs what has been measured, and unpacks it into a coating of the same phase, in place of what that knew. */
void ip_coating_pack(const ip_coating *coating, const ip_dataset *dataset, ip_packed *packed);
void ip_coating_unpack(ip_coating *coating, const ip_dataset *dataset, ip_packed_reader *reader);

#endif
