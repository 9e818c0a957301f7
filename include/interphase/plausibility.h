/* Whether the energies of a table are what they should be, judged by a table that is known, by the table's own phases, and by
 * what is known of molecules. Knows no files but by name; what cannot be read at all is found on reading, ip_dataset_read().
 *
 * What is expected of a compound is the energy that the reference gives its composition, else the hull of the reference there,
 * where compounds stand in it. Its neighbours are the compounds into which it would fall apart if it were not there, those of the
 * table or, of a composition that the reference has not, those of either that are nearer. All tests are of medians and counts, so
 * that a few odd rows change nothing, and none depends on the order of rows.
 *
 *   wrong units      Over all rows of which 0.2 eV/atom or more are expected, at least three: the median distance from what is
 * expected is compared with that from the same as energies per formula unit, in kJ or kcal per mole of atoms or formula units,
 *                    and with the other sign. A table is found where one of these fits to 0.05 eV/atom or 15 % and three times as
 * well as the energies taken as they are: per-formula-energy, kilojoule, kilocalorie, wrong-sign (faults). A single row is where
 * it is off by 0.25 eV/atom and 35 %, and fits that well: the same words (warnings). total-energy     The median lies more than 1
 * eV/atom below what is expected, of at least three rows: a fault; or a single row: a warning. hull-distance    None or few of
 * five rows or more, one in ten, below 0, where half are expected below -0.2: a fault. shifted-energies Differences from
 * compositions that the reference has, at least ten: the shift per atom of one element that makes the sum of their amounts
 * smallest is taken off, if it is 0.1 eV or more and takes a fifth away; up to four times. mixed-functionals The same
 * differences, per atom of one element, of at least ten rows: parted in two where the distances from the two medians are least.
 * The parts are two kinds of energies where each has a tenth and five of the rows, the medians differ by 0.15 eV or more, and
 * rows lie around them by less than 15 % of that on average. outlier          Off what the reference has by more than four
 * standard deviations (0.05 eV/atom where the table has none; 0.03 at the least), and off its neighbours by four on the same
 * side. Where the reference has nothing or is the table itself: more than 2 eV/atom above its neighbours, or 0.5 below them (of
 * compounds of three elements or more: the neighbours of binaries are often poor), and by four standard deviations. zero-energy
 * A compound of exactly 0. gas-among-solids The composition of a molecular gas, or water. */
#ifndef INTERPHASE_PLAUSIBILITY_H
#define INTERPHASE_PLAUSIBILITY_H

#include <interphase/executor.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Judges the phases that stand in the dataset's file of an index, and reports what it finds to `handler`: first what concerns the
 * file as a whole, then rows in the order of their lines. `executor` asks their dataset, `reference` that of a table that is
 * known, or is NULL. A reference of the same digest is the table itself, which is judged by its neighbours then, or, where other
 * files lie over it, not at all. *faults counts the faults among what was found. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_plausibility_check(long *faults, ip_executor *executor, int file, ip_executor *reference,
                                       ip_finding_handler handler, void *user, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
