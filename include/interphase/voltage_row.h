/* The rows of average voltages: what `voltage` shows, in every form. */
#ifndef INTERPHASE_VOLTAGE_ROW_H
#define INTERPHASE_VOLTAGE_ROW_H

#include <interphase/question.h>
#include <interphase/voltage.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ip_voltage_row {
    const char *a, *b, *metal;
    double exchanged; /* atoms of the metal taken up from a to b per formula unit of a */
    double voltage;   /* V */
    double capacity;  /* mAh per gram of a */
    const char *status, *message;
    const char *kind;                      /* "mean", "step", "above" or "absent" */
    double a_content, b_content;           /* atoms of the metal per host of one formula unit of the first composition */
    double capacity_b;                     /* mAh per gram of b */
    double specific_energy, specific_energy_b; /* Wh/kg of a and of b */
    double above_line;                     /* eV/atom */
    ip_flag a_in_dataset, b_in_dataset;
    double a_energy_above_hull, b_energy_above_hull; /* eV/atom */
    double voltage_uncertainty, specific_energy_uncertainty, specific_energy_b_uncertainty,
        above_line_uncertainty; /* in their units */
} ip_voltage_row;

/* The description of these rows. */
IP_API extern const ip_result_type ip_voltage_result;

/* How many rows there are: of two compositions one; of more a step between each two neighbours on the hull along the content, a
 * row for each composition that is not on it, and the mean from the first to the last. */
IP_API int ip_voltage_row_count(const ip_voltage *voltage);

/* Row `index`; formulas[] are those of the compositions as they were given, borrowed. Fails with IP_NO_MEMORY. */
IP_API ip_status ip_voltage_row_fill(ip_voltage_row *out, const char *const *formulas, const ip_voltage *voltage, int index,
                                     const ip_question *question, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
