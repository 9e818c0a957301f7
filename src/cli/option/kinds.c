/* One reader for each kind of option. Says what was expected; knows no option by name. */
#include "row.h"

#include <interphase/manifest.h>
#include <interphase/number.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for one more item, zeroed. NULL for lack of memory. */
static void *next_item(void **items, int *count, size_t size) {
    char *larger = realloc(*items, ((size_t)*count + 1) * size);
    if (!larger)
        return NULL;
    *items = larger;
    return memset(larger + (size_t)(*count)++ * size, 0, size);
}

static ip_status fail_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

/* ---- flags */

static ip_status read_flag(void *member, const option_row *row, const char *text, ip_error *error) {
    (void)row;
    (void)text;
    (void)error;
    *(bool *)member = true;
    return IP_OK;
}

static ip_status read_flag_off(void *member, const option_row *row, const char *text, ip_error *error) {
    (void)row;
    (void)text;
    (void)error;
    *(bool *)member = false;
    return IP_OK;
}

const option_kind option_flag = {.read = read_flag}, option_flag_off = {.read = read_flag_off};

/* ---- numbers */

/* "a number in eV, 0 or more", "a whole number from 1 to 1024" */
static ip_status fail_number(const option_row *row, const char *what, ip_error *error) {
    char range[64];
    const char *in = row->unit ? " in " : "", *unit = row->unit ? row->unit : "";
    if (!isfinite(row->high))
        snprintf(range, sizeof range, ", %g or more", row->low);
    else
        snprintf(range, sizeof range, " from %.10g to %.10g", row->low, row->high);
    return ip_error_set(error, IP_BAD_ARGUMENT, "expected %s%s%s%s", what, in, unit, range);
}

static ip_status read_number(void *member, const option_row *row, const char *text, ip_error *error) {
    double number;
    if (!ip_number_read(&number, text) || number < row->low || number > row->high)
        return fail_number(row, "a number", error);
    *(double *)member = number;
    return IP_OK;
}

static void start_number(void *member, const option_row *row) {
    *(double *)member = row->start;
}

static ip_status read_whole(void *member, const option_row *row, const char *text, ip_error *error) {
    double number;
    if (!ip_number_read(&number, text) || number < row->low || number > row->high || number > INT_MAX || number != floor(number))
        return fail_number(row, "a whole number", error);
    *(int *)member = (int)number;
    return IP_OK;
}

static void start_whole(void *member, const option_row *row) {
    *(int *)member = (int)row->start;
}

const option_kind option_number = {.read = read_number, .start = start_number},
                  option_whole = {.read = read_whole, .start = start_whole};

/* ---- sizes */

static ip_status read_size(void *member, const option_row *row, const char *text, ip_error *error) {
    picture_size size = {0.0, 0.0};
    const char *cross = strchr(text, 'x');
    char width[32];
    size_t length = cross ? (size_t)(cross - text) : strlen(text);
    bool good = length < sizeof width;
    if (good) {
        memcpy(width, text, length);
        width[length] = '\0';
        good = ip_number_read(&size.width, width) && size.width >= row->low && size.width <= row->high &&
               (!cross || (ip_number_read(&size.height, cross + 1) && size.height >= 20.0 && size.height <= 5000.0));
    }
    if (!good)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "expected a width from %g to %g mm, or with a height from 20 to 5000 mm, such as 85x60", row->low,
                            row->high);
    *(picture_size *)member = size;
    return IP_OK;
}

static void start_size(void *member, const option_row *row) {
    ((picture_size *)member)->width = row->start;
}

const option_kind option_size = {.read = read_size, .start = start_size};

/* ---- parts */

static ip_status read_part(void *member, const option_row *row, const char *text, ip_error *error) {
    part_choice *choice = member;
    (void)row;
    return ip_manifest_read_part(&choice->part, &choice->parts, text, error);
}

const option_kind option_part = {.read = read_part};

/* ---- texts */

static ip_status read_text(void *member, const option_row *row, const char *text, ip_error *error) {
    (void)row;
    (void)error;
    *(const char **)member = text;
    return IP_OK;
}

static ip_status read_texts(void *member, const option_row *row, const char *text, ip_error *error) {
    text_list *list = member;
    void *items = list->items;
    const char **item = next_item(&items, &list->count, sizeof *item);
    (void)row;
    list->items = items;
    if (!item)
        return fail_memory(error);
    *item = text;
    return IP_OK;
}

static void clear_texts(void *member) {
    text_list *list = member;
    free(list->items);
}

/* The words of "text|csv|json". */
static ip_status read_choice(void *member, const option_row *row, const char *text, ip_error *error) {
    int index = 0;
    for (const char *word = row->value; *word; index++) {
        size_t length = strcspn(word, "|");
        if (strlen(text) == length && strncmp(word, text, length) == 0) {
            *(int *)member = index;
            return IP_OK;
        }
        word += length + (word[length] == '|');
    }
    char words[128];
    size_t length = 0;
    for (const char *word = row->value; *word && length + 8 < sizeof words;) {
        size_t step = strcspn(word, "|");
        const char *between = word == row->value ? "" : word[step] ? ", " : " or ";
        length += (size_t)snprintf(words + length, sizeof words - length, "%s%.*s", between, (int)step, word);
        word += step + (word[step] == '|');
    }
    return ip_error_set(error, IP_BAD_ARGUMENT, "expected %s", words);
}

const option_kind option_text = {.read = read_text}, option_file = {.completes = COMPLETES_FILES, .read = read_text},
                  option_texts = {.read = read_texts, .clear = clear_texts},
                  option_tables = {.completes = COMPLETES_TABLES, .read = read_texts, .clear = clear_texts},
                  option_choice = {.completes = COMPLETES_WORDS, .read = read_choice};

/* ---- NAME=NUMBER */

/* Finds the equals sign and reads the number behind it. `example` says what is expected. */
static ip_status read_assigned(double *value, size_t *name_length, const option_row *row, const char *text, const char *example,
                               ip_error *error) {
    const char *equals = strrchr(text, '=');
    if (!equals || equals == text || !ip_number_read(value, equals + 1))
        return ip_error_set(error, IP_BAD_ARGUMENT, "expected %s in %s", example, row->unit);
    if (*value < row->low || *value > row->high)
        return ip_error_set(error, IP_BAD_ARGUMENT, "beyond %g %s; expected an energy per atom, relative to the elements",
                            *value < row->low ? row->low : row->high, row->unit);
    *name_length = (size_t)(equals - text);
    return IP_OK;
}

static ip_status read_energy(void *member, const option_row *row, const char *text, ip_error *error) {
    assignment_list *list = member;
    double value;
    size_t length;
    ip_status status = read_assigned(&value, &length, row, text, "a formula, '=' and a number, such as Na3PS4=-1.2,", error);
    if (status)
        return status;
    void *items = list->items;
    assignment *item = next_item(&items, &list->count, sizeof *item);
    list->items = items;
    if (!item || !(item->name = strndup(text, length)))
        return fail_memory(error);
    item->value = value;
    return IP_OK;
}

static void clear_energies(void *member) {
    assignment_list *list = member;
    for (int i = 0; i < list->count; i++)
        free(list->items[i].name);
    free(list->items);
}

static ip_status read_potential(void *member, const option_row *row, const char *text, ip_error *error) {
    potential_list *list = member;
    double value;
    size_t length;
    ip_status status =
        read_assigned(&value, &length, row, text, "an element, '=' and its chemical potential, such as O=-1.2,", error);
    if (status)
        return status;
    int element = ip_element_find(text, length);
    if (!element)
        return values_fail_element(text, length, "its symbol, such as O", error);
    void *items = list->items;
    potential *item = next_item(&items, &list->count, sizeof *item);
    list->items = items;
    if (!item)
        return fail_memory(error);
    item->element = element;
    item->value = value;
    return IP_OK;
}

static void clear_potentials(void *member) {
    potential_list *list = member;
    free(list->items);
}

const option_kind option_energies = {.read = read_energy, .clear = clear_energies},
                  option_potentials = {.read = read_potential, .clear = clear_potentials};

/* ---- gases */

static ip_status take_gas(void *member, const char *text, size_t length, const char *pressure, ip_error *error) {
    gas_list *list = member;
    void *items = list->items;
    gas_choice *item = next_item(&items, &list->count, sizeof *item);
    list->items = items;
    if (!item || !(item->formula = strndup(text, length)))
        return fail_memory(error);
    item->pressure = pressure;
    return IP_OK;
}

static ip_status read_gas(void *member, const option_row *row, const char *text, ip_error *error) {
    size_t length = strcspn(text, "=");
    (void)row;
    if (!length || !text[length] || !text[length + 1])
        return ip_error_set(error, IP_BAD_ARGUMENT, "expected a gas, '=' and its pressure, such as O2=0.21bar or CO2=420ppm");
    return take_gas(member, text, length, text + length + 1, error);
}

static ip_status read_gas_or_swept(void *member, const option_row *row, const char *text, ip_error *error) {
    return *text && !strchr(text, '=') ? take_gas(member, text, strlen(text), NULL, error) : read_gas(member, row, text, error);
}

static void clear_gases(void *member) {
    gas_list *list = member;
    for (int i = 0; i < list->count; i++)
        free(list->items[i].formula);
    free(list->items);
}

const option_kind option_gases = {.read = read_gas, .clear = clear_gases},
                  option_gases_or_swept = {.read = read_gas_or_swept, .clear = clear_gases};

/* ---- elements, voltages, metals */

/* "Na,O" */
static ip_status read_elements(void *member, const option_row *row, const char *text, ip_error *error) {
    (void)row;
    for (const char *start = text;; start++) {
        size_t length = strcspn(start, ",");
        int element = ip_element_find(start, length);
        if (!element)
            return values_fail_element(start, length, "symbols such as Na,O", error);
        ip_element_set_add(member, element);
        start += length;
        if (!*start)
            return IP_OK;
    }
}

/* "none" where it would otherwise be some: that it was given says so, and the set is empty. */
static ip_status read_elements_or_none(void *member, const option_row *row, const char *text, ip_error *error) {
    if (strcmp(text, "none") != 0)
        return read_elements(member, row, text, error);
    memset(member, 0, sizeof(ip_element_set));
    return IP_OK;
}

static ip_status read_voltages(void *member, const option_row *row, const char *text, ip_error *error) {
    voltage_list *list = member;
    voltage_range range;
    (void)row;
    ip_status status = values_read_voltage(&range, text, error);
    if (status)
        return status;
    void *items = list->items;
    voltage_range *item = next_item(&items, &list->count, sizeof *item);
    list->items = items;
    if (!item)
        return fail_memory(error);
    *item = range;
    return IP_OK;
}

static void clear_voltages(void *member) {
    voltage_list *list = member;
    free(list->items);
}

static ip_status read_metal(void *member, const option_row *row, const char *text, ip_error *error) {
    metal_choice *metal = member;
    (void)row;
    return values_read_metal(&metal->element, &metal->charge, text, error);
}

static ip_status check_metal(const void *member, bool force, ip_error *error) {
    const metal_choice *metal = member;
    return metal->element ? values_check_metal(metal->element, metal->charge, force, error) : IP_OK;
}

const option_kind option_elements = {.read = read_elements}, option_elements_or_none = {.read = read_elements_or_none},
                  option_voltages = {.read = read_voltages, .clear = clear_voltages},
                  option_metal = {.read = read_metal, .check = check_metal};
