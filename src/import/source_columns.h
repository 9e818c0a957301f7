/* Tables of which the caller tells what their columns mean: it is he who chooses this source, no entry does. Knows no file. */
#ifndef INTERPHASE_SRC_SOURCE_COLUMNS_H
#define INTERPHASE_SRC_SOURCE_COLUMNS_H

#include "record.h"

extern const ip_record_source ip_record_source_columns;

/* Whether a header line, as an object of its headings, has the columns. Fails with IP_BAD_TABLE. */
ip_status ip_source_columns_check(const ip_import_columns *columns, const json_t *header, ip_error *error);

#endif
