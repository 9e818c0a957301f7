/* What a row of a formation-energy table says: the columns of a header line, and a row as a phase. Knows no files, no
 * other rows and no dataset; any thread may read rows with columns and an arena of its own. */
#ifndef INTERPHASE_SRC_TABLE_ROW_H
#define INTERPHASE_SRC_TABLE_ROW_H

#include "base/intern.h"
#include "dataset_store.h"

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
    IP_TABLE_COLUMN_COUNT
};

typedef struct ip_table_columns {
    int index[IP_TABLE_COLUMN_COUNT]; /* of each field in a row; -1 where the table has none */
    int field_count;                  /* of the header line */
    const char *energy_name;          /* of the energy column; static storage */
} ip_table_columns;

/* Hears of each fault of a row; IP_OK goes on with the next row, anything else ends the reading with that status. */
typedef ip_status (*ip_row_fault_handler)(void *user, long line, const char *word, const char *message, ip_error *error);

/* The energy column that is looked for first. */
extern const char *const ip_table_usual_energy;

/* Fails with IP_BAD_TABLE; the message does not name the place. */
ip_status ip_table_columns_find(ip_table_columns *out, const ip_csv_row *header, ip_error *error);

/* Makes a phase in `arena` of a row (its line from `row`, its file not yet set), its note from the pool `notes`; NULL in *out
 * where a fault makes the row unusable and the handler said IP_OK. Fails with IP_NO_MEMORY or what the handler returned. */
ip_status ip_table_row_read(ip_stored_phase **out, const ip_table_columns *columns, const ip_csv_row *row, bool uncorrected,
                            ip_arena *arena, ip_intern *notes, ip_row_fault_handler handler, void *user, ip_error *error);

#endif
