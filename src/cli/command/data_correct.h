/* `interphase data correct`, and the options of `data` that belong to it. */
#ifndef INTERPHASE_CLI_DATA_CORRECT_H
#define INTERPHASE_CLI_DATA_CORRECT_H

#include "command.h"

typedef struct data_options {
    bool explain, metals;
} data_options;

/* The rows of --explain. */
extern const ip_result_type data_correct_result;

/* The arguments begin with the word `correct`. */
exit_code data_correct(const options *opts);

#endif
