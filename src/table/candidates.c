/* Entries of a table that are kept one by one. Knows no file format and no dataset. */
#include <interphase/candidates.h>

#include "heating.h"
#include "source.h"

#include <stdlib.h>
#include <string.h>

enum { PIECE_SIZE = 64 * 1024 };

struct ip_candidates {
    ip_arena arena;
    ip_stored_phase **phases; /* [0 .. count-1] in the arena */
    long count, room;
};

static ip_status keep(ip_candidates *to, const ip_entries *entries, ip_error *error) {
    if (entries->fault_count)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", entries->faults[0].line + entries->lines_before,
                            entries->faults[0].message);
    if (to->count + entries->count > to->room) {
        long room = 2 * (to->count + entries->count);
        ip_stored_phase **phases = realloc(to->phases, (size_t)room * sizeof *phases);
        if (!phases)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        to->phases = phases;
        to->room = room;
    }
    for (long i = 0; i < entries->count; i++) {
        entries->phases[i]->phase.line += entries->lines_before;
        to->phases[to->count++] = entries->phases[i];
    }
    return IP_OK;
}

static ip_status read_entries(ip_candidates *to, const char *path, const ip_source_call *call, ip_error *error) {
    const ip_source *source;
    const ip_entries *entries = NULL;
    void *state;
    ip_status status = ip_source_choose(&source, ip_sources, ip_source_count, path, call->input, error);
    if (!status)
        status = source->open(&state, call, error);
    if (status)
        return status;
    do {
        status = source->next(state, &entries, error);
        if (!status && entries)
            status = keep(to, entries, error);
    } while (!status && entries);
    source->close(state, &to->arena);
    return status ? status : ip_input_check(call->input, error);
}

/* "line N: ..." becomes "FILE:N: ...". */
static ip_status name_file(ip_status status, const char *path, ip_error *error) {
    static const char line_word[] = "line ";
    const char *name = strcmp(path, "-") == 0 ? "standard input" : path;
    ip_error inner = *error;
    if (status == IP_NO_MEMORY)
        return status;
    if (strncmp(inner.message, line_word, strlen(line_word)) == 0)
        return ip_error_set(error, status, "%s:%s", name, inner.message + strlen(line_word));
    return ip_error_set(error, status, "%s: %s", name, inner.message);
}

ip_status ip_candidates_read(ip_candidates **out, const char *path, unsigned flags, ip_error *error) {
    ip_candidates *candidates = calloc(1, sizeof *candidates);
    ip_input *input = NULL;
    ip_error inner;
    if (!candidates)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = ip_input_open(&input, path, false, &inner);
    ip_source_call call = {input, PIECE_SIZE, 1, (flags & IP_READ_UNCORRECTED) != 0};
    if (!status)
        status = read_entries(candidates, path, &call, &inner);
    ip_input_close(input);
    if (!status) {
        *out = candidates;
        return IP_OK;
    }
    ip_candidates_free(candidates);
    name_file(status, path, &inner);
    return ip_error_set(error, status, "%s", inner.message);
}

void ip_candidates_free(ip_candidates *candidates) {
    if (!candidates)
        return;
    ip_arena_clear(&candidates->arena);
    free(candidates->phases);
    free(candidates);
}

ip_status ip_candidates_set_temperature(ip_candidates *candidates, const ip_gases *gases, double temperature, ip_error *error) {
    ip_heating heating;
    ip_status status = ip_heating_start(&heating, gases, temperature, error);
    for (long i = 0; i < candidates->count && !status; i++)
        ip_heating_apply(&heating, &candidates->phases[i]->phase);
    return status;
}

long ip_candidates_count(const ip_candidates *candidates) {
    return candidates->count;
}

const ip_phase *ip_candidates_phase(const ip_candidates *candidates, long index) {
    return &candidates->phases[index]->phase;
}
