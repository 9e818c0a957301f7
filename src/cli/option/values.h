/* Values as users write them, in options and in the rows of a batch: voltages, ranges of them, metals. */
#ifndef INTERPHASE_CLI_VALUES_H
#define INTERPHASE_CLI_VALUES_H

#include <interphase/status.h>

#include <stdbool.h>

/* A voltage, or a range of them (high above low), V. */
typedef struct voltage_range {
    double low, high; /* equal for a single voltage */
    bool is_range;
} voltage_range;

/* Reads "2.5" or "2:3.6". Fails with IP_BAD_ARGUMENT and what was expected. */
ip_status values_read_voltage(voltage_range *out, const char *text, ip_error *error);

/* Reads "Li", or "Fe=2" with the charge of the ion; *charge is 0 for the usual one. */
ip_status values_read_metal(int *metal, int *charge, const char *text, ip_error *error);

#endif
