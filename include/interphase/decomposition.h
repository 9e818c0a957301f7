/* Decomposition: what one composition becomes, closed or in exchange with reservoirs, and the energy of that reaction. */
#ifndef INTERPHASE_DECOMPOSITION_H
#define INTERPHASE_DECOMPOSITION_H

#include <interphase/hull.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_decomposition {
    ip_hull hull;               /* the composition against the closed hull, as ip_hull_locate() */
    ip_equilibrium equilibrium; /* what it becomes */
    double atoms;               /* per formula unit */
    double energy;              /* eV per formula unit, zero or negative: of the equilibrium, less that of the composition itself
                                   (its own formation energy, else that of the hull) and of what it holds of the open elements */
    bool changes;               /* it does not stay what it is; a composition that is not in the table falls apart even where
                                   its energy, taken at the hull, does not change */
} ip_decomposition;

/* Finds what `composition` becomes; `reservoir` may be NULL (closed). Errors as ip_equilibrium_find(). The caller frees *out
 * with ip_decomposition_clear(). */
IP_API ip_status ip_decomposition_find(ip_decomposition *out, ip_solver *solver, const ip_composition *composition,
                                       const ip_reservoir *reservoir, ip_error *error);
IP_API void ip_decomposition_clear(ip_decomposition *decomposition);

#ifdef __cplusplus
}
#endif
#endif
