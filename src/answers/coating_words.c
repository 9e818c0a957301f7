/* Figures and names in the sentences about layers. Knows no test. */
#include "coating_words.h"

#include <interphase/number.h>

#include <math.h>

#define LIMIT_SOURCE "Xiao et al., Joule 2019, 3, 1252"

void ip_coating_print_number(ip_buffer *out, double number, int decimals) {
    char text[400];
    ip_number_format(text, sizeof text, number, decimals);
    ip_buffer_add(out, text);
}

void ip_coating_print_limit(ip_buffer *out, double limit) {
    char text[400];
    double same = NAN;
    for (int decimals = 0; decimals <= 15 && !(same == limit); decimals++) {
        ip_number_format_short(text, sizeof text, limit, decimals);
        if (!ip_number_read(&same, text))
            same = limit;
    }
    ip_buffer_add(out, text);
}

void ip_coating_print_elements(ip_buffer *out, ip_element_set set) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(set, list);
    for (int i = 0; i < count; i++)
        ip_buffer_print(out, "%s%s", i ? ", " : "", ip_element_symbol(list[i]));
}

void ip_coating_print_default(ip_buffer *out, bool is_default) {
    ip_buffer_add(out, is_default ? " (default, as in " LIMIT_SOURCE ")" : "");
}

void ip_coating_print_voltages(ip_buffer *out, const ip_coating_search *search) {
    ip_coating_print_number(out, search->voltage_low, 4);
    ip_buffer_add(out, " to ");
    ip_coating_print_number(out, search->voltage_high, 4);
    ip_buffer_add(out, " V");
}

const char *ip_coating_electrolyte_name(const ip_coating_search *search) {
    return search->electrolyte_name ? search->electrolyte_name : "the electrolyte";
}

const char *ip_coating_cathode_name(const ip_coating_search *search, int cathode) {
    return search->cathode_names ? search->cathode_names[cathode] : "the cathode";
}

const char *ip_coating_metal_name(const ip_coating_search *search) {
    const char *symbol = ip_element_symbol(search->metal);
    return symbol ? symbol : "the metal";
}

void ip_coating_print_uncertain(ip_buffer *out, const ip_coating_search *search, double number, double uncertainty) {
    bool is_uncertain = uncertainty > 0.0 && isfinite(number);
    int decimals = is_uncertain ? ip_number_meaningful_decimals(uncertainty, 4) : 4;
    ip_coating_print_number(out, number, decimals);
    if (!is_uncertain)
        return;
    ip_buffer_print(out, " %s ", search->plus_minus ? search->plus_minus : "+-");
    ip_coating_print_number(out, uncertainty, decimals);
}

void ip_coating_print_reaction(ip_buffer *out, const ip_coating_search *search, const char *partner, double energy,
                               double uncertainty, double limit) {
    ip_buffer_print(out, "its reaction with %s, ", partner);
    ip_coating_print_uncertain(out, search, energy, uncertainty);
    ip_buffer_add(out, " eV/atom, is beyond ");
    ip_coating_print_limit(out, limit);
}
