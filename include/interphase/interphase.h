/* libinterphase: thermodynamic stability of battery materials and of their interfaces.
 *
 * The umbrella header. A program reads a table into an ip_dataset, makes an ip_solver for it and asks:
 *
 *     ip_hull_find()         is a composition stable, and what does it fall apart into
 *     ip_equilibrium_find()  what it becomes, closed or open to reservoirs
 *     ip_phases_find()       what is in a chemical system, and what is at equilibrium with what
 *     ip_diagram_find()      where the phases of two or three elements lie, and their tie lines
 *     ip_potentials_find()   the chemical potentials at which a phase is on the hull
 *     ip_profile_find()      every plateau of voltage against a metal, and the stability window
 *     ip_voltage_find()      average voltages between states of one host
 *     ip_interface_find()    what two materials do to each other, at every kink
 *     ip_screening_run()     many windows and interfaces, by an ip_executor of several threads
 *     ip_coating_find()      which phases would hold as a layer between two others
 *     ip_synthesis_find()    which pairs of precursors react to a target
 *     ip_character_find()    whether the products would let electrons through
 *     ip_reaction_build()    the balanced equation of any of these
 *     ip_reaction_energy_find() the energy of a reaction as somebody writes it
 *     ip_correction_find()   what anchors a calculated energy to measured ones, and how sure it is
 *     ip_import_read()       a table from what databases write
 *     ip_uncertainty_find()  how sure any sum of energies is
 *     ip_gas_potential()     what a gas of a temperature and pressure is worth
 *     ip_air_find()          what moist air does to a material
 *     ip_dataset_set_temperature()  the same questions at a temperature
 *     ip_mixing_entropy_find()  the two phases that a composition lies between, and what mixing them is worth
 *     ip_samples_window()    how any answer spreads when energies are drawn within their uncertainties
 *
 * Glossary
 *   phase                a compound or element of the table, with one formation energy
 *   composition          amounts of elements; a formula unit is as much as the formula writes
 *   chemical system      a set of elements
 *   subject              the composition that a question is about
 *   formation energy     energy of a phase relative to its elements, eV/atom, 0 K, from density-functional theory
 *   hull energy          lowest energy that any mixture of phases reaches at a composition
 *   energy above hull    formation energy minus hull energy
 *   decomposition energy the same against all other compositions: negative by the margin of stability
 *   chemical potential   energy of an atom in a reservoir relative to the element, eV/atom
 *   grand potential      energy minus chemical potential times amount, of the open elements
 *   voltage              against a metal M of ionic charge z: V = -mu_M / z
 *   uptake               atoms of the open element in the products minus those in the subject
 *   plateau              a range of voltage with constant products and uptake
 *   stability window     the voltages of zero uptake
 *   atmosphere           gases at fixed potentials that are taken up and given off, or may leave
 *   mixing fraction      x, the atomic fraction of the first of two reactants in their mixture
 *   kink                 a mixing fraction at which the products change
 *   mutual energy        reaction energy of two reactants without what each does alone
 *   interphase character none, SEI (insulating), MCI (mixed-conducting) or unknown
 *
 * Conventions: outputs first, owned by the caller and freed with the function named; a returned const pointer
 * is borrowed; *_clear() and *_free() accept what is empty or NULL; energies in eV, voltages in V.
 *
 * What may grow: later versions add functions, and members at the end of structs; what is there keeps its name and its
 * meaning.
 *   structs that a caller fills (ip_task, ip_coating_search, ip_reservoir, ip_reactant, ip_share, ip_pair, ip_job, ip_draws,
 *   ip_import_options, ip_manifest): begin with their _INIT and set members by name: a member added later then has the value
 *   that means what was so before.
 *   structs that the library fills (every other one, such as ip_hull, ip_profile, ip_answer): read members by name, and
 *   leave the making, copying and clearing of them to this library's functions and to the compiler.
 * A program that does so compiles unchanged with later headers. Callers allocate these structs, so a struct that grows
 * changes the binary interface: the shared library then gets another number (libinterphase.so.N), and programs are
 * compiled anew. IP_VERSION_MAJOR, IP_VERSION_MINOR and IP_VERSION_PATCH tell what the headers have. */
#ifndef INTERPHASE_INTERPHASE_H
#define INTERPHASE_INTERPHASE_H

#include <interphase/status.h>
#include <interphase/tolerance.h>
#include <interphase/number.h>
#include <interphase/printable.h>
#include <interphase/compression.h>
#include <interphase/element.h>
#include <interphase/composition.h>
#include <interphase/metal.h>
#include <interphase/reading.h>
#include <interphase/pattern.h>
#include <interphase/charges.h>
#include <interphase/correction.h>
#include <interphase/result.h>
#include <interphase/dataset.h>
#include <interphase/candidates.h>
#include <interphase/gas.h>
#include <interphase/mixing_entropy.h>
#include <interphase/shipped.h>
#include <interphase/import.h>
#include <interphase/uncertainty.h>
#include <interphase/packed.h>
#include <interphase/solver.h>
#include <interphase/executor.h>
#include <interphase/atmosphere.h>
#include <interphase/equilibrium.h>
#include <interphase/hull.h>
#include <interphase/profile.h>
#include <interphase/interface.h>
#include <interphase/character.h>
#include <interphase/reaction.h>
#include <interphase/executors.h>
#include <interphase/team.h>
#include <interphase/figure.h>
#include <interphase/page.h>
#include <interphase/manifest.h>
#include <interphase/plausibility.h>
#include <interphase/comparison.h>
#include <interphase/processors.h>
#include <interphase/decomposition.h>
#include <interphase/question.h>
#include <interphase/hull_row.h>
#include <interphase/diagram.h>
#include <interphase/decomposition_range.h>
#include <interphase/decomposition_row.h>
#include <interphase/window_row.h>
#include <interphase/profile_row.h>
#include <interphase/pressure_row.h>
#include <interphase/interface_map.h>
#include <interphase/interface_row.h>
#include <interphase/equation.h>
#include <interphase/reaction_energy.h>
#include <interphase/reaction_row.h>
#include <interphase/phases.h>
#include <interphase/phases_row.h>
#include <interphase/potentials.h>
#include <interphase/potentials_row.h>
#include <interphase/region.h>
#include <interphase/synthesis.h>
#include <interphase/synthesis_row.h>
#include <interphase/voltage.h>
#include <interphase/voltage_row.h>
#include <interphase/screening.h>
#include <interphase/coating.h>
#include <interphase/task_row.h>
#include <interphase/screened_row.h>
#include <interphase/coating_row.h>
#include <interphase/coating_stack_row.h>
#include <interphase/air.h>
#include <interphase/air_row.h>
#include <interphase/air_curve.h>
#include <interphase/samples.h>
#include <interphase/samples_row.h>
#include <interphase/csv_reader.h>
#include <interphase/csv_file.h>
#include <interphase/heading.h>
#include <interphase/sink.h>
#include <interphase/document.h>
#include <interphase/frame.h>
#include <interphase/version.h>

#endif
