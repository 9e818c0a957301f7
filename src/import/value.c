/* Reads fields of entries. Knows JSON values and texts of CSV; no database. */
#include "value.h"

#include <interphase/number.h>
#include <interphase/reading.h>

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NUMBER_SIZE = 64 };

/* What a value is, for messages. */
static const char *type_word(const json_t *value) {
    switch (json_typeof(value)) {
    case JSON_OBJECT:
        return "an object";
    case JSON_ARRAY:
        return "an array";
    case JSON_STRING:
        return "a text";
    case JSON_TRUE:
    case JSON_FALSE:
        return "true or false";
    default:
        return "a number";
    }
}

static ip_status refuse(const json_t *value, const char *name, const char *expected, ip_error *error) {
    if (json_is_string(value))
        return ip_error_set(error, IP_BAD_TABLE, "field %s: '%.60s'; %s is expected", name, json_string_value(value), expected);
    return ip_error_set(error, IP_BAD_TABLE, "field %s: %s; %s is expected", name, type_word(value), expected);
}

const json_t *ip_value_member(const json_t *object, const char *name) {
    const json_t *member = json_object_get(object, name);
    return json_is_null(member) ? NULL : member;
}

bool ip_value_has(const json_t *object, const char *name) {
    return json_object_get(object, name) != NULL;
}

ip_status ip_value_object(const json_t **out, const json_t *object, const char *name, ip_error *error) {
    *out = ip_value_member(object, name);
    return !*out || json_is_object(*out) ? IP_OK : refuse(*out, name, "an object", error);
}

ip_status ip_value_text(const char **out, const json_t *object, const char *name, ip_error *error) {
    const json_t *member = ip_value_member(object, name);
    *out = json_string_value(member);
    return !member || *out ? IP_OK : refuse(member, name, "a text", error);
}

ip_status ip_value_id(const char **out, char room[IP_VALUE_ID_SIZE], const json_t *object, const char *name, ip_error *error) {
    const json_t *member = ip_value_member(object, name);
    if (!json_is_number(member))
        return ip_value_text(out, object, name, error);
    double number = json_number_value(member);
    if (number != floor(number) || fabs(number) > 9e15)
        return refuse(member, name, "a text or a whole number", error);
    snprintf(room, IP_VALUE_ID_SIZE, "%.0f", number);
    *out = room;
    return IP_OK;
}

static bool is_missing(const char *text) {
    static const char *const words[] = {"", "na", "n/a", "nan", "none", "null", "-"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(text, words[i]) == 0)
            return true;
    return false;
}

/* A number as text, where it may have a decimal comma. */
static bool read_text(double *out, const ip_record_call *call, const char *text) {
    char pointed[NUMBER_SIZE];
    const char *comma = call->decimal_comma ? strchr(text, ',') : NULL;
    if (!comma || strchr(text, '.') || strlen(text) >= sizeof pointed)
        return ip_number_read(out, text);
    strcpy(pointed, text);
    pointed[comma - text] = '.';
    return ip_number_read(out, pointed);
}

ip_status ip_value_number(double *out, const ip_record_call *call, const json_t *object, const char *name, ip_error *error) {
    const json_t *member = ip_value_member(object, name);
    const char *text = json_string_value(member);
    *out = NAN;
    if (!member || (text && is_missing(text)))
        return IP_OK;
    if (json_is_number(member))
        *out = json_number_value(member);
    else if (!text || !read_text(out, call, text))
        return refuse(member, name, "a finite number", error);
    return IP_OK;
}

ip_status ip_value_flag(bool *out, bool *known, const json_t *object, const char *name, ip_error *error) {
    const json_t *member = ip_value_member(object, name);
    const char *text = json_string_value(member);
    *known = member && !(text && is_missing(text));
    *out = false;
    if (!*known)
        return IP_OK;
    *out = text ? strcasecmp(text, "true") == 0 : json_is_true(member);
    bool is_flag = text ? *out || strcasecmp(text, "false") == 0 : json_is_boolean(member);
    return is_flag ? IP_OK : refuse(member, name, "true or false", error);
}

void ip_value_add_amount(ip_composition *composition, int element, double amount) {
    int at = 0;
    while (at < composition->count && composition->element[at] != element)
        at++;
    composition->element[at] = element;
    composition->amount[at] = at < composition->count ? composition->amount[at] + amount : amount;
    composition->count += at == composition->count;
}

/* Amounts by element, such as {"Na": 3.0, "P": 1.0}; elements may carry a charge, as in "Na+" or "S2-"; D and T are H. */
static ip_status read_amounts(ip_composition *out, const json_t *object, const char *name, ip_error *error) {
    const char *key;
    json_t *amount;
    json_object_foreach((json_t *)object, key, amount) {
        size_t length = strspn(key, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");
        bool is_isotope = length == 1 && strchr("DT", *key);
        int element = is_isotope ? ip_element_find("H", 1) : ip_element_find(key, length);
        if (!element || key[length + strspn(key + length, "0123456789.+-")])
            return ip_error_set(error, IP_BAD_TABLE, "field %s: '%.60s' is no element", name, key);
        double number = json_number_value(amount);
        if (!json_is_number(amount) || number < 0.0)
            return ip_error_set(error, IP_BAD_TABLE, "field %s: the amount of %s is no number from 0", name,
                                ip_element_symbol(element));
        if (number == 0.0)
            continue;
        ip_value_add_amount(out, element, number);
    }
    double atoms = ip_composition_atoms(out);
    if (!out->count || !isfinite(atoms))
        return ip_error_set(error, IP_BAD_TABLE, "field %s: no composition; amounts of elements above 0 are expected", name);
    return IP_OK;
}

/* A formula by the letter, but for isotopes: databases have deuterium. */
static ip_status read_formula(ip_composition *out, const char *text, ip_error *error) {
    ip_formula_reading how;
    ip_status status = ip_composition_read(out, text, error);
    if (status != IP_BAD_FORMULA || ip_formula_read(out, &how, text, 0, NULL))
        return status;
    for (int i = 0; i < how.change_count; i++)
        if (how.changes[i].kind != IP_READING_ISOTOPE)
            return status;
    return IP_OK;
}

ip_status ip_value_composition(ip_composition *out, const json_t *object, const char *name, ip_error *error) {
    const json_t *member = ip_value_member(object, name);
    const char *text = json_string_value(member);
    ip_error fault;
    out->count = 0;
    if (!member || (text && !*text))
        return IP_OK;
    if (json_is_object(member))
        return read_amounts(out, member, name, error);
    if (!text)
        return refuse(member, name, "a composition", error);
    if (read_formula(out, text, &fault))
        return ip_error_set(error, fault.status == IP_NO_MEMORY ? IP_NO_MEMORY : IP_BAD_TABLE, "field %s: %s", name,
                            fault.message);
    return IP_OK;
}

const char *ip_value_class(const json_t *object) {
    const char *name = json_string_value(json_object_get(object, "@class"));
    const char *point = name ? strrchr(name, '.') : NULL;
    return point ? point + 1 : name ? name : "";
}
