/* The options of a search for coatings: what lies on either side of the layer, and the limits of its tests. */
#ifndef INTERPHASE_CLI_COATING_OPTIONS_H
#define INTERPHASE_CLI_COATING_OPTIONS_H

#include <interphase/element.h>

/* Codes for getopt, apart from those of the other options. */
enum {
    COATING_ELECTROLYTE = 512,
    COATING_CATHODE,
    COATING_ANODE,
    COATING_BOTH,
    COATING_MAX_REACTION,
    COATING_MAX_AT_VOLTAGE,
    COATING_MAX_ABOVE_HULL,
    COATING_MIN_GAP,
    COATING_CONTAINS,
    COATING_ELEMENTS,
    COATING_WITHOUT,
    COATING_MAX_ELEMENTS,
    COATING_ANY_WINDOW,
    COATING_NO_RADIOACTIVE,
    COATING_RADIOACTIVE,
    COATING_TOP,
    COATING_EXPLAIN
};

typedef struct coating_options {
    const char *electrolyte; /* NULL for none */
    const char **cathodes;   /* owned list of borrowed formulas */
    int cathode_count;
    int anode, anode_charge; /* 0 for none; the charge 0 for the usual one */
    bool both, any_window, radioactive;
    double max_reaction, max_reaction_at_voltage, max_above_hull, min_gap; /* NaN for the default */
    ip_element_set contains, elements, without;                            /* empty where not given */
    int max_elements;                                                      /* 0 where not given */
    long top;                                                              /* -1 for the default */
    const char **explained;                                                /* owned list of borrowed formulas */
    int explained_count;
} coating_options;

/* Makes room for the options of a command line with `argc` words. Returns false for lack of memory. */
bool coating_options_start(coating_options *opts, int argc);
void coating_options_free(coating_options *opts);

/* Takes an option by its code. Fails with IP_BAD_ARGUMENT and a sentence that names the option. */
ip_status coating_options_take(coating_options *opts, int code, const char *value, ip_error *error);

#endif
