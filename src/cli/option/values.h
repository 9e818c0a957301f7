/* Values as users write them, in options and in the rows of a batch: numbers with names, voltages, metals, lists of each. */
#ifndef INTERPHASE_CLI_VALUES_H
#define INTERPHASE_CLI_VALUES_H

#include <interphase/status.h>

#include <stdbool.h>
#include <stddef.h>

/* Texts as typed. */
typedef struct text_list {
    const char **items; /* [0 .. count-1], owned list of borrowed texts */
    int count;
} text_list;

/* FORMULA=NUMBER */
typedef struct assignment {
    char *name; /* owned */
    double value;
} assignment;

typedef struct assignment_list {
    assignment *items; /* [0 .. count-1], owned */
    int count;
} assignment_list;

/* An element and its chemical potential, eV/atom. */
typedef struct potential {
    int element;
    double value;
} potential;

typedef struct potential_list {
    potential *items; /* [0 .. count-1], owned */
    int count;
} potential_list;

/* A gas and its pressure, as they were typed. */
typedef struct gas_choice {
    char *formula;        /* owned */
    const char *pressure; /* NULL where it is left open */
} gas_choice;

typedef struct gas_list {
    gas_choice *items; /* [0 .. count-1], owned */
    int count;
} gas_list;

/* V; no electrode is near, and larger numbers are in other units. */
#define HIGHEST_VOLTAGE 100.0

/* A voltage, or a range of them (high above low), V. */
typedef struct voltage_range {
    double low, high; /* equal for a single voltage */
    bool is_range;
} voltage_range;

typedef struct voltage_list {
    voltage_range *items; /* [0 .. count-1], owned */
    int count;
} voltage_list;

/* Of a picture, mm; height 0: as its content asks. */
typedef struct picture_size {
    double width, height;
} picture_size;

/* Part `part` of `parts`, from 1; parts is 0 where all is asked for. */
typedef struct part_choice {
    long part, parts;
} part_choice;

typedef struct metal_choice {
    int element; /* 0 for none */
    int charge;  /* of its ion; 0 for the usual one */
} metal_choice;

/* Fails with IP_BAD_ARGUMENT: symbol[0 .. length-1] is not an element; with the likely one, where its case is wrong, or else
 * what was `expected` (NULL for no word about it). */
ip_status values_fail_element(const char *symbol, size_t length, const char *expected, ip_error *error);

/* Reads "2.5", "2:3.6" or "2:2", which is one voltage. Fails with IP_BAD_ARGUMENT and what was expected. */
ip_status values_read_voltage(voltage_range *out, const char *text, ip_error *error);

/* Reads "Li", or "Fe=2" with the charge of the ion; *charge is 0 for the usual one. */
ip_status values_read_metal(int *metal, int *charge, const char *text, ip_error *error);

/* Whether voltages can refer to a metal of this charge (0: the usual one). Fails with IP_BAD_ARGUMENT where they cannot, or
 * where the charge is not the known one and not forced. */
ip_status values_check_metal(int metal, int charge, bool force, ip_error *error);

#endif
