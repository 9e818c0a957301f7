/* Functionals by parts of their names. */
#include "functional.h"

#include <stddef.h>
#include <string.h>

enum { LONGEST = 64 };

static const char *const names[IP_FUNCTIONAL_COUNT] = {
    "PBE", "r2SCAN", "SCAN", "PBEsol", "a hybrid", "LDA", "a van der Waals functional", "a mixture of functionals"};

/* In the order in which they are looked for: "scan" is a part of "r2scan". */
static const struct {
    const char *part;
    ip_functional functional;
} parts[] = {
    {"r2scan", IP_FUNCTIONAL_R2SCAN}, {"rscan", IP_FUNCTIONAL_R2SCAN},  {"scan", IP_FUNCTIONAL_SCAN},
    {"pbesol", IP_FUNCTIONAL_PBESOL}, {"pbe0", IP_FUNCTIONAL_HYBRID},   {"hse", IP_FUNCTIONAL_HYBRID},
    {"b3lyp", IP_FUNCTIONAL_HYBRID},  {"hybrid", IP_FUNCTIONAL_HYBRID}, {"vdw", IP_FUNCTIONAL_VDW},
    {"optb", IP_FUNCTIONAL_VDW},      {"lda", IP_FUNCTIONAL_LDA},       {"pbe", IP_FUNCTIONAL_PBE},
    {"gga", IP_FUNCTIONAL_PBE},
};

ip_functional ip_functional_find(const char *text) {
    char key[LONGEST];
    size_t length = 0;
    for (; *text && length < LONGEST - 1; text++)
        if (*text != '^' && *text != '-' && *text != ' ')
            key[length++] = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;
    key[length] = '\0';
    if (strstr(key, "scan") && (strstr(key, "gga_") || strstr(key, "_gga")))
        return IP_FUNCTIONAL_MIXTURE;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(key, parts[i].part))
            return parts[i].functional;
    return IP_FUNCTIONAL_COUNT;
}

const char *ip_functional_name(ip_functional functional) {
    return names[functional];
}

void ip_functional_tally_add(ip_functional_tally *to, const ip_functional_tally *more, long lines) {
    for (int i = 0; i < IP_FUNCTIONAL_COUNT; i++) {
        if (!to->rows[i] && more->rows[i])
            to->first[i] = more->first[i] + lines;
        to->rows[i] += more->rows[i];
    }
}
