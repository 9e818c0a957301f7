/* Finds the parents of what is asked about, then adds all at once, so that neither depends on the order of the call. */
#include "mixtures.h"

#include "cli/io/text.h"

#include <interphase/mixing_entropy.h>
#include <interphase/reading.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* More compositions are not added to a table, and more notices not shown. */
enum { MOST_ADDED = 1000, NOTICES_SHOWN = 12, PART_SIZE = 256 };

/* One composition and what it is a mixture of. */
typedef struct mixture {
    ip_formula_reading how;
    ip_composition composition;
    ip_mixing_entropy found;
} mixture;

bool mixtures_allowed(const options *opts) {
    if (!opts->mixing_entropy)
        return true;
    if (!(opts->temperature > 0.0))
        complain("--mixing-entropy needs a temperature: --temperature T, in K");
    else if (!opts->asked_count)
        complain("--mixing-entropy is about compositions that the call names, and it names none");
    else if (opts->asked_count > MOST_ADDED)
        complain("--mixing-entropy: %ld compositions; at most %d are expected", opts->asked_count, MOST_ADDED);
    else
        return true;
    return false;
}

/* "0.9 Na3SbS4", or "NaCl" for one formula unit. */
static void write_part(char *text, size_t size, double amount, const ip_phase *phase) {
    if (fabs(amount - 1.0) < 1e-6)
        snprintf(text, size, "%s", phase->formula);
    else
        snprintf(text, size, "%.6g %s", amount, phase->formula);
}

static void say(const mixture *made, const ip_dataset *dataset) {
    const ip_mixing_entropy *found = &made->found;
    double energy = ip_mixing_entropy_energy(found, dataset, &made->composition);
    char parts[2][PART_SIZE];
    for (int i = 0; i < 2; i++)
        write_part(parts[i], sizeof parts[i], found->amounts[i], found->parents[i]);
    complain("notice: %s is taken as a mixture of %s + %s (x = %.6g) with ideal entropy of mixing, T S = %s meV/atom, and no "
             "enthalpy of mixing",
             made->how.spelling, parts[0], parts[1], found->x, text_number(1000.0 * energy, 2));
}

static void say_none(const mixture *made) {
    complain("notice: %s has no entropy of mixing: it lies between no two phases of the table that share sublattices; "
             "--above-hull or --energy adds one that is missing",
             made->how.spelling);
}

/* A formula that cannot be read fails where it is answered; one in the table, an element among them, is what it is there. */
static ip_status find(mixture *out, const ip_dataset *dataset, const options *opts, const char *formula, ip_error *error) {
    memset(out, 0, sizeof *out);
    if (ip_formula_read(&out->composition, &out->how, formula, opts->literal ? IP_FORMULA_LITERAL : 0u, error)) {
        *out->how.spelling = '\0';
        return error->status == IP_NO_MEMORY ? IP_NO_MEMORY : IP_OK;
    }
    return ip_mixing_entropy_find(&out->found, dataset, &out->composition, error);
}

/* Adds one, unless it was named before; says what it is. */
static ip_status add(ip_dataset *dataset, const mixture *made, bool quiet, long *told, ip_error *error) {
    bool is_mixture = made->found.parents[0] != NULL;
    if (!*made->how.spelling || ip_dataset_find(dataset, &made->composition))
        return IP_OK;
    if (!quiet && ++*told <= NOTICES_SHOWN) {
        if (is_mixture)
            say(made, dataset);
        else
            say_none(made);
    }
    return is_mixture ? ip_mixing_entropy_place(dataset, made->how.spelling, &made->found, error) : IP_OK;
}

exit_code mixtures_add(ip_dataset *dataset, const options *opts) {
    ip_error error;
    long count = opts->mixing_entropy ? opts->asked_count : 0, told = 0;
    mixture *made = malloc(((size_t)count + 1) * sizeof *made);
    ip_status status = made ? IP_OK : ip_error_set(&error, IP_NO_MEMORY, "out of memory");
    for (long i = 0; i < count && !status; i++)
        status = find(&made[i], dataset, opts, opts->asked[i], &error);
    for (long i = 0; i < count && !status; i++)
        status = add(dataset, &made[i], opts->quiet, &told, &error);
    free(made);
    if (status) {
        complain_of("--mixing-entropy", &error);
        return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    if (told > NOTICES_SHOWN)
        complain("notice: %ld more of these", told - NOTICES_SHOWN);
    return EXIT_ANSWERED;
}
