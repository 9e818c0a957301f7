/* Entries of an import, packed, and the lowest of each composition. Knows no format and no energy's meaning. */
#include "import_store.h"

#include "base/buffer.h"

#include <interphase/number.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_ENTRIES = 64, FIRST_PLACES = 128, NUMBER_SIZE = 400, MOST_DIVISOR = 100000 };

ip_status ip_import_fail_at(const ip_import *import, const ip_import_entry *entry, ip_error *error, const char *format, ...) {
    char message[IP_MESSAGE_SIZE], number[32] = "";
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    if (entry->place.number)
        snprintf(number, sizeof number, "entry %ld: ", entry->place.number);
    return ip_error_set(error, IP_BAD_TABLE, "%s:%ld: %s%s", import->files[entry->file].path, entry->place.line, number, message);
}

/* Fractions that are the same differ by rounding alone. */
static uint64_t fraction_key(double fraction) {
    return (uint64_t)llround(fraction * 1e9);
}

static uint64_t mix(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15u;
    return hash ^ (hash >> 29);
}

static double atoms_of(const ip_import_entry *entry) {
    double atoms = 0.0;
    for (int i = 0; i < entry->count; i++)
        atoms += entry->amounts[i];
    return atoms;
}

/* Whatever order the elements are mentioned in. */
static void pack(ip_import_entry *entry, unsigned char *elements, double *amounts, const ip_composition *composition) {
    double atoms = ip_composition_atoms(composition);
    for (int i = 0; i < composition->count; i++) {
        elements[i] = (unsigned char)composition->element[i];
        amounts[i] = composition->amount[i];
        entry->hash += mix(mix(0, elements[i]), fraction_key(amounts[i] / atoms));
    }
    entry->hash = mix(0, entry->hash);
    entry->count = composition->count;
    entry->elements = elements;
    entry->amounts = amounts;
}

/* A text at *room, which is moved behind it; NULL for none. */
static const char *put_text(char **room, const char *text) {
    if (!text || !*text)
        return NULL;
    char *out = *room;
    *room = stpcpy(out, text) + 1;
    return out;
}

static size_t text_size(const char *text) {
    return text ? strlen(text) + 1 : 0;
}

ip_import_entry *ip_import_entry_new(const ip_record *record, ip_record_kind kind) {
    size_t count = (size_t)record->composition.count;
    size_t size = sizeof(ip_import_entry) + count * (sizeof(double) + 1) + text_size(record->formula) + text_size(record->id);
    ip_import_entry *entry = malloc(size);
    if (!entry)
        return NULL;
    double *amounts = (double *)(entry + 1);
    unsigned char *elements = (unsigned char *)(amounts + count);
    char *texts = (char *)(elements + count);
    *entry = (ip_import_entry){.energy = ip_record_per_atom(record, kind),
                               .change = ip_record_per_atom(record, IP_RECORD_TOTAL_GIVEN) -
                                         ip_record_per_atom(record, IP_RECORD_TOTAL),
                               .uncertainty = record->uncertainty,
                               .band_gap = record->band_gap,
                               .kind = (unsigned char)kind,
                               .hubbard = (unsigned char)record->hubbard,
                               .is_project = record->is_materials_project,
                               .is_of_list = record->is_of_list,
                               .note = ""};
    entry->formula = put_text(&texts, record->formula);
    entry->id = put_text(&texts, record->id);
    pack(entry, elements, amounts, &record->composition);
    return entry;
}

/* Atoms of an element, by the atom. */
static uint64_t key_of(const ip_import_entry *entry, int element, double atoms) {
    int at = 0;
    while (at < entry->count && entry->elements[at] != element)
        at++;
    return at < entry->count ? fraction_key(entry->amounts[at] / atoms) : UINT64_MAX;
}

bool ip_import_same_composition(const ip_import_entry *a, const ip_import_entry *b) {
    if (a->hash != b->hash || a->count != b->count)
        return false;
    double atoms_a = atoms_of(a), atoms_b = atoms_of(b);
    for (int i = 0; i < a->count; i++)
        if (key_of(a, a->elements[i], atoms_a) != key_of(b, a->elements[i], atoms_b))
            return false;
    return true;
}

static bool grow(ip_import_list *list) {
    size_t count = list->place_count ? 2 * list->place_count : FIRST_PLACES;
    ip_import_entry **places = calloc(count, sizeof *places);
    if (!places)
        return false;
    for (long i = 0; i < list->count; i++) {
        ip_import_entry *entry = list->entries[i], **place = &places[entry->hash & (count - 1)];
        entry->next = *place;
        *place = entry;
    }
    free(list->places);
    list->places = places;
    list->place_count = count;
    return true;
}

static bool reserve(ip_import_list *list) {
    if (list->count == list->room) {
        long room = list->room ? 2 * list->room : FIRST_ENTRIES;
        ip_import_entry **entries = realloc(list->entries, (size_t)room * sizeof *entries);
        if (!entries)
            return false;
        list->entries = entries;
        list->room = room;
    }
    return (size_t)list->count < list->place_count || grow(list);
}

/* The new entry in the place of the old one, in the list and in its hash. */
static void replace(ip_import_list *list, ip_import_entry **place, ip_import_entry *new) {
    ip_import_entry *old = *place;
    new->next = old->next;
    new->index = old->index;
    *place = new;
    list->entries[new->index] = new;
    free(old);
}

bool ip_import_list_add(ip_import_list *list, ip_import_entry *entry, ip_import_same same, bool all, bool *dropped) {
    *dropped = false;
    if (!reserve(list)) {
        free(entry);
        return false;
    }
    ip_import_entry **first = &list->places[entry->hash & (list->place_count - 1)], **place = first;
    while (!all && *place && !same(*place, entry))
        place = &(*place)->next;
    *dropped = !all && *place;
    if (!*dropped) {
        entry->next = *first;
        *first = entry;
        entry->index = list->count;
        list->entries[list->count++] = entry;
    } else if (entry->energy < (*place)->energy) {
        replace(list, place, entry);
    } else {
        free(entry);
    }
    return true;
}

void ip_import_list_clear(ip_import_list *list) {
    for (long i = 0; i < list->count; i++)
        free(list->entries[i]);
    free(list->entries);
    free(list->places);
    memset(list, 0, sizeof *list);
}

ip_composition ip_import_composition(const ip_import_entry *entry) {
    ip_composition composition = {.count = entry->count};
    for (int i = 0; i < entry->count; i++) {
        composition.element[i] = entry->elements[i];
        composition.amount[i] = entry->amounts[i];
    }
    return composition;
}

/* What divides all amounts: of one its own, else the largest whole number where they are whole; 0 where they are not, 1 where
 * they are too large. */
static double common_divisor(const ip_composition *composition) {
    double divisor = 0.0;
    if (composition->count == 1)
        return composition->amount[0];
    for (int i = 0; i < composition->count; i++) {
        double amount = composition->amount[i];
        if (amount != floor(amount))
            return 0.0;
        if (amount > MOST_DIVISOR)
            return 1.0;
        while (amount > 0.0) {
            double rest = fmod(divisor, amount);
            divisor = amount;
            amount = rest;
        }
    }
    return divisor;
}

const char *ip_import_formula_of(ip_arena *arena, const ip_composition *composition) {
    ip_buffer buffer = {0};
    double divisor = common_divisor(composition);
    for (int i = 0; i < composition->count; i++) {
        char number[NUMBER_SIZE] = "";
        double amount = composition->amount[i] / (divisor > 0.0 ? divisor : 1.0);
        if (amount != 1.0)
            ip_number_format_short(number, sizeof number, amount, 12);
        ip_buffer_print(&buffer, "%s%s", ip_element_symbol(composition->element[i]), number);
    }
    char *formula = buffer.failed ? NULL : ip_arena_take(arena, buffer.length + 1);
    if (formula)
        memcpy(formula, ip_buffer_text(&buffer), buffer.length + 1);
    ip_buffer_clear(&buffer);
    return formula;
}
