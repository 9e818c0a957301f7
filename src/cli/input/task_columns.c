/* Finds the columns of a task by their headings, and tells those that look like one. */
#include "task_columns.h"

#include "cli/io/report.h"
#include "cli/suggestion.h"

#include <interphase/heading.h>

#include <stdio.h>
#include <string.h>

static const char *const names[FIELD_COUNT] = {"a", "b", "voltage", "metal"};

/* Ways to write the only unit of a voltage, as ip_heading.key has them. */
static const char *const volts[] = {"v", "volt", "volts"};
enum { VOLTS = sizeof volts / sizeof *volts };

/* What a column of another name may have been meant for; NULL for what no row has. */
static const struct {
    const char *word, *field;
} likely[] = {{"voltage", "voltage"}, {"potential", "voltage"}, {"metal", "metal"}, {"temperature", NULL}};
enum { LIKELY = sizeof likely / sizeof *likely };

/* A shorter beginning is that of many words; more columns than these are counted. */
enum { SHORTEST_BEGINNING = 3, COLUMNS_SHOWN = 8 };

ip_status task_columns_find_named(int *index, const ip_csv_row *header, const char *name, ip_error *error) {
    *index = -1;
    for (int i = 0; i < header->count; i++) {
        ip_heading heading;
        ip_heading_read(&heading, header->fields[i]);
        if (!ip_heading_is(&heading, name))
            continue;
        if (*index >= 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: two columns are called '%s': '%.60s' and '%.60s'", header->line,
                                name, header->fields[*index], header->fields[i]);
        *index = i;
    }
    return IP_OK;
}

static bool is_volt(const char *text) {
    ip_heading heading;
    ip_heading_read(&heading, text);
    for (int i = 0; i < VOLTS; i++)
        if (strcmp(heading.key, volts[i]) == 0)
            return true;
    return false;
}

ip_status task_columns_find(int index[FIELD_COUNT], const ip_csv_row *header, ip_error *error) {
    ip_status status = IP_OK;
    for (int f = 0; f < FIELD_COUNT && !status; f++)
        status = task_columns_find_named(&index[f], header, names[f], error);
    if (status)
        return status;
    if (index[FIELD_A] < 0)
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'a'; expected a, and b, voltage and "
                            "metal where they are needed", header->line);
    ip_heading voltage = {"", ""};
    if (index[FIELD_VOLTAGE] >= 0)
        ip_heading_read(&voltage, header->fields[index[FIELD_VOLTAGE]]);
    if (!*voltage.unit || is_volt(voltage.unit))
        return IP_OK;
    return ip_error_set(error, IP_BAD_TABLE,
                        "line %ld: the column '%.60s' is in %s; V is expected, and what it refers to in a column "
                        "'metal'",
                        header->line, header->fields[index[FIELD_VOLTAGE]], voltage.unit);
}

/* One begins like the other, or has few slips. */
static bool is_near(const char *key, const char *word) {
    size_t length = strlen(key), shorter = length < strlen(word) ? length : strlen(word);
    suggestion best = {NULL, 0};
    if (shorter >= SHORTEST_BEGINNING && strncmp(key, word, shorter) == 0)
        return true;
    suggestion_offer(&best, key, length, word);
    return best.word != NULL;
}

/* Which of the likely words a heading is near; -1 for none. */
static int find_likely(const ip_heading *heading) {
    for (int i = 0; i < LIKELY; i++)
        if (is_near(heading->key, likely[i].word))
            return i;
    return is_volt(heading->unit) || is_volt(heading->key) ? 0 : -1;
}

static bool is_read(const int index[FIELD_COUNT], int column) {
    for (int f = 0; f < FIELD_COUNT; f++)
        if (index[f] == column)
            return true;
    return false;
}

void task_columns_say(const char *path, const int index[FIELD_COUNT], const ip_csv_row *header) {
    char kept[COLUMNS_SHOWN * 50] = "";
    int others = 0;
    for (int i = 0; i < header->count; i++) {
        ip_heading heading;
        if (is_read(index, i))
            continue;
        ip_heading_read(&heading, header->fields[i]);
        int near = find_likely(&heading);
        size_t used = strlen(kept);
        if (near < 0 && others++ < COLUMNS_SHOWN)
            snprintf(kept + used, sizeof kept - used, "%s%.40s", used ? ", " : "", header->fields[i]);
        else if (near >= 0 && likely[near].field)
            complain("notice: %s: the column '%.60s' is kept, but not read; a %s is read from the column '%s'", path,
                     header->fields[i], likely[near].field, likely[near].field);
        else if (near >= 0)
            complain("notice: %s: the column '%.60s' is kept, but not read; no row has a %s of its own", path, header->fields[i],
                     likely[near].word);
    }
    if (others > COLUMNS_SHOWN)
        complain("notice: %s: kept, but not read: %s and %d more columns", path, kept, others - COLUMNS_SHOWN);
    else if (others)
        complain("notice: %s: kept, but not read: %s", path, kept);
}
