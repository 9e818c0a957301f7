/* A matrix: every formula of one list with every one of another. */
#include "batch_inside.h"

#include "cli/io/report.h"
#include "names.h"
#include "tables.h"

#include <interphase/csv_file.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static ip_status on_list_row(void *user, const ip_csv_row *csv_row, ip_error *error) {
    formula_list *list = user;
    char **fields = batch_copy_fields(csv_row, list->columns ? list->column_count : csv_row->count);
    if (!fields)
        return batch_out_of_memory(error);
    if (!list->columns) {
        list->columns = fields;
        list->column_count = csv_row->count;
        ip_status status = task_columns_find_named(&list->formula, csv_row, "formula", error);
        if (!status)
            status = task_columns_find_named(&list->role, csv_row, "role", error);
        if (status)
            return status;
        if (list->formula < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'formula'", csv_row->line);
        if (list->roles && list->role < 0)
            return ip_error_set(error, IP_BAD_TABLE, "line %ld: the header line has no column 'role', which --role asks for",
                                csv_row->line);
        return IP_OK;
    }
    if (csv_row->count > list->column_count) {
        batch_free_fields(fields, list->column_count);
        return ip_error_set(error, IP_BAD_TABLE, "line %ld: %d fields where the header line has %d; is a comma not quoted?",
                            csv_row->line, csv_row->count, list->column_count);
    }
    if (list->roles && !names_have(list->roles, fields[list->role])) {
        batch_free_fields(fields, list->column_count);
        return IP_OK;
    }
    if (list->row_count == list->row_size) {
        long size = list->row_size ? 2 * list->row_size : 64;
        char ***rows = realloc(list->rows, (size_t)size * sizeof *rows);
        if (!rows) {
            batch_free_fields(fields, list->column_count);
            return batch_out_of_memory(error);
        }
        list->rows = rows;
        list->row_size = size;
    }
    list->rows[list->row_count++] = fields;
    return IP_OK;
}

/* The first of the roles asked for that no row kept has, with its length; NULL where each has one. */
static const char *absent_role(const formula_list *list, int *length) {
    for (const char *at = list->roles; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL) {
        bool found = false;
        *length = (int)strcspn(at, ",");
        for (long i = 0; i < list->row_count && !found; i++) {
            const char *role = list->rows[i][list->role];
            found = strlen(role) == (size_t)*length && strncmp(at, role, strlen(role)) == 0;
        }
        if (!found)
            return at;
    }
    return NULL;
}

bool batch_read_list(formula_list *list, const char *name) {
    char *path = tables_find(name);
    if (!path)
        return false;
    ip_error error;
    ip_status status = ip_csv_file_read(path, on_list_row, list, &error);
    bool names_file = status == IP_BAD_TABLE || status == IP_INPUT_OUTPUT;
    if (!status && !list->columns)
        status = ip_error_set(&error, IP_BAD_TABLE, "the file is empty; a header line with the column 'formula' is expected");
    int length = 0;
    const char *absent = status ? NULL : absent_role(list, &length);
    if (absent)
        status = ip_error_set(&error, IP_BAD_TABLE, "no row has the role '%.*s'", length, absent);
    else if (!status && list->row_count == 0)
        status = ip_error_set(&error, IP_BAD_TABLE, "no rows");
    if (status)
        complain_of(names_file ? NULL : path, &error);
    free(path);
    return status == IP_OK;
}

/* "a" and "b", and the further columns of each list with a_ or b_ before their names. */
bool batch_name_matrix_columns(batch *source) {
    int total = source->lists[0].column_count + source->lists[1].column_count;
    source->columns = calloc((size_t)total + 1, sizeof *source->columns);
    for (int l = 0; l < 2 && source->columns; l++) {
        const formula_list *list = &source->lists[l];
        for (int i = 0; i < list->column_count; i++) {
            size_t size = strlen(list->columns[i]) + 3;
            char *name = malloc(size);
            if (!name)
                return false;
            if (i == list->formula)
                snprintf(name, size, "%c", 'a' + l);
            else
                snprintf(name, size, "%c_%s", 'a' + l, list->columns[i]);
            source->columns[source->column_count++] = name;
        }
    }
    source->field[FIELD_A] = source->lists[0].formula;
    source->field[FIELD_B] = source->lists[0].column_count + source->lists[1].formula;
    source->field[FIELD_VOLTAGE] = source->field[FIELD_METAL] = -1;
    return source->columns != NULL;
}

ip_status batch_add_pair(batch *source, ip_error *error) {
    const formula_list *rows = &source->lists[0], *columns = &source->lists[1];
    char **row = rows->rows[source->next_pair / columns->row_count],
         **column = columns->rows[source->next_pair % columns->row_count];
    char **fields = calloc((size_t)source->column_count + 1, sizeof *fields);
    bool complete = fields != NULL;
    for (int i = 0; complete && i < source->column_count; i++) {
        fields[i] = strdup(i < rows->column_count ? row[i] : column[i - rows->column_count]);
        complete = fields[i] != NULL;
    }
    if (!complete) {
        batch_free_fields(fields, source->column_count);
        return batch_out_of_memory(error);
    }
    source->next_pair++;
    return batch_add_row(source, fields, 0, source->column_count, error);
}

void batch_free_list(formula_list *list) {
    for (long i = 0; i < list->row_count; i++)
        batch_free_fields(list->rows[i], list->column_count);
    free(list->rows);
    batch_free_fields(list->columns, list->column_count);
}
