/* What a row of a formation-energy table says: the columns of a header line, and a row as an entry. Knows no files, no
 * other rows and no dataset; any thread may read rows with the columns and entries of its own. */
#ifndef INTERPHASE_SRC_TABLE_ROW_H
#define INTERPHASE_SRC_TABLE_ROW_H

#include "entries.h"

#include <interphase/csv_reader.h>

enum {
    IP_TABLE_FORMULA,
    IP_TABLE_ENERGY,
    IP_TABLE_CORRECTION,
    IP_TABLE_UNCERTAINTY,
    IP_TABLE_BAND_GAP,
    IP_TABLE_NUMBERS_END, /* what stands behind decides no answer: of two columns of a name the first counts */
    IP_TABLE_ID = IP_TABLE_NUMBERS_END,
    IP_TABLE_NOTE,
    IP_TABLE_FUNCTIONAL, /* text: what the energy was calculated with */
    IP_TABLE_COLUMN_COUNT
};

enum { IP_TABLE_NAME_SIZE = 64 };

typedef struct ip_table_columns {
    int index[IP_TABLE_COLUMN_COUNT]; /* of each field in a row; -1 where the table has none */
    int field_count;                  /* of the header line */
    char energy_name[IP_TABLE_NAME_SIZE]; /* of the energy column, as the header line has it, cut where it is longer */
    bool decimal_comma;               /* numbers may have one; to be set by the caller */
} ip_table_columns;

/* The energy column that is looked for first, for messages. */
extern const char *const ip_table_usual_energy;

/* Columns are known by their names and synonyms, whatever their case, blanks and unit (a unit of another kind is an error); a
 * total energy or a distance from the hull is never taken for a formation energy. Fails with IP_BAD_TABLE; the message does not
 * name the place. */
ip_status ip_table_columns_find(ip_table_columns *out, const ip_csv_row *header, ip_error *error);

/* Puts the entry that a row is behind the others. Fails with IP_NO_MEMORY. */
ip_status ip_table_row_read(ip_entries *entries, const ip_table_columns *found, const ip_csv_row *row);

#endif
