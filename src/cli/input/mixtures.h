/* Compositions that are asked about and not in the table, as mixtures of two phases that are: what --mixing-entropy asks for. */
#ifndef INTERPHASE_CLI_MIXTURES_H
#define INTERPHASE_CLI_MIXTURES_H

#include "cli/io/report.h"
#include "cli/option/options.h"

#include <interphase/dataset.h>

/* Whether the options can be answered: a temperature, and compositions that are known. Complains where they cannot. */
bool mixtures_allowed(const options *opts);

/* Makes phases of the compositions that are asked about, all from the dataset as it is, and says from which parents. */
exit_code mixtures_add(ip_dataset *dataset, const options *opts);

#endif
