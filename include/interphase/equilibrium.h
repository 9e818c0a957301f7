/* Equilibria: the phases that a composition becomes, closed or in exchange with reservoirs.
 *
 * Closed: minimise sum_j w_j e_j over phases j with sum_j w_j x_ij = c_i for every element i, w_j >= 0
 * (e_j formation energy per atom, x_ij atomic fraction, w_j atoms of phase j). Open to elements o at
 * chemical potentials mu_o: minimise sum_j w_j (e_j - sum_o mu_o x_oj) with the balances of the elements
 * that are not open; the optimum is the grand potential. (Ong, Wang, Kang, Ceder, Chem. Mater. 20, 1798,
 * 2008; the linear programme: Akbarzadeh, Ozolins, Wolverton, Adv. Mater. 19, 3233, 2007.)
 *
 * Every answer is certified before it is returned: the products balance the composition, and no phase of
 * the chemical system lies below the hull that was found. */
#ifndef INTERPHASE_EQUILIBRIUM_H
#define INTERPHASE_EQUILIBRIUM_H

#include <interphase/atmosphere.h>
#include <interphase/packed.h>
#include <interphase/solver.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What is in exchange with reservoirs: elements, and the gases of an atmosphere. */
typedef struct ip_reservoir {
    int count;                                   /* open elements, 0 for a closed equilibrium */
    int element[IP_ELEMENT_COUNT];               /* [0 .. count-1], each at most once */
    double chemical_potential[IP_ELEMENT_COUNT]; /* [0 .. count-1], eV/atom relative to the element */
    const ip_atmosphere *atmosphere;             /* borrowed; NULL for none */
} ip_reservoir;

/* Nothing is open. */
#define IP_RESERVOIR_INIT {0, {0}, {0.0}, NULL}

/* Opens an element; fails with IP_BAD_ARGUMENT where it is open already or the value is not finite. */
IP_API ip_status ip_reservoir_open(ip_reservoir *reservoir, int element, double chemical_potential,
                                   ip_error *error);

/* Opens a metal at a voltage (V, at least 0): mu = -charge * voltage. `charge` is that of the metal's ion, 1 to 8,
 * or 0 for the one of ip_element_charge(). Fails with IP_BAD_ARGUMENT where that has none, or the voltage is
 * negative. */
IP_API ip_status ip_reservoir_open_metal(ip_reservoir *reservoir, int metal, int charge, double voltage, ip_error *error);

typedef struct ip_product {
    const ip_phase *phase; /* borrowed from the dataset */
    double amount;         /* formula units of the phase per formula unit of the subject, above 0 */
} ip_product;

/* What an open element exchanges with its reservoir. */
typedef struct ip_uptake {
    int element;
    double amount; /* atoms taken up per formula unit of the subject; negative: given off */
} ip_uptake;

/* What a gas that gives and takes exchanges. */
typedef struct ip_gas_uptake {
    const ip_phase *gas; /* borrowed from the atmosphere */
    double amount;       /* formula units taken up per formula unit of the subject; negative: given off */
} ip_gas_uptake;

/* The equilibrium of one formula unit of a subject. Gases that may only leave are products like any other (phase->gas). */
typedef struct ip_equilibrium {
    double energy;            /* eV per formula unit: E_hull, or the grand potential where elements are open */
    double formation_energy;  /* eV per formula unit of subject: sum of the products' formation energies */
    int product_count;
    ip_product *products;     /* [0 .. product_count-1], owned; in the order of the subject's elements */
    int open_count;
    ip_uptake *uptakes;       /* [0 .. open_count-1], owned; by rising atomic number; NULL where nothing is open */
    int gas_count;
    ip_gas_uptake *gases;     /* [0 .. gas_count-1], owned; of the gases that give and take, by formula; NULL for none */
} ip_equilibrium;

/* Finds the equilibrium of `composition`. `reservoir` may be NULL (closed). `without`, a phase of the
 * dataset or NULL, is left out of the competition.
 *
 * Where several sets of products have the same energy (within 1e-9 eV/atom), the phase of the subject's own
 * composition is preferred, then phases of lower decomposition energy, then the order of formulas.
 *
 * Fails with IP_BAD_ARGUMENT (a reservoir of what is no element, is open twice, or has no finite potential),
 * IP_MISSING_ELEMENT (names it), IP_INFEASIBLE, IP_UNBOUNDED (names the phase that would grow, or, with gases, the reaction
 * among reservoirs that would go on without end), IP_RESERVOIR (the reservoirs make up all of the composition), IP_NUMERIC,
 * IP_NO_MEMORY. On success the caller frees *out with ip_equilibrium_clear(). */
IP_API ip_status ip_equilibrium_find(ip_equilibrium *out, ip_solver *solver, const ip_composition *composition,
                                     const ip_reservoir *reservoir, const ip_phase *without, ip_error *error);

/* Frees what an equilibrium owns and makes it empty; fine for one that is all zero. */
IP_API void ip_equilibrium_clear(ip_equilibrium *equilibrium);

/* Packs an equilibrium, whose phases are those of `dataset`, and unpacks it for the same dataset, or for another that was
 * filled in the same way; with gases, for the same atmosphere or one made in the same way (NULL for none). Fails with
 * IP_NO_MEMORY; with IP_BAD_ARGUMENT where the bytes are of something else. The caller frees *out with ip_equilibrium_clear(). */
IP_API void ip_equilibrium_pack(const ip_equilibrium *equilibrium, const ip_dataset *dataset, ip_packed *packed);
IP_API ip_status ip_equilibrium_unpack(ip_equilibrium *out, const ip_dataset *dataset, ip_packed_reader *reader, ip_error *error);
IP_API ip_status ip_equilibrium_unpack_in(ip_equilibrium *out, const ip_dataset *dataset, const ip_atmosphere *atmosphere,
                                          ip_packed_reader *reader, ip_error *error);

/* Atoms of the products of a closed equilibrium, which are those of the subject; false where it is open, so that they are not. */
IP_API bool ip_equilibrium_atoms(double *atoms, const ip_equilibrium *equilibrium);

/* Whether the subject stays what it is: the only product is `phase` (NULL for a subject that is not in the dataset, which never
 * does), and nothing is exchanged. */
IP_API bool ip_equilibrium_is(const ip_equilibrium *equilibrium, const ip_phase *phase);

/* Uptake of one open element, atoms per formula unit; 0 where the element is not open. */
IP_API double ip_equilibrium_uptake(const ip_equilibrium *equilibrium, int element);

#ifdef __cplusplus
}
#endif
#endif
