/* Words for what was calculated. Knows no entry and no energy. */
#include "run_type.h"

#include "value.h"

#include <string.h>
#include <strings.h>

static const struct {
    const char *word, *functional;
} run_types[] =
    {
        {"GGA", IP_RECORD_GGA},   {"GGA+U", IP_RECORD_GGA},     {"GGA_U", IP_RECORD_GGA},       {"PBE", IP_RECORD_GGA},
        {"PBE+U", IP_RECORD_GGA}, {"R2SCAN", IP_RECORD_R2SCAN}, {"R2SCAN+U", IP_RECORD_R2SCAN}, {"R2SCAN_U", IP_RECORD_R2SCAN},
},
  thermo_types[] = {
      {"GGA_GGA+U", IP_RECORD_GGA},          {"GGA_GGA_U", IP_RECORD_GGA}, {"GGA_GGA+U_R2SCAN", IP_RECORD_MIXED},
      {"GGA_GGA_U_R2SCAN", IP_RECORD_MIXED}, {"R2SCAN", IP_RECORD_R2SCAN},
};

/* Behind the name of an enumeration of Python. */
static const char *behind_point(const char *word) {
    const char *point = word ? strrchr(word, '.') : NULL;
    return point ? point + 1 : word;
}

const char *ip_run_type_functional(const char *run_type) {
    const char *word = behind_point(run_type);
    for (size_t i = 0; word && i < sizeof run_types / sizeof *run_types; i++)
        if (strcasecmp(word, run_types[i].word) == 0)
            return run_types[i].functional;
    return word;
}

const char *ip_thermo_type_functional(const char *thermo_type) {
    const char *word = behind_point(thermo_type);
    for (size_t i = 0; word && i < sizeof thermo_types / sizeof *thermo_types; i++)
        if (strcasecmp(word, thermo_types[i].word) == 0)
            return thermo_types[i].functional;
    return ip_run_type_functional(word);
}

/* Whether a value of U is above 0. A null counts as 0. */
static ip_status find_value(bool *found, const json_t *values, ip_error *error) {
    const char *key;
    json_t *one;
    json_object_foreach((json_t *)values, key, one) {
        if (!json_is_number(one) && !json_is_null(one))
            return ip_error_set(error, IP_BAD_TABLE, "field hubbards: the U of %.60s is no number", key);
        *found = *found || json_number_value(one) > 0.0;
    }
    return IP_OK;
}

ip_status ip_run_type_hubbard(ip_record_hubbard *out, const char *run_type, const json_t *object, ip_error *error) {
    bool flag, known, has_value = false;
    const json_t *values;
    const char *word = behind_point(run_type);
    ip_status status = ip_value_flag(&flag, &known, object, "is_hubbard", error);
    if (!status)
        status = ip_value_object(&values, object, "hubbards", error);
    if (!status)
        status = find_value(&has_value, values, error);
    *out = IP_RECORD_U_UNKNOWN;
    if (status)
        return status;
    bool names_u = word && (strstr(word, "+U") || strstr(word, "_U"));
    if (word && !names_u && has_value)
        return ip_error_set(error, IP_BAD_TABLE, "field hubbards: values of U above 0, where the run type %.40s has none", word);
    if (word)
        flag = names_u;
    else if (!known && values)
        flag = has_value;
    else if (!known)
        return IP_OK;
    *out = flag ? IP_RECORD_WITH_U : IP_RECORD_WITHOUT_U;
    return IP_OK;
}

bool ip_run_type_is_project_id(const char *id) {
    return id && (strncmp(id, "mp-", 3) == 0 || strncmp(id, "mvc-", 4) == 0);
}
