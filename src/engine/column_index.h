/* Which column a phase is. Knows addresses, no chemistry. */
#ifndef INTERPHASE_SRC_COLUMN_INDEX_H
#define INTERPHASE_SRC_COLUMN_INDEX_H

#include <interphase/dataset.h>

typedef struct ip_column_index ip_column_index;

/* The column of a phase among columns[0 .. count-1], -1 for none. *index is NULL at first and made here where columns are many;
 * the caller frees it. */
int ip_column_index_find(ip_column_index **index, const ip_phase *const *columns, int count, const ip_phase *phase);
void ip_column_index_free(ip_column_index *index);

#endif
