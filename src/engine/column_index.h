/* Which column a phase is. Knows orders, no energies. */
#ifndef INTERPHASE_SRC_COLUMN_INDEX_H
#define INTERPHASE_SRC_COLUMN_INDEX_H

#include <interphase/dataset.h>

/* The column of a phase among columns[0 .. count-1], -1 for none. They are in the order of ip_dataset_visit(), gases of
 * reservoirs behind them in any order. */
int ip_column_index_find(const ip_phase *const *columns, int count, const ip_phase *phase);

#endif
