/* Lets formulas choose the metal where the call leaves it open. */
#include "metals.h"

#include "cli/io/report.h"
#include "formulas.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ip_status metals_find(metal_found *out, const options *opts, const char *const *formulas, int count, ip_error *error) {
    metal_found found = {opts->metal, opts->metal_charge, 0};
    *out = found;
    if (opts->chosen_metal.element)
        return IP_OK;
    ip_composition *compositions = malloc(((size_t)count + 1) * sizeof *compositions);
    int read = 0;
    if (!compositions)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i < count; i++)
        read += ip_composition_read(&compositions[read], formulas[i], NULL) == IP_OK;
    out->metal = ip_metal_of(&out->other, compositions, read);
    out->charge = 0;
    free(compositions);
    return IP_OK;
}

void metals_say(const metal_found *found, const options *opts, const char *const *formulas, int count) {
    enum { SHOWN = 200 };
    char subject[SHOWN] = "";
    if (!found->other || opts->quiet)
        return;
    for (int i = 0; i < count; i++) {
        size_t used = strlen(subject);
        snprintf(subject + used, sizeof subject - used, "%s%s", i ? ", " : "", formulas_written(formulas[i]));
    }
    const char *metal = ip_element_symbol(found->metal), *other = ip_element_symbol(found->other);
    complain("notice: %s: %s and %s may be the metal that voltages refer to; %s is taken, --metal %s takes the other", subject,
             metal, other, metal, other);
}

bool metals_settle(options *opts, const char *const *formulas, int count) {
    metal_found found;
    ip_error error;
    if (metals_find(&found, opts, formulas, count, &error)) {
        complain_of(NULL, &error);
        return false;
    }
    metals_say(&found, opts, formulas, count);
    opts->metal = found.metal;
    opts->metal_charge = found.charge;
    return true;
}
