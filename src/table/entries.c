/* Judges entries, in the same way whatever the file format. */
#include "entries.h"

#include <interphase/reading.h>

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_PHASES = 64, FIRST_FAULTS = 16 };

void ip_entries_begin(ip_entries *entries, long line) {
    entries->rows++;
    entries->line = line;
    entries->faulty = false;
}

ip_status ip_entries_fault(ip_entries *entries, const char *word, const char *format, ...) {
    char message[IP_MESSAGE_SIZE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    entries->faulty = true;
    if (entries->fault_count == entries->fault_room) {
        long room = entries->fault_room ? 2 * entries->fault_room : FIRST_FAULTS;
        ip_entry_fault *faults = realloc(entries->faults, (size_t)room * sizeof *faults);
        if (!faults)
            return IP_NO_MEMORY;
        entries->faults = faults;
        entries->fault_room = room;
    }
    ip_entry_fault fault = {entries->count, entries->line, word, strdup(message)};
    if (!fault.message)
        return IP_NO_MEMORY;
    entries->faults[entries->fault_count++] = fault;
    return IP_OK;
}

ip_status ip_entries_composition(ip_entries *entries, ip_composition *out, const char *formula) {
    ip_error error;
    if (ip_composition_read(out, formula, &error))
        return ip_entries_fault(entries, "bad-formula", "%s formula: %s", entries->field, error.message);
    return IP_OK;
}

void ip_entries_functional(ip_entries *entries, const char *text) {
    ip_functional functional = ip_functional_find(text);
    if (functional == IP_FUNCTIONAL_COUNT)
        return;
    if (!entries->functionals.rows[functional]++)
        entries->functionals.first[functional] = entries->line;
}

static ip_status check_finite(ip_entries *entries, double number, const char *name) {
    return isfinite(number) ? IP_OK
                            : ip_entries_fault(entries, "not-a-number", "%s %s: not a finite number", entries->field, name);
}

/* Numbers may be unknown, but not below zero. */
static ip_status check_known(ip_entries *entries, double number, const char *name, const char *word) {
    if (isnan(number))
        return IP_OK;
    if (number < 0.0)
        return ip_entries_fault(entries, word, "%s %s: %g is below zero", entries->field, name, number);
    return check_finite(entries, number, name);
}

static ip_status check_numbers(ip_entries *entries, const ip_entry *entry, double energy) {
    ip_status status = check_finite(entries, energy, entries->energy_field);
    if (!status && isfinite(energy))
        status = check_finite(entries, entry->correction, "correction");
    if (!status)
        status = check_known(entries, entry->uncertainty, "uncertainty", "negative-uncertainty");
    if (!status)
        status = check_known(entries, entry->band_gap, "band_gap", "negative-band-gap");
    if (!status && !entries->faulty && entry->composition->count == 1 && energy < -IP_ELEMENT_ENERGY_TOLERANCE)
        status = ip_entries_fault(entries, "element-energy",
                                  "%s %s: %g for the element %s; formation energies are relative to the elements, whose own is 0 "
                                  "(is this a total energy?)", entries->field, entries->energy_field, energy, entry->formula);
    return status;
}

static bool reserve_phase(ip_entries *entries) {
    if (entries->count < entries->room)
        return true;
    long room = entries->room ? 2 * entries->room : FIRST_PHASES;
    ip_stored_phase **phases = realloc(entries->phases, (size_t)room * sizeof *phases);
    if (!phases)
        return false;
    entries->phases = phases;
    entries->room = room;
    return true;
}

ip_status ip_entries_end(ip_entries *entries, const ip_entry *entry) {
    if (entries->faulty)
        return IP_OK;
    double energy = entries->uncorrected ? entry->formation_energy - entry->correction : entry->formation_energy;
    ip_status status = check_numbers(entries, entry, energy);
    if (status || entries->faulty)
        return status;
    const char *id = entry->id && *entry->id ? entry->id : NULL, *note = NULL;
    /* Products are listed with blanks and signs between them, which their names therefore do without. */
    ip_formula_reading how;
    ip_composition same;
    bool is_spaced = strpbrk(entry->formula, " \t+-") && !ip_formula_read(&same, &how, entry->formula, IP_FORMULA_LITERAL, NULL);
    ip_stored_phase *stored =
        ip_stored_phase_new(entries->arena, is_spaced ? how.spelling : entry->formula, id, entry->composition);
    if (entry->note && *entry->note) {
        note = ip_intern_text(entries->notes, entries->arena, entry->note);
        if (!note)
            return IP_NO_MEMORY;
    }
    if (!stored || !reserve_phase(entries))
        return IP_NO_MEMORY;
    stored->phase.formation_energy = energy;
    stored->phase.correction = entry->correction;
    stored->phase.uncertainty = entry->uncertainty;
    stored->phase.band_gap = entry->band_gap;
    stored->phase.note = note;
    stored->phase.line = entries->line;
    entries->phases[entries->count++] = stored;
    return IP_OK;
}

void ip_entries_empty(ip_entries *entries) {
    for (long i = 0; i < entries->fault_count; i++)
        free(entries->faults[i].message);
    entries->count = entries->fault_count = entries->rows = entries->lines_before = 0;
    memset(&entries->functionals, 0, sizeof entries->functionals);
}

void ip_entries_clear(ip_entries *entries) {
    ip_entries_empty(entries);
    free(entries->phases);
    free(entries->faults);
    memset(entries, 0, sizeof *entries);
}
