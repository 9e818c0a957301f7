/* Columns and rows of answers with draws, made of those without. Knows what can be sampled by its type alone. */
#include "base/arena.h"
#include "base/buffer.h"

#include <interphase/number.h>
#include <interphase/samples_row.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What it means that a row of a type holds. */
typedef struct sampled_kind {
    const ip_result_type *type;
    const char *name, *title, *claim, *meaning;
} sampled_kind;

static const sampled_kind kinds[] = {
    {&ip_hull_result, "stable_share", "stable", "it is stable", "share of the draws in which the composition is on the hull"},
    {&ip_open_hull_result, "stable_share", "stable", "it is stable",
     "share of the draws in which the composition is on the hull"},
    {&ip_window_result, "window_share", "window", "there is a window",
     "share of the draws in which there is a window: a range of voltages without uptake, of the phase itself where the table has "
     "one"},
    {&ip_decomposition_result, "change_share", "changes", "it does not stay what it is",
     "share of the draws in which it does not stay what it is"},
    {&ip_interface_result, "reaction_share", "react", "the two react",
     "share of the draws in which the two react with each other"},
    {&ip_coating_result, "pass_share", "passes", "it passes every test",
     "share of the draws in which the layer passes every test"},
};
enum { KIND_COUNT = sizeof kinds / sizeof *kinds };

/* The quantiles, and how their columns are called. */
static const struct {
    const char *ending, *title, *meaning;
    size_t offset;
} quantiles[] = {
    {"_p5", "5 %", "5 % of the draws lie below", offsetof(ip_quantiles, low)},
    {"_p50", "50 %", "half of the draws lie below", offsetof(ip_quantiles, median)},
    {"_p95", "95 %", "95 % of the draws lie below", offsetof(ip_quantiles, high)},
};
enum { QUANTILE_COUNT = sizeof quantiles / sizeof *quantiles };

enum { SHARE_DECIMALS = 4, TEXT_SHARE_DECIMALS = 3 };

struct ip_samples_type {
    const sampled_kind *kind;
    ip_result_type result;
    ip_column *columns;  /* those of the answer, then three that are always there, then the others by the answer's order */
    ip_arena arena;      /* of names */
};

/* ---- descriptions */

static const char *join(ip_samples_type *type, const char *first, const char *between, const char *second) {
    size_t one = strlen(first), two = strlen(between), three = strlen(second);
    char *joined = ip_arena_take(&type->arena, one + two + three + 1);
    if (!joined)
        return NULL;
    memcpy(joined, first, one);
    memcpy(joined + one, between, two);
    memcpy(joined + one + two, second, three + 1);
    return joined;
}

/* A column at the end of the row; false where a text of it is missing, for lack of memory. */
static bool add_column(ip_samples_type *type, const char *name, const char *title, const char *unit, const char *meaning,
                       ip_column_kind kind, int decimals) {
    ip_column column = {name, title, unit, meaning, kind, decimals, 0, 0, 0, type->result.size};
    type->columns[type->result.column_count++] = column;
    type->result.size += kind == IP_KIND_NUMBER ? sizeof(double) : kind == IP_KIND_COUNT ? sizeof(long) : sizeof(const char *);
    return name && title && meaning;
}

static bool add_quantiles(ip_samples_type *type, const ip_column *of) {
    bool added = true;
    for (int q = 0; q < QUANTILE_COUNT && added; q++)
        added = add_column(type, join(type, of->name, "", quantiles[q].ending), join(type, of->title, ", ", quantiles[q].title),
                           of->unit, join(type, quantiles[q].meaning, ": ", of->meaning), IP_KIND_NUMBER, of->decimals);
    return added;
}

static bool add_columns(ip_samples_type *type, const ip_result_type *of) {
    memcpy(type->columns, of->columns, (size_t)of->column_count * sizeof *of->columns);
    type->result.column_count = of->column_count;
    /* Members of every kind are at least as large as a pointer, and none needs more care. */
    type->result.size = (of->size + sizeof(double) - 1) / sizeof(double) * sizeof(double);
    bool added = add_column(type, "samples", "samples", "", "how often the energies were drawn", IP_KIND_COUNT, 0) &&
                 add_column(type, "samples_failed", "failed", "", "how many of these draws have no answer", IP_KIND_COUNT, 0) &&
                 add_column(type, type->kind->name, type->kind->title, "", type->kind->meaning, IP_KIND_NUMBER, SHARE_DECIMALS);
    for (int c = 0; c < of->column_count && added; c++) {
        const ip_column *column = &of->columns[c];
        if (ip_samples_has(column) && column->kind == IP_KIND_NUMBER)
            added = add_quantiles(type, column);
        else if (ip_samples_has(column))
            added = add_column(type, join(type, column->name, "", "_shares"), join(type, column->title, ", ", "shares"), "",
                               join(type, "in which share of the draws each set came out", ": ", column->meaning), IP_KIND_TEXT,
                               0);
    }
    type->result.columns = type->columns;
    return added;
}

ip_status ip_samples_type_new(ip_samples_type **out, const ip_result_type *type, ip_error *error) {
    const sampled_kind *kind = NULL;
    for (int i = 0; i < KIND_COUNT; i++)
        if (kinds[i].type == type)
            kind = &kinds[i];
    if (!kind)
        return ip_error_set(error, IP_BAD_ARGUMENT, "rows of '%s' cannot be sampled", type->name);
    ip_samples_type *made = calloc(1, sizeof *made);
    if (made) {
        made->kind = kind;
        made->result.name = type->name;
        made->columns = malloc(((size_t)type->column_count * (QUANTILE_COUNT + 1) + 3) * sizeof *made->columns);
    }
    if (!made || !made->columns || !add_columns(made, type)) {
        ip_samples_type_free(made);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    *out = made;
    return IP_OK;
}

void ip_samples_type_free(ip_samples_type *type) {
    if (!type)
        return;
    ip_arena_clear(&type->arena);
    free(type->columns);
    free(type);
}

const ip_result_type *ip_samples_type_result(const ip_samples_type *type) {
    return &type->result;
}

const char *ip_samples_type_claim(const ip_samples_type *type) {
    return type->kind->claim;
}

/* ---- rows */

static void add_share(ip_buffer *text, const char *formulas, double share) {
    char number[400];
    ip_number_format(number, sizeof number, share, TEXT_SHARE_DECIMALS);
    ip_buffer_print(text, "%s%s %s", text->length ? "; " : "", formulas, number);
}

/* By falling share; what is rarer than the least is counted together. */
static const char *shares_text(ip_memory *memory, const ip_samples *samples, long index, const ip_column *column) {
    const ip_product_set *sets;
    ip_buffer text = {0};
    double others = 0.0;
    long count = ip_samples_products(samples, index, column, &sets);
    for (long i = 0; i < count; i++)
        if (sets[i].share >= IP_SAMPLES_LEAST_SHARE)
            add_share(&text, sets[i].formulas, sets[i].share);
        else
            others += sets[i].share;
    if (others > 0.0)
        add_share(&text, "other", others);
    const char *kept = text.failed ? NULL : ip_memory_copy(memory, ip_buffer_text(&text));
    ip_buffer_clear(&text);
    return kept;
}

static void put_number(void *row, const ip_column *column, double number) {
    memcpy((char *)row + column->offset, &number, sizeof number);
}

static void put_count(void *row, const ip_column *column, long count) {
    memcpy((char *)row + column->offset, &count, sizeof count);
}

ip_status ip_samples_row_fill(void *out, const ip_samples_type *type, ip_memory *memory, const void *row,
                              const ip_samples *samples, long index, ip_error *error) {
    const ip_result_type *of = type->kind->type;
    const ip_column *next = type->columns + of->column_count;
    ip_row_blank(&type->result, out);
    memcpy(out, row, of->size);
    if (!samples)
        return IP_OK;
    put_count(out, next++, ip_samples_count(samples));
    put_count(out, next++, ip_samples_failed(samples));
    put_number(out, next++, ip_samples_share(samples, index));
    for (int c = 0; c < of->column_count; c++) {
        const ip_column *column = &of->columns[c];
        if (!ip_samples_has(column))
            continue;
        if (column->kind == IP_KIND_NUMBER) {
            ip_quantiles found = ip_samples_number(samples, index, column);
            for (int q = 0; q < QUANTILE_COUNT; q++)
                put_number(out, next++, *(const double *)(const void *)((const char *)&found + quantiles[q].offset));
            continue;
        }
        const char *text = shares_text(memory, samples, index, column);
        if (!text)
            return ip_error_set(error, IP_NO_MEMORY, "out of memory");
        memcpy((char *)out + next++->offset, &text, sizeof text);
    }
    return IP_OK;
}
