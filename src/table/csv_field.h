/* A field of CSV added to a line in the making, quoted only where it has to be. */
#ifndef INTERPHASE_SRC_CSV_FIELD_H
#define INTERPHASE_SRC_CSV_FIELD_H

#include "base/buffer.h"

void ip_csv_add_field(ip_buffer *line, const char *text);

#endif
