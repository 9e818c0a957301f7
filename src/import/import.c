/* Import: which energy of a record counts, and rows of a table from those that are kept. Knows records and corrections; no
 * format. */
#include "import_store.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Energies that differ by less are one, eV/atom: databases write six decimals or more. */
static const double same_energy = 1e-6;

/* An element of the files may lie this far below its reference, eV/atom, as versions of a database differ from each other. */
static const double reference_drift = 0.05;

ip_status ip_import_new(ip_import **out, const ip_import_options *options, ip_error *error) {
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    (*out)->options = *options;
    return IP_OK;
}

void ip_import_free(ip_import *import) {
    if (!import)
        return;
    ip_import_list_clear(&import->list);
    free(import->files);
    ip_arena_clear(&import->arena);
    free(import);
}

/* ---- reading */

/* The kinds that a row can be made of, the best one first; they end with IP_RECORD_KIND_COUNT. */
static const ip_record_kind anchored_kinds[] = {IP_RECORD_TOTAL, IP_RECORD_FORMATION, IP_RECORD_KIND_COUNT},
                            given_kinds[] = {IP_RECORD_FORMATION_GIVEN, IP_RECORD_TOTAL_GIVEN, IP_RECORD_FORMATION,
                                             IP_RECORD_TOTAL, IP_RECORD_KIND_COUNT};

static bool is_measured(const char *functional) {
    return functional && strcmp(functional, IP_RECORD_MEASURED) == 0;
}

static ip_record_kind first_known(const ip_record *record, const ip_record_kind *kinds) {
    while (*kinds != IP_RECORD_KIND_COUNT && isnan(record->energies[*kinds].number))
        kinds++;
    return *kinds;
}

/* The kind that counts; IP_RECORD_KIND_COUNT where there is none. What was measured needs no correction. */
static ip_record_kind choose_kind(const ip_import *import, const ip_record *record) {
    bool anchored = import->options.energies == IP_IMPORT_ANCHORED && !is_measured(record->given_functional);
    return first_known(record, anchored ? anchored_kinds : given_kinds);
}

static bool is_given(ip_record_kind kind) {
    return kind == IP_RECORD_TOTAL_GIVEN || kind == IP_RECORD_FORMATION_GIVEN;
}

static const char *functional_of(const ip_record *record, ip_record_kind kind) {
    const char *word = is_given(kind) ? record->given_functional : record->functional;
    return word ? word : "";
}

static bool is_asked_for(const ip_import *import, const char *functional) {
    return !import->options.functional || strcasecmp(import->options.functional, functional) == 0;
}

static ip_status find_functional(ip_import *import, short *out, const char *word, ip_error *error) {
    int at = 0;
    while (at < import->functional_count && strcmp(import->functionals[at], word) != 0)
        at++;
    if (at == IP_IMPORT_MOST_FUNCTIONALS)
        return ip_error_set(error, IP_BAD_TABLE, "more than %d functionals or run types in all", IP_IMPORT_MOST_FUNCTIONALS);
    if (at == import->functional_count) {
        char *copy = ip_arena_take(&import->arena, strlen(word) + 1);
        if (!copy)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        import->functionals[import->functional_count++] = strcpy(copy, word);
    }
    *out = (short)at;
    return IP_OK;
}

static const char *title(ip_import *import, const ip_record *record) {
    const char *formula = record->formula ? record->formula : ip_import_formula_of(&import->arena, &record->composition);
    return formula ? formula : "the entry";
}

/* What metals would need; 0 where none is calculated with a Hubbard U. */
static double metals_of(const ip_record *record) {
    return ip_correction_of_metals(&record->composition);
}

/* A calculated energy that the metals' correction has to be added to, or not, which nothing tells. */
static ip_status check_hubbard(ip_import *import, const ip_record *record, ip_record_kind kind, ip_error *error) {
    if (kind != IP_RECORD_TOTAL && kind != IP_RECORD_FORMATION && import->options.energies == IP_IMPORT_ANCHORED)
        return IP_OK;
    if (import->options.energies == IP_IMPORT_ANCHORED && record->hubbard == IP_RECORD_U_UNKNOWN && metals_of(record) != 0.0)
        return ip_error_set(
            error, IP_BAD_TABLE,
            "nothing tells whether %s was calculated with a Hubbard U, whose correction is %.2f eV/atom: a run type (GGA or "
            "GGA+U) or the values of U are expected",
            title(import, record), metals_of(record));
    if (import->options.energies != IP_IMPORT_AS_GIVEN || record->hubbard != IP_RECORD_WITH_U || metals_of(record) == 0.0)
        return IP_OK;
    double change = ip_record_per_atom(record, IP_RECORD_TOTAL_GIVEN) - ip_record_per_atom(record, IP_RECORD_TOTAL);
    if (kind != IP_RECORD_TOTAL && kind != IP_RECORD_FORMATION && !(kind == IP_RECORD_TOTAL_GIVEN && fabs(change) < same_energy))
        return IP_OK;
    return ip_error_set(
        error, IP_BAD_TABLE,
        "%s was calculated with a Hubbard U, and its energy holds no correction for that: beside energies without U it "
        "means nothing as given; anchored it is corrected",
        title(import, record));
}

/* An entry without an energy that counts: one without any is passed over. */
static ip_status refuse_or_pass(ip_import *import, const ip_record *record, ip_error *error) {
    ip_record_kind given = first_known(record, given_kinds);
    if (given == IP_RECORD_KIND_COUNT) {
        import->counts.without_energy++;
        import->counts.hull_alone += record->has_hull_distance;
        return IP_OK;
    }
    if (!is_asked_for(import, functional_of(record, given))) {
        import->counts.other_functionals++;
        return IP_OK;
    }
    return ip_error_set(
        error, IP_BAD_TABLE,
        "the energy of %s is corrected in the database's own way, or may be, and cannot be anchored: %s%s is needed, or energies "
        "are taken as given (--energies as-given)",
        title(import, record), record->wanted ? "the field " : "",
        record->wanted ? record->wanted : "an energy known to be uncorrected");
}

static bool may_be_one(const ip_import_entry *a, const ip_import_entry *b) {
    return a->kind == b->kind && a->functional == b->functional && a->file == b->file && a->hubbard == b->hubbard &&
           a->is_of_list == b->is_of_list && a->is_project == b->is_project && ip_import_same_composition(a, b);
}

/* Amounts that a cell or a formula unit can have, and by how much shares differ that are the same but for rounding. */
static const double most_amount = 1e9, least_share = 1e-9, rounded_share = 0.01;

/* Amounts of a formula may be rounded: 0.33. */
static bool are_alike(const ip_composition *a, const ip_composition *b) {
    double atoms_a = ip_composition_atoms(a), atoms_b = ip_composition_atoms(b);
    for (int i = 0; i < a->count; i++)
        if (fabs(a->amount[i] / atoms_a - ip_composition_amount(b, a->element[i]) / atoms_b) > rounded_share)
            return false;
    return true;
}

/* The formula is the database's own name for the composition: one that is rounded or cannot be read is replaced, and one of
 * something else is wrong. */
static ip_status check_composition(ip_record *record, ip_error *error) {
    ip_composition named;
    double atoms = ip_composition_atoms(&record->composition);
    for (int i = 0; i < record->composition.count; i++) {
        double amount = record->composition.amount[i];
        if (!(amount <= most_amount && amount >= least_share * atoms))
            return ip_error_set(error, IP_BAD_TABLE, "an amount of %s, %g, that no cell and no formula has",
                                ip_element_symbol(record->composition.element[i]), amount);
    }
    if (!record->formula)
        return IP_OK;
    bool is_read = ip_composition_read(&named, record->formula, NULL) == IP_OK;
    if (is_read && !are_alike(&named, &record->composition))
        return ip_error_set(error, IP_BAD_TABLE, "the formula %.60s is not that of the composition beside it", record->formula);
    if (!is_read || !ip_composition_same(&named, &record->composition))
        record->formula = NULL;
    return IP_OK;
}

static ip_status take(void *user, const ip_record *found, ip_import_place place, ip_error *error) {
    ip_import *import = user;
    ip_record judged = *found;
    const ip_record *record = &judged;
    ip_status status = check_composition(&judged, error);
    if (status)
        return status;
    ip_record_kind kind = choose_kind(import, record);
    import->counts.entries++;
    if (kind == IP_RECORD_KIND_COUNT)
        return refuse_or_pass(import, record, error);
    status = kind == IP_RECORD_TOTAL ? ip_import_judge_document(import, &judged, error) : IP_OK;
    if (status)
        return status;
    const char *word = functional_of(record, kind);
    bool in_list = record->is_of_list && is_given(kind); /* its functional is known once the list has ended */
    if (!in_list && !is_asked_for(import, word)) {
        import->counts.other_functionals++;
        return IP_OK;
    }
    status = check_hubbard(import, record, kind, error);
    short functional = 0;
    if (!status)
        status = find_functional(import, &functional, word, error);
    if (!status && !isfinite(ip_record_per_atom(record, kind)))
        status = ip_error_set(error, IP_BAD_TABLE, "the energy of %s is beyond all numbers", title(import, record));
    if (status)
        return status;
    ip_import_entry *entry = ip_import_entry_new(record, kind);
    bool dropped;
    if (!entry)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    entry->functional = functional;
    entry->file = import->file_count - 1;
    entry->place = place;
    if (in_list && strcmp(word, IP_RECORD_MIXED) == 0)
        import->files[entry->file].mixes = true;
    if (!ip_import_list_add(&import->list, entry, may_be_one, import->options.keep_polymorphs, &dropped))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    import->counts.polymorphs += dropped;
    import->functional_counts[functional]++;
    return IP_OK;
}

ip_status ip_import_read(ip_import *import, const char *path, ip_error *error) {
    ip_import_file *files = realloc(import->files, ((size_t)import->file_count + 1) * sizeof *files);
    const char *shown = strcmp(path, "-") == 0 ? "standard input" : path;
    char *name = ip_arena_take(&import->arena, strlen(shown) + 1);
    if (files)
        import->files = files;
    if (!files || !name)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    files[import->file_count++] = (ip_import_file){.path = strcpy(name, shown)};
    ip_import_reading reading = {&import->options, take, import, false};
    return ip_import_read_file(&reading, path, error);
}

/* ---- rows */

/* The elements' share of a total energy, eV/atom; 0 of a formation energy. */
static double of_elements(const ip_import *import, const ip_import_entry *entry) {
    double sum = 0.0, atoms = 0.0;
    if (entry->kind == IP_RECORD_FORMATION || entry->kind == IP_RECORD_FORMATION_GIVEN)
        return 0.0;
    if (entry->count == 1) /* without rounding */
        return import->references[entry->elements[0]].energy;
    for (int i = 0; i < entry->count; i++) {
        sum += entry->amounts[i] * import->references[entry->elements[i]].energy;
        atoms += entry->amounts[i];
    }
    return sum / atoms;
}

/* Makes an entry what its row says. */
static ip_status make_row(ip_import *import, ip_import_entry *entry, const ip_corrections *corrections, ip_error *error) {
    ip_composition composition = ip_import_composition(entry);
    bool is_plain = !is_given((ip_record_kind)entry->kind);
    bool is_mixed = strcmp(import->functionals[import->functional], IP_RECORD_MIXED) == 0; /* elements are changed, too */
    entry->energy -= of_elements(import, entry);
    entry->change = is_plain || is_mixed || composition.count == 1 ? NAN : entry->change;
    if (import->options.energies == IP_IMPORT_ANCHORED && is_plain) {
        ip_correction found;
        ip_status status = ip_correction_find(&found, corrections, &composition, error);
        if (status)
            return status;
        double change = found.energy + (entry->hubbard == IP_RECORD_WITH_U ? ip_correction_of_metals(&composition) : 0.0);
        entry->energy += change;
        entry->change = composition.count == 1 ? NAN : change;
        entry->uncertainty = found.uncertainty;
        entry->note = ip_correction_note_word(found.note);
    }
    if (!entry->formula)
        entry->formula = ip_import_formula_of(&import->arena, &composition);
    if (!entry->formula)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!isfinite(entry->energy)) /* each is a number; their difference need not be one */
        return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: the energy of %s beside those of its elements is beyond all numbers",
                            import->files[entry->file].path, entry->place.line, entry->formula);
    for (int i = 0; i < entry->count; i++)
        ip_element_set_add(&import->elements, entry->elements[i]);
    return IP_OK;
}

/* An element of the table has the energy 0: one that lies a little below its reference is put there, and one far below is none of
 * the same calculations. */
static ip_status place_element(const ip_import *import, ip_import_entry *entry, ip_error *error) {
    if (entry->count > 1 || entry->energy >= 0.0)
        return IP_OK;
    if (entry->energy < -reference_drift)
        return ip_import_fail_at(import, entry, error,
                                 "the element %s lies %.3f eV/atom below its reference: the references are not of the same "
                                 "calculations, or the energy is none of %s",
                                 entry->formula, -entry->energy, entry->formula);
    entry->energy = 0.0;
    return IP_OK;
}

/* The rows once more in a list, now that energies of all kinds can be compared. Elements above their reference make way for it.
 */
static ip_status keep_lowest(ip_import *import, ip_error *error) {
    ip_import_list all = import->list;
    bool dropped;
    ip_status status = IP_OK;
    import->list = (ip_import_list){0};
    for (long i = 0; i < all.count; i++) {
        ip_import_entry *entry = all.entries[i];
        bool is_above = entry->count == 1 && entry->energy > 0.0 && !import->options.keep_polymorphs;
        if (status || is_above) {
            import->counts.polymorphs += is_above;
            free(entry);
        } else if (ip_import_list_add(&import->list, entry, ip_import_same_composition, import->options.keep_polymorphs,
                                      &dropped)) {
            import->counts.polymorphs += dropped;
        } else {
            status = ip_error_set(error, IP_NO_MEMORY, "out of memory");
        }
    }
    free(all.entries);
    free(all.places);
    return status;
}

static bool has_element(const ip_import *import, int element) {
    for (long i = 0; i < import->list.count; i++) {
        const ip_import_entry *entry = import->list.entries[i];
        if (entry->count == 1 && entry->elements[0] == element && entry->energy == 0.0)
            return true;
    }
    return false;
}

/* Rows for the elements that have none, so that the table can be asked alone. */
static ip_status add_elements(ip_import *import, ip_error *error) {
    int list[IP_ELEMENT_COUNT];
    int count = ip_element_set_list(import->elements, list);
    for (int i = 0; i < count; i++) {
        bool dropped;
        if (has_element(import, list[i]))
            continue;
        ip_record record;
        ip_record_blank(&record);
        record.composition = (ip_composition){1, {list[i]}, {1.0}};
        record.formula = ip_element_symbol(list[i]);
        record.id = import->references[list[i]].id;
        ip_record_set(&record, IP_RECORD_FORMATION, 0.0, IP_RECORD_PER_ATOM);
        if (import->options.energies == IP_IMPORT_ANCHORED)
            record.uncertainty = 0.0;
        ip_import_entry *entry = ip_import_entry_new(&record, IP_RECORD_FORMATION);
        if (!entry || !ip_import_list_add(&import->list, entry, ip_import_same_composition, true, &dropped))
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        import->counts.elements_added++;
    }
    return IP_OK;
}

ip_status ip_import_finish(ip_import *import, const ip_corrections *corrections, ip_error *error) {
    ip_status status = ip_import_choose_functional(import, error);
    if (!status)
        status = ip_import_find_references(import, error);
    for (long i = 0; i < import->list.count && !status; i++) {
        status = make_row(import, import->list.entries[i], corrections, error);
        if (!status)
            status = place_element(import, import->list.entries[i], error);
    }
    if (!status)
        status = keep_lowest(import, error);
    return status ? status : add_elements(import, error);
}

/* ---- what came of it */

long ip_import_count(const ip_import *import) {
    return import->list.count;
}

ip_import_row ip_import_at(const ip_import *import, long index) {
    const ip_import_entry *entry = import->list.entries[index];
    return (ip_import_row){entry->formula,     entry->energy,   entry->change,
                           entry->uncertainty, entry->band_gap, entry->id ? entry->id : "",
                           entry->note};
}

ip_import_counts ip_import_tally(const ip_import *import) {
    return import->counts;
}

int ip_import_reference_count(const ip_import *import) {
    return import->listed_count;
}

ip_import_reference ip_import_reference_at(const ip_import *import, int index) {
    return import->listed[index];
}

const char *ip_import_functional(const ip_import *import) {
    const char *word = import->functional_count ? import->functionals[import->functional] : "";
    return *word ? word : NULL;
}
