/* What the rows of answers are made with: lists of products, equations and words as members of a row. */
#ifndef INTERPHASE_SRC_ROW_H
#define INTERPHASE_SRC_ROW_H

#include "shares.h"

#include <interphase/character.h>
#include <interphase/question.h>
#include <interphase/reaction.h>

/* The columns that every row has, wherever they stand in it. */
#define IP_STATUS_COLUMNS(row)                                                                                               \
    IP_COLUMN(row, status, "status", "", 0, 0, 0, 0, "ok, or a stable word for why there is no answer"),                     \
        IP_COLUMN(row, message, "message", "", 0, 0, 0, 0, "why there is no answer, for people")

/* The standard deviation of another column of the row, in its unit. */
#define IP_UNCERTAINTY(row, member, unit)                                                                                    \
    IP_COLUMN(row, member##_uncertainty, "uncertainty", unit, 6, 0, 4, 0, "one standard deviation of " #member)

/* Lists the products of an equilibrium; formulas are borrowed from the dataset. */
ip_status ip_row_list_products(ip_row_products *out, ip_memory *memory, const ip_equilibrium *equilibrium, ip_error *error);

/* The text of an equation, with a mark behind weak phases (NULL for none), and how many times what the reactants were given as it
 * is written for. */
ip_status ip_row_equation(const char **out, double *multiple, ip_memory *memory, const ip_dataset *dataset,
                          const ip_reactant *reactants, int reactant_count, const ip_equilibrium *equilibrium, const char *arrow,
                          const char *mark, ip_error *error);

/* "SEI (NaCrS2: 1.85 eV)" for people. */
ip_status ip_row_character(const char **out, ip_memory *memory, ip_character character, ip_error *error);

#endif
