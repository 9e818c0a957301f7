/* Reads limits, lists of elements and the sides of a layer. */
#include "coating_options.h"

#include "values.h"

#include <interphase/number.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool coating_options_start(coating_options *opts, int argc) {
    size_t most = (size_t)argc + 1;
    opts->cathodes = calloc(most, sizeof *opts->cathodes);
    opts->explained = calloc(most, sizeof *opts->explained);
    opts->max_reaction = opts->max_reaction_at_voltage = opts->max_above_hull = opts->min_gap = NAN;
    opts->top = -1;
    return opts->cathodes && opts->explained;
}

void coating_options_free(coating_options *opts) {
    free(opts->cathodes);
    free(opts->explained);
}

static ip_status read_limit(double *out, const char *option, const char *unit, const char *text, ip_error *error) {
    if (ip_number_read(out, text) && *out >= 0.0)
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT, "--%s %.100s: expected a number in %s, 0 or more", option, text, unit);
}

static ip_status read_count(long *out, const char *option, long least, const char *text, ip_error *error) {
    double number;
    if (!ip_number_read(&number, text) || number < (double)least || number > 1e9 || number != floor(number))
        return ip_error_set(error, IP_BAD_ARGUMENT, "--%s %.100s: expected a whole number, %ld or more", option, text, least);
    *out = (long)number;
    return IP_OK;
}

/* "Na,O" */
static ip_status read_elements(ip_element_set *out, const char *option, const char *text, ip_error *error) {
    for (const char *start = text;; start++) {
        size_t length = strcspn(start, ",");
        int element = ip_element_find(start, length);
        if (!element)
            return ip_error_set(error, IP_BAD_ARGUMENT, "--%s %.100s: '%.*s' is not an element; expected symbols such as Na,O", option,
                                text, length > 20 ? 20 : (int)length, start);
        ip_element_set_add(out, element);
        start += length;
        if (!*start)
            return IP_OK;
    }
}

static ip_status read_anode(coating_options *opts, const char *text, ip_error *error) {
    if (opts->anode)
        return ip_error_set(error, IP_BAD_ARGUMENT, "--anode is given twice; one metal is expected");
    ip_error reason;
    if (!values_read_metal(&opts->anode, &opts->anode_charge, text, &reason))
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT, "--anode %.100s: %.300s; an alloy goes to --cathode, with its voltages", text,
                        reason.message);
}

static ip_status read_electrolyte(coating_options *opts, const char *text, ip_error *error) {
    if (opts->electrolyte)
        return ip_error_set(error, IP_BAD_ARGUMENT, "--electrolyte is given twice; one is expected");
    opts->electrolyte = text;
    return IP_OK;
}

static ip_status read_max_elements(coating_options *opts, const char *text, ip_error *error) {
    long count = 0;
    ip_status status = read_count(&count, "max-elements", 1, text, error);
    if (!status)
        opts->max_elements = count < IP_ELEMENT_COUNT ? (int)count : IP_ELEMENT_COUNT;
    return status;
}

ip_status coating_options_take(coating_options *opts, int code, const char *value, ip_error *error) {
    switch (code) {
    case COATING_ELECTROLYTE:
        return read_electrolyte(opts, value, error);
    case COATING_CATHODE:
        opts->cathodes[opts->cathode_count++] = value;
        return IP_OK;
    case COATING_ANODE:
        return read_anode(opts, value, error);
    case COATING_BOTH:
        opts->both = true;
        return IP_OK;
    case COATING_MAX_REACTION:
        return read_limit(&opts->max_reaction, "max-reaction", "eV/atom", value, error);
    case COATING_MAX_AT_VOLTAGE:
        return read_limit(&opts->max_reaction_at_voltage, "max-reaction-at-voltage", "eV/atom", value, error);
    case COATING_MAX_ABOVE_HULL:
        return read_limit(&opts->max_above_hull, "max-above-hull", "eV/atom", value, error);
    case COATING_MIN_GAP:
        return read_limit(&opts->min_gap, "min-gap", "eV", value, error);
    case COATING_CONTAINS:
        return read_elements(&opts->contains, "contains", value, error);
    case COATING_ELEMENTS:
        return read_elements(&opts->elements, "elements", value, error);
    case COATING_WITHOUT:
        return read_elements(&opts->without, "without", value, error);
    case COATING_MAX_ELEMENTS:
        return read_max_elements(opts, value, error);
    case COATING_ANY_WINDOW:
        opts->any_window = true;
        return IP_OK;
    case COATING_RADIOACTIVE:
    case COATING_NO_RADIOACTIVE:
        opts->radioactive = code == COATING_RADIOACTIVE;
        return IP_OK;
    case COATING_TOP:
        return read_count(&opts->top, "top", 0, value, error);
    case COATING_EXPLAIN:
        opts->explained[opts->explained_count++] = value;
        return IP_OK;
    default:
        return ip_error_set(error, IP_BAD_ARGUMENT, "an unknown option");
    }
}
