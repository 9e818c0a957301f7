/* The row of a layer: what `coatings` shows, in every form. */
#ifndef INTERPHASE_COATING_ROW_H
#define INTERPHASE_COATING_ROW_H

#include <interphase/coating.h>
#include <interphase/question.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_coating_row {
    long rank;
    const char *formula;
    double energy_above_hull, band_gap;              /* eV/atom, eV */
    double reduction_potential, oxidation_potential; /* V */
    double electrolyte_reaction_energy;              /* eV per atom of the mixture */
    ip_row_products electrolyte_products;
    double cathode_reaction_energy;
    ip_row_products cathode_products;
    double worst_reaction_energy, cathode_energy_at_voltage;
    const char *status, *message;
    const char *side, *cathode;
    const char *electrolyte_character, *cathode_character;
    const char *gap, *window, *worse_interface; /* words for the table in text */
    double energy_above_hull_uncertainty, reduction_potential_uncertainty,
        oxidation_potential_uncertainty; /* one standard deviation */
    double electrolyte_reaction_energy_uncertainty, cathode_reaction_energy_uncertainty;
    double worst_reaction_energy_uncertainty, cathode_energy_at_voltage_uncertainty;
} ip_coating_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_coating_result;

/* What lies on the two sides of a layer, as it was written. */
typedef struct ip_coating_sides {
    const char *electrolyte;     /* NULL for none */
    const char *const *cathodes; /* [0 .. the search's cathode_count-1] */
} ip_coating_sides;

/* What forms at the worse of a coating's interfaces, which its row shows in text; NULL where nothing does. */
IP_API const ip_equilibrium *ip_coating_worse_products(const ip_coating_search *search, const ip_coating_sides *sides,
                                                       const ip_coating *coating);

/* The row of a coating of rank `rank`; 0 for one that fell, for the reasons `reasons` (borrowed), or could not be judged. Fails
 * with IP_NO_MEMORY. */
IP_API ip_status ip_coating_row_fill(ip_coating_row *out, ip_memory *memory, const ip_coating_search *search,
                                     const ip_coating_sides *sides, const ip_coating *coating, long rank, const char *reasons,
                                     const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
