/* Average voltages between compositions that differ in the content of one metal alone: what an insertion electrode gives
 * between two of its states, without any decomposition.
 *
 * V = -(E_b - E_a) / (z n) for a host that goes from a to b by taking up n atoms of a metal of ionic charge z; energies are
 * relative to the elements, so that of the metal itself is 0. (Aydinol, Kohan, Ceder, Cho, Joannopoulos, Phys. Rev. B 56, 1354,
 * 1997.) Of several compositions those on the lower convex hull along the metal content follow each other; the others would part
 * into the two beside them. One that the dataset has not has no energy of its own: between others it takes no part, and at an end
 * it is taken at the hull. */
#ifndef INTERPHASE_VOLTAGE_H
#define INTERPHASE_VOLTAGE_H

#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

/* One composition. Quantities of the host count for as much of it as a formula unit of the first composition holds. */
typedef struct ip_voltage_point {
    int index;           /* among the compositions as they were given */
    double atoms, mass;  /* of a formula unit as it is written; mass in g/mol */
    double units;        /* formula units that hold the host */
    double content;      /* atoms of the metal with the host */
    double energy;       /* eV of that: the phase's own, else (not in the table) that of the hull */
    bool is_stable;      /* on the lower convex hull along the content */
    double above;        /* eV per atom of the composition above that hull; 0 where stable, NaN without an energy of its own */
    ip_hull hull;        /* as ip_hull_locate() */
} ip_voltage_point;

typedef struct ip_voltage {
    int metal, charge;        /* of what is exchanged */
    int count;                /* at least 2 */
    ip_voltage_point *points; /* [0 .. count-1], owned; by rising content */
    int stable_count;         /* at least 2: the first and the last always are */
    int *stable;              /* [0 .. stable_count-1], owned: indices of points, by rising content */
} ip_voltage;

/* Compares compositions[0 .. count-1], which have to be the same up to scale but for their content of the metal; `metal` 0 for
 * the one by which they differ, `charge` 0 for the usual one. Fails with IP_BAD_ARGUMENT where they differ in something else
 * (names the element, and by how much), or not at all, or where the metal has no ionic charge; and as ip_hull_locate(). The
 * caller frees *out with ip_voltage_clear(). */
IP_API ip_status ip_voltage_find(ip_voltage *out, ip_solver *solver, const ip_composition *compositions, int count, int metal,
                                 int charge, ip_error *error);
IP_API void ip_voltage_clear(ip_voltage *voltage);

/* Between two points, V: low and high are indices of points of different content. */
IP_API double ip_voltage_between(const ip_voltage *voltage, int low, int high);

/* Charge exchanged between two points, mAh per gram of one of them: F z n / (3.6 M). */
IP_API double ip_voltage_capacity(const ip_voltage *voltage, int low, int high, int per);

#ifdef __cplusplus
}
#endif
#endif
