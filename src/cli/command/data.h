/* The words of `interphase data` that have files of their own, and the options of all its words. */
#ifndef INTERPHASE_CLI_DATA_H
#define INTERPHASE_CLI_DATA_H

#include "command.h"

#include <interphase/import.h>

typedef struct data_options {
    bool explain, metals;              /* of `correct` */
    ip_import_energies energies;       /* of `import`, and the following */
    const char *references, *functional;
    bool keep_polymorphs;
    const char *energy_column, *formula_column;
    ip_import_kind energy_kind;
    ip_import_unit unit;
    bool over;                         /* of `diff`, and the following */
    text_list formulas;
    double tolerance, window_tolerance;
    int top;
} data_options;

/* Each is called with arguments that begin with its word; its rows stand beside it. */
exit_code data_check(const options *opts);
extern const ip_result_type data_check_result;
exit_code data_correct(const options *opts);
extern const ip_result_type data_correct_result; /* of --explain */
exit_code data_diff(const options *opts);
extern const ip_result_type data_diff_result;
exit_code data_import(const options *opts);
extern const ip_result_type data_import_result;

#endif
