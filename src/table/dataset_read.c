/* Reads tables into a dataset: which of several entries of a composition counts, and what is told of faults. Knows no file
 * format; those turn the text into entries, which come in the order of the file. */
#include "base/digest.h"
#include "dataset_store.h"
#include "source.h"

#include <interphase/processors.h>
#include <interphase/shipped.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Enough rows that handing them over costs nothing, few enough that threads begin and end together. */
enum { PIECE_SIZE = 64 * 1024 };
static const char standard_input[] = "standard input";

/* One reading of one file. */
typedef struct table_reader {
    ip_dataset *dataset;
    const char *name; /* of the file, for messages */
    int file;
    unsigned flags;
    ip_finding_handler handler;
    void *user;
    long rows; /* so far */
    long replaced, raised; /* of earlier tables, so far; the second by a higher energy */
    long unusual_elements; /* with an energy other than 0 */
    ip_functional_tally functionals;
} table_reader;

/* `phase` is what it is about; NULL for more, or for what is none. */
static void report(const table_reader *table, ip_finding_kind kind, const char *word, long line, const ip_phase *phase,
                   const char *message) {
    ip_finding finding = {
        kind, word, table->name, line, message, phase ? phase->formula : NULL, phase ? phase->formation_energy : NAN};
    if (table->handler)
        table->handler(table->user, &finding);
}

/* An entry that cannot be used: an error, or with IP_READ_CHECK a finding after which reading goes on. */
static ip_status report_fault(table_reader *table, const ip_entry_fault *fault, long lines_before, ip_error *error) {
    long line = fault->line + lines_before;
    table->unusual_elements += strcmp(fault->word, "element-energy") == 0;
    if (table->flags & IP_READ_CHECK) {
        report(table, IP_FINDING_FAULT, fault->word, line, NULL, fault->message);
        return IP_OK;
    }
    return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", line, fault->message);
}

/* Below 0 where the first is the smaller; an unknown number is larger than any other. */
static int compare_known(double a, double b) {
    if (isnan(a) || isnan(b))
        return (int)isnan(a) - (int)isnan(b);
    return (a > b) - (a < b);
}

/* A text that is missing comes last. */
static int compare_text(const char *a, const char *b) {
    return a && b ? strcmp(a, b) : (a == NULL) - (b == NULL);
}

/* Which of two entries of one composition stays, whatever their order in the file: the lower energy, then the
 * first formula in alphabetical order, then the smaller correction, then the wider gap, then the smaller uncertainty (an
 * unknown one last), then the first id and note. */
static bool goes_before(const ip_phase *a, const ip_phase *b) {
    if (a->formation_energy < b->formation_energy || a->formation_energy > b->formation_energy)
        return a->formation_energy < b->formation_energy;
    int order = strcmp(a->formula, b->formula);
    if (order)
        return order < 0;
    if (a->correction < b->correction || a->correction > b->correction)
        return a->correction < b->correction;
    order = compare_known(-a->band_gap, -b->band_gap);
    if (!order)
        order = compare_known(a->uncertainty, b->uncertainty);
    if (!order)
        order = compare_text(a->id, b->id);
    if (!order)
        order = compare_text(a->note, b->note);
    return order < 0;
}

/* No other calculation of a compound is so much lower than one that is known, eV/atom: what is, is another kind of energy. */
#define PLAUSIBLE_CHANGE 1.0

static ip_status check_change(const table_reader *table, const ip_phase *known, const ip_phase *new, ip_error *error) {
    char message[IP_MESSAGE_SIZE];
    if (known->file == table->file || new->formation_energy >= known->formation_energy - PLAUSIBLE_CHANGE)
        return IP_OK;
    snprintf(message, sizeof message,
             "the formation energy of %s, %.6g eV/atom, is implausible: %.3g eV/atom below that of an earlier table, %.6g; "
             "expected is at "
             "most %g below (a total energy, or other units?)",
             new->formula, new->formation_energy, known->formation_energy - new->formation_energy, known->formation_energy,
             PLAUSIBLE_CHANGE);
    if (!(table->flags & IP_READ_CHECK))
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %s", new->line, message);
    if (new->formation_energy >= -IP_PLAUSIBLE_ENERGY) /* else ip_dataset_check() says so */
        report(table, IP_FINDING_FAULT, "implausible-energy", new->line, new, message);
    return IP_OK;
}

/* A composition that the dataset has already. */
static void meet_again(table_reader *table, ip_stored_phase *known, const ip_stored_phase *stored) {
    ip_phase *phase = &known->phase;
    const ip_phase *new = &stored->phase;
    bool same_file = phase->file == table->file;
    bool takes_place = !same_file || goes_before(new, phase);
    /* Every table has the elements, at 0: that they are there again changes nothing. */
    bool is_same_element = !same_file && new->element_count == 1 && !(new->formation_energy < phase->formation_energy) &&
                           !(new->formation_energy > phase->formation_energy);
    char message[IP_MESSAGE_SIZE];
    if (same_file)
        snprintf(message, sizeof message, "%s is the same composition as %s in line %ld; the lowest energy is kept, %.6g eV/atom",
                 new->formula, phase->formula, phase->line, takes_place ? new->formation_energy : phase->formation_energy);
    else
        snprintf(message, sizeof message, "%s, %.6g eV/atom, takes the place of %s, %.6g eV/atom, of an earlier table",
                 new->formula, new->formation_energy, phase->formula, phase->formation_energy);
    table->replaced += !same_file && !is_same_element;
    table->raised += !same_file && new->formation_energy > phase->formation_energy;
    if (!is_same_element)
        report(table, IP_FINDING_NOTICE, same_file ? "duplicate-composition" : "replaced-composition", new->line, new, message);
    if (!takes_place)
        return;
    phase->formation_energy = new->formation_energy;
    phase->correction = new->correction;
    phase->uncertainty = new->uncertainty;
    phase->id = new->id;
    phase->note = new->note;
    if (!isnan(new->band_gap))
        phase->band_gap = new->band_gap;
    phase->file = new->file;
    phase->line = new->line;
    ip_dataset_rename(table->dataset, known, stored);
}

static ip_status add_phase(table_reader *table, ip_stored_phase *stored, ip_error *error) {
    ip_stored_phase *same;
    stored->phase.file = table->file;
    if (ip_dataset_add(table->dataset, stored, &same))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    ip_status status = same ? check_change(table, &same->phase, &stored->phase, error) : IP_OK;
    if (same && !status)
        meet_again(table, same, stored);
    return status;
}

static ip_status add_entries(table_reader *table, const ip_entries *entries, ip_error *error) {
    ip_status status = IP_OK;
    table->rows += entries->rows;
    ip_functional_tally_add(&table->functionals, &entries->functionals, entries->lines_before);
    for (long i = 0, f = 0; i <= entries->count && !status; i++) {
        while (f < entries->fault_count && entries->faults[f].before == i && !status)
            status = report_fault(table, &entries->faults[f++], entries->lines_before, error);
        if (i == entries->count || status)
            break;
        ip_dataset_expect(table->dataset, entries->phases + i, entries->count - i);
        entries->phases[i]->phase.line += entries->lines_before;
        status = add_phase(table, entries->phases[i], error);
    }
    return status;
}

static ip_status read_source(table_reader *table, const ip_source *source, const ip_source_call *call, ip_error *error) {
    void *state;
    const ip_entries *entries = NULL;
    ip_status status = source->open(&state, call, error);
    if (status)
        return status;
    do {
        status = source->next(state, &entries, error);
        if (!status && entries)
            status = add_entries(table, entries, error);
    } while (!status && entries);
    source->close(state, &table->dataset->arena);
    if (!status && table->rows == 0)
        status = ip_error_set(error, IP_BAD_TABLE, "the table has no entries");
    return status;
}

static ip_stored_file *add_file(ip_dataset *dataset, const char *path) {
    ip_stored_file *files = realloc(dataset->files, (size_t)(dataset->file_count + 1) * sizeof *files);
    if (!files)
        return NULL;
    dataset->files = files;
    ip_stored_file *entry = &files[dataset->file_count];
    memset(entry, 0, sizeof *entry);
    entry->path = strdup(path);
    if (!entry->path)
        return NULL;
    dataset->file_count++;
    return entry;
}

/* Formation energies are relative to the elements. Of several rows of an element the lowest counts, so that this is known
 * when all are read. */
static ip_status check_references(const table_reader *table, ip_error *error) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(ip_dataset_elements(table->dataset), list);
    for (int i = 0; i < count; i++) {
        const ip_phase *phase = ip_dataset_element(table->dataset, list[i]);
        if (phase && phase->file == table->file && fabs(phase->formation_energy) > IP_ELEMENT_ENERGY_TOLERANCE)
            return ip_error_set(error, IP_BAD_TABLE,
                                "line %ld: the element %s has the formation energy %g eV/atom; formation energies "
                                "are relative to the elements, whose own is 0",
                                phase->line, phase->formula, phase->formation_energy);
    }
    return IP_OK;
}

/* A table that cannot be read is what a check finds, too. */
static void report_unreadable(const table_reader *table, const char *text) {
    static const char line_word[] = "line ";
    char *end = NULL;
    long line = strncmp(text, line_word, strlen(line_word)) == 0 ? strtol(text + strlen(line_word), &end, 10) : 0;
    if (table->flags & IP_READ_CHECK)
        report(table, IP_FINDING_FAULT, "bad-table", line, NULL, end && strncmp(end, ": ", 2) == 0 ? end + 2 : text);
}

/* Sources know lines, not files: "line 3: ..." becomes "FILE:3: ...", all else "FILE: ...". */
static ip_status name_file(ip_status status, const char *name, ip_error *error) {
    static const char line_word[] = "line ";
    if (!status || status == IP_NO_MEMORY || !error)
        return status;
    if (strncmp(error->message, line_word, strlen(line_word)) != 0)
        return ip_error_prefix(error, status, "%s", name);
    char message[IP_MESSAGE_SIZE];
    memcpy(message, error->message, sizeof message);
    return ip_error_set(error, status, "%s:%s", name, message + strlen(line_word));
}

/* A lower energy is a better calculation of the ground state; a higher one may be that of another polymorph. */
static void report_raised(const table_reader *table) {
    char message[IP_MESSAGE_SIZE];
    if (!table->raised)
        return;
    snprintf(message, sizeof message, "%ld of %ld rows that take the place of earlier ones lie above them (another polymorph?)",
             table->raised, table->replaced);
    report(table, IP_FINDING_NOTICE, "raised-composition", 0, NULL, message);
}

/* Energies of different functionals differ by tenths of an eV/atom, which no correction of the one takes off the other. */
static void report_functionals(const table_reader *table) {
    const ip_functional_tally *tally = &table->functionals;
    int most = 0, least = -1, kinds = 0;
    char message[IP_MESSAGE_SIZE] = "";
    for (int i = 0; i < IP_FUNCTIONAL_COUNT; i++) {
        if (!tally->rows[i])
            continue;
        size_t used = strlen(message);
        snprintf(message + used, sizeof message - used, "%s%ld rows of %s", kinds++ ? ", " : "", tally->rows[i],
                 ip_functional_name((ip_functional)i));
        most = tally->rows[i] > tally->rows[most] ? i : most;
        least = least < 0 || tally->rows[i] < tally->rows[least] ? i : least;
    }
    if (kinds < 2)
        return;
    if (least == most) /* as many rows of each */
        for (int i = most + 1; i < IP_FUNCTIONAL_COUNT; i++)
            least = tally->rows[i] ? i : least;
    size_t used = strlen(message);
    snprintf(message + used, sizeof message - used,
             ": energies of different functionals stand in one table; the first of %s is in this line",
             ip_functional_name((ip_functional)least));
    report(table, IP_FINDING_WARNING, "mixed-functionals", tally->first[least], NULL, message);
}

/* One element may be an oversight; where several have an energy they are total energies all. */
static void report_elements(const table_reader *table) {
    char message[IP_MESSAGE_SIZE];
    if (table->unusual_elements < 2)
        return;
    snprintf(message, sizeof message, "%ld rows of elements have energies below 0: the table holds total energies, as it seems",
             table->unusual_elements);
    report(table, IP_FINDING_FAULT, "total-energy", 0, NULL, message);
}

/* The table as a whole, and whether its file stayed what it was; where it did not, that counts more than what was found. */
static ip_status finish(table_reader *table, const ip_input *input, ip_status status, ip_error *error) {
    ip_error changed;
    if ((!status || status == IP_BAD_TABLE) && ip_input_check(input, &changed))
        return ip_error_set(error, changed.status, "%s", changed.message);
    if (!status && ip_dataset_order(table->dataset))
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    if (!status) {
        report_raised(table);
        report_functionals(table);
        report_elements(table);
    }
    return status || table->flags & IP_READ_CHECK ? status : check_references(table, error);
}

static ip_status read_input(table_reader *table, const char *path, ip_input *input, const ip_reading *reading, ip_error *error) {
    ip_dataset *dataset = table->dataset;
    ip_source_call call = {input, reading->piece_size, dataset->threads ? dataset->threads : ip_processors(),
                           (table->flags & IP_READ_UNCORRECTED) != 0};
    const ip_source *source;
    dataset->expected_text = ip_input_expected(input);
    ip_status status = ip_source_choose(&source, reading->sources, reading->source_count, path, input, error);
    if (!status)
        status = read_source(table, source, &call, error);
    status = finish(table, input, status, error);
    ip_stored_file *entry = &dataset->files[table->file];
    entry->rows = table->rows;
    entry->bytes = ip_input_bytes(input);
    if (!status)
        ip_input_digest(input, entry->digest);
    return status;
}

ip_status ip_dataset_read_by(ip_dataset *dataset, const char *path, const ip_reading *reading, unsigned flags,
                             ip_finding_handler handler, void *user, ip_error *error) {
    const char *name = strcmp(path, "-") == 0 ? standard_input : path;
    table_reader table = {
        .dataset = dataset, .name = name, .file = dataset->file_count, .flags = flags, .handler = handler, .user = user};
    ip_input *input = NULL;
    ip_error inner; /* the caller may want none, yet a message is made in steps */
    ip_status status = ip_input_open(&input, path, flags & IP_READ_DIGEST, &inner);
    if (!status && !add_file(dataset, name))
        status = ip_error_set(&inner, IP_NO_MEMORY, "out of memory");
    if (!status)
        status = read_input(&table, path, input, reading, &inner);
    ip_input_close(input);
    if (status == IP_BAD_TABLE)
        report_unreadable(&table, inner.message);
    if (status) {
        name_file(status, name, &inner);
        ip_error_set(error, status, "%s", inner.message);
    }
    return status;
}

ip_status ip_dataset_read(ip_dataset *dataset, const char *path, unsigned flags, ip_finding_handler handler, void *user,
                          ip_error *error) {
    ip_reading reading = {ip_sources, ip_source_count, PIECE_SIZE};
    return ip_dataset_read_by(dataset, path, &reading, flags, handler, user, error);
}

ip_status ip_dataset_read_shipped(ip_dataset *dataset, const char *name, unsigned flags, ip_finding_handler handler, void *user,
                                  ip_error *error) {
    char *path;
    ip_status status = ip_shipped_find(&path, name, error);
    if (!status)
        status = ip_dataset_read(dataset, path, flags, handler, user, error);
    free(path);
    return status;
}

ip_status ip_dataset_set_threads(ip_dataset *dataset, int threads, ip_error *error) {
    if (threads < 0)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "%d threads cannot read a table; 1 or more are expected, or 0 for as many as processors", threads);
    dataset->threads = threads;
    return IP_OK;
}

int ip_dataset_file_count(const ip_dataset *dataset) {
    return dataset->file_count;
}

ip_dataset_source ip_dataset_file(const ip_dataset *dataset, int index) {
    const ip_stored_file *file = &dataset->files[index];
    ip_dataset_source source = {file->path, file->digest, file->rows, file->bytes};
    return source;
}

void ip_dataset_digest(const ip_dataset *dataset, char digest[IP_DIGEST_SIZE]) {
    ip_digest all;
    ip_digest_start(&all);
    digest[0] = '\0';
    for (int i = 0; i < dataset->file_count; i++) {
        if (!dataset->files[i].digest[0])
            return;
        ip_digest_feed(&all, dataset->files[i].digest, IP_DIGEST_SIZE - 1);
    }
    if (dataset->file_count == 1)
        memcpy(digest, dataset->files[0].digest, IP_DIGEST_SIZE);
    else if (dataset->file_count > 1)
        ip_digest_end(&all, digest);
}
