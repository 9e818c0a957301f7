/* Shipped tables: those that are installed with the library, found by their names. ip_dataset_read_shipped() and
 * ip_corrections_read_shipped() read them. */
#ifndef INTERPHASE_SHIPPED_H
#define INTERPHASE_SHIPPED_H

#include <interphase/status.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The path of the shipped table of this name (such as "mp2020"), which the caller frees by free(). Of a library, or a program
 * that holds it, in a build tree it is that of the tree; else what was installed with it, wherever it has been moved together
 * with the tables; else what lies where they were to be installed.
 *
 * Fails with IP_BAD_ARGUMENT (a name with a slash or a point, or none), IP_INPUT_OUTPUT (there is no such table) or
 * IP_NO_MEMORY. */
IP_API ip_status ip_shipped_find(char **path, const char *name, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
