/* Energies of the elements, which total energies are counted from. Knows entries and the shipped table of the Materials Project.
 */
#include "import_store.h"

#include <interphase/shipped.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The shipped table, and the word for it. */
static const char shipped_name[] = "element-references", shipped_word[] = "mp";

/* Below this, eV/atom, a newer version of a database is no other ground state; above that no polymorph lies. */
static const double same_reference = 0.002, most_above = 0.5;

static bool is_total(const ip_import_entry *entry) {
    return entry->kind == IP_RECORD_TOTAL || entry->kind == IP_RECORD_TOTAL_GIVEN;
}

static ip_status set_reference(ip_import *import, ip_import_reference *out, ip_import_reference found, ip_error *error) {
    const char *id = found.id;
    char *copy = ip_arena_take(&import->arena, strlen(id ? id : "") + 1);
    if (!copy)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    strcpy(copy, id ? id : "");
    *out = found;
    out->id = copy;
    return IP_OK;
}

/* ---- references of a file */

typedef struct named {
    ip_import *import;
    ip_import_reference *references; /* by atomic number */
    const char *functional;          /* that they have to be of; NULL for any */
    ip_import_origin origin;
} named;

/* Keeps the lowest energy of an element; other entries of the file, and other functionals, are of no interest. */
static ip_status take(void *user, const ip_record *record, ip_import_place place, ip_error *error) {
    named *of = user;
    (void)place;
    double energy = ip_record_per_atom(record, IP_RECORD_TOTAL);
    const char *word = record->functional, *chosen = of->functional;
    if (of->import->options.energies == IP_IMPORT_AS_GIVEN || isnan(energy)) {
        double given = ip_record_per_atom(record, IP_RECORD_TOTAL_GIVEN);
        if (!isnan(given)) {
            energy = given;
            word = record->given_functional;
        }
    }
    if (record->composition.count != 1 || !isfinite(energy) || (word && chosen && strcmp(word, chosen) != 0))
        return IP_OK;
    int element = record->composition.element[0];
    ip_import_reference *before = &of->references[element];
    if (before->element && before->energy <= energy)
        return IP_OK;
    return set_reference(of->import, before, (ip_import_reference){element, energy, record->id, of->origin}, error);
}

static ip_status read_named(named *of, const char *path, ip_error *error) {
    ip_import_reading reading = {&of->import->options, take, of, true};
    return ip_import_read_file(&reading, path, error);
}

ip_status ip_import_load_project(ip_import *import, ip_error *error) {
    named of = {import, import->project, NULL, IP_IMPORT_PROJECT};
    char *path;
    if (import->has_project)
        return IP_OK;
    ip_status status = ip_shipped_find(&path, shipped_name, error);
    if (!status)
        status = read_named(&of, path, error);
    free(path);
    import->has_project = status == IP_OK;
    return status;
}

/* They are of PBE. */
static ip_status take_project(ip_import *import, ip_error *error) {
    const char *word = ip_import_functional(import);
    if (word && strcmp(word, IP_RECORD_GGA) != 0)
        return ip_error_set(error, IP_BAD_TABLE, "the energies are of %.40s, and the references of the Materials Project of PBE",
                            word);
    ip_status status = ip_import_load_project(import, error);
    if (!status)
        memcpy(import->references, import->project, sizeof import->references);
    return status;
}

/* ---- references of the entries themselves */

/* Whether the shipped references are of the same calculations. */
static bool fits_project(const ip_import *import, const ip_import_entry *entry) {
    const char *word = ip_import_functional(import);
    return entry->is_project && word && strcmp(word, IP_RECORD_GGA) == 0;
}

static bool any_fits_project(const ip_import *import) {
    for (long i = 0; i < import->list.count; i++)
        if (is_total(import->list.entries[i]) && fits_project(import, import->list.entries[i]))
            return true;
    return false;
}

/* The lowest entry of an element counts, or that of the Materials Project where its own entries lie above that: the ground state
 * is then not among them. Where they lie far above, they are no such energies. */
static ip_status take_lowest(ip_import *import, const ip_import_entry *entry, ip_error *error) {
    ip_import_reference *before = &import->references[entry->elements[0]];
    double above = entry->energy - before->energy;
    bool is_other = !before->element || !entry->is_project;
    if (!is_other && above > most_above)
        return ip_import_fail_at(
            import, entry, error,
            "the lowest %s lies %.2f eV/atom above that of the Materials Project, %.6f: are these total energies of "
            "PBE? The energies of elements can be named (--references), be it in this file",
            ip_element_symbol(entry->elements[0]), above, before->energy);
    if (!is_other && above > same_reference)
        return IP_OK;
    return set_reference(import, before, (ip_import_reference){entry->elements[0], entry->energy, entry->id, IP_IMPORT_OWN},
                         error);
}

static ip_status take_own(ip_import *import, ip_error *error) {
    const ip_import_entry *lowest[IP_ELEMENT_COUNT + 1] = {NULL};
    ip_status status = IP_OK;
    for (long i = 0; i < import->list.count; i++) {
        const ip_import_entry *entry = import->list.entries[i], **at = &lowest[entry->elements[0]];
        if (entry->count == 1 && is_total(entry) && (!*at || entry->energy < (*at)->energy))
            *at = entry;
    }
    for (int element = 1; element <= IP_ELEMENT_COUNT && !status; element++)
        if (lowest[element])
            status = take_lowest(import, lowest[element], error);
    return status;
}

/* ---- all of them */

static ip_status refuse(const ip_import *import, const ip_import_entry *entry, int element, ip_error *error) {
    return ip_import_fail_at(
        import, entry, error, "no energy of the element %s, which a total energy that holds it is counted from, is %s",
        ip_element_symbol(element),
        import->options.references ? "among the references" : "in the files; others can be named (--references)");
}

/* Every element of a total energy has to have one; the shipped ones are only for entries that they fit. */
static ip_status check(const ip_import *import, ip_error *error) {
    for (long i = 0; i < import->list.count; i++) {
        const ip_import_entry *entry = import->list.entries[i];
        for (int j = 0; is_total(entry) && j < entry->count; j++) {
            const ip_import_reference *found = &import->references[entry->elements[j]];
            bool fits = import->options.references || found->origin != IP_IMPORT_PROJECT || fits_project(import, entry);
            if (!found->element || !fits)
                return refuse(import, entry, entry->elements[j], error);
        }
    }
    return IP_OK;
}

static void list_used(ip_import *import) {
    ip_element_set used = {{0, 0}};
    int list[IP_ELEMENT_COUNT];
    for (long i = 0; i < import->list.count; i++)
        for (int j = 0; is_total(import->list.entries[i]) && j < import->list.entries[i]->count; j++)
            ip_element_set_add(&used, import->list.entries[i]->elements[j]);
    import->listed_count = ip_element_set_list(used, list);
    for (int i = 0; i < import->listed_count; i++)
        import->listed[i] = import->references[list[i]];
}

ip_status ip_import_find_references(ip_import *import, ip_error *error) {
    const char *named_file = import->options.references;
    named of = {import, import->references, ip_import_functional(import), IP_IMPORT_NAMED};
    ip_status status = IP_OK;
    if (named_file && strcmp(named_file, shipped_word) != 0)
        status = read_named(&of, named_file, error);
    else if (named_file || any_fits_project(import))
        status = take_project(import, error);
    if (!status && !named_file)
        status = take_own(import, error);
    if (!status)
        status = check(import, error);
    if (!status)
        list_used(import);
    return status;
}
