/* Reads voltages and metals; says what was expected. */
#include "values.h"

#include <interphase/composition.h>
#include <interphase/element.h>
#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HIGHEST_CHARGE = 8 };

ip_status values_read_voltage(voltage_range *out, const char *text, ip_error *error) {
    const char *colon = strchr(text, ':');
    char low[64];
    size_t length = colon ? (size_t)(colon - text) : strlen(text);
    if (length >= sizeof low)
        return ip_error_set(error, IP_BAD_ARGUMENT, "expected a number in V, or a range such as 2:3.6");
    memcpy(low, text, length);
    low[length] = '\0';
    if (!ip_number_read(&out->low, low) || (colon && !ip_number_read(&out->high, colon + 1)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "expected a number in V, or a range such as 2:3.6");
    if (!colon)
        out->high = out->low;
    if (out->low < 0.0)
        return ip_error_set(error, IP_BAD_ARGUMENT, "below 0 V the metal itself would grow without bound; expected 0 or more");
    if (fmax(out->low, out->high) > HIGHEST_VOLTAGE)
        return ip_error_set(error, IP_BAD_ARGUMENT, "above %g V; expected what an electrode can have", HIGHEST_VOLTAGE);
    if (out->high < out->low)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the range is empty; the lower end comes first");
    out->is_range = out->high > out->low;
    return IP_OK;
}

ip_status values_fail_element(const char *symbol, size_t length, const char *expected, ip_error *error) {
    char typed[21], meant[21];
    snprintf(typed, sizeof typed, "%.*s", length > 20 ? 20 : (int)length, symbol);
    if (ip_composition_repair(meant, sizeof meant, typed) && ip_element_find(meant, strlen(meant)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "'%s' is not an element; did you mean %s?", typed, meant);
    return ip_error_set(error, IP_BAD_ARGUMENT, "'%s' is not an element%s%s", typed, expected ? "; expected " : "",
                        expected ? expected : "");
}

ip_status values_read_metal(int *metal, int *charge, const char *text, ip_error *error) {
    size_t length = strcspn(text, "=");
    double number = 0.0;
    int element = ip_element_find(text, length);
    if (!element)
        return values_fail_element(text, length, NULL, error);
    if (text[length] == '=' &&
        (!ip_number_read(&number, text + length + 1) || number < 1.0 || number > HIGHEST_CHARGE || number != floor(number)))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the charge of the ion is a whole number from 1 to %d", HIGHEST_CHARGE);
    if (number < 1.0 && !ip_element_charge(element))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the charge of its ion is not known; give it, such as %.20s=2",
                            ip_element_symbol(element));
    *metal = element;
    *charge = (int)number;
    return IP_OK;
}

/* Elements that electrodes know as anions, and those that form no ions. */
static const char anion_formers[][3] = {"N", "P", "O", "S", "Se", "Te", "F", "Cl", "Br", "I", "At", "Ts",
                                        "He", "Ne", "Ar", "Kr", "Xe", "Rn", "Og"};

ip_status values_check_metal(int metal, int charge, bool force, ip_error *error) {
    int usual = ip_element_charge(metal);
    const char *symbol = ip_element_symbol(metal);
    for (size_t i = 0; i < sizeof anion_formers / sizeof *anion_formers; i++)
        if (strcmp(symbol, anion_formers[i]) == 0)
            return ip_error_set(error, IP_BAD_ARGUMENT,
                                "%s has no usual positive ion, so voltages against it would have the wrong sign; "
                                "'decompose --mu %s=E' opens to it at a chemical potential",
                                symbol, symbol);
    if (!charge || !usual || charge == usual || force)
        return IP_OK;
    return ip_error_set(error, IP_BAD_ARGUMENT, "the ion of %s has the charge %d; --force takes %d all the same",
                        symbol, usual, charge);
}
