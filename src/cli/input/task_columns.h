/* The columns of a task file: which of them say what is asked. Knows header lines; no rows and no files. */
#ifndef INTERPHASE_CLI_TASK_COLUMNS_H
#define INTERPHASE_CLI_TASK_COLUMNS_H

#include <interphase/csv_reader.h>

enum { FIELD_A, FIELD_B, FIELD_VOLTAGE, FIELD_METAL, FIELD_COUNT };

/* Finds what a task is made of by the headings of a file, whatever their case, blanks and unit; -1 for what it does not have.
 * Fails with IP_BAD_TABLE: no column 'a', two of one name, or a voltage in another unit. */
ip_status task_columns_find(int index[FIELD_COUNT], const ip_csv_row *header, ip_error *error);

/* Says which columns are kept without being read: those that may have been meant to be one by one, the others together. */
void task_columns_say(const char *path, const int index[FIELD_COUNT], const ip_csv_row *header);

/* Index of the column that a heading calls by this name, -1 where there is none. Fails with IP_BAD_TABLE: two of them. */
ip_status task_columns_find_named(int *index, const ip_csv_row *header, const char *name, ip_error *error);

#endif
