/* Writes the help of options from their rows; knows no option by name. */
#include "help.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 80, LEFT = 30 };

void help_print_wrapped(const char *start, int indent, const char *text) {
    int column = printf("%s", start), words = 0;
    while (*text) {
        int length = (int)strcspn(text, " ");
        /* An option stays with its value. */
        if (strncmp(text, "--", 2) == 0 && text[length] && text[length + 1] != '|')
            length += 1 + (int)strcspn(text + length + 1, " ");
        if (words && column + 1 + length > WIDTH) {
            printf("\n%*s", indent, "");
            column = indent;
            words = 0;
        }
        column += printf("%s%.*s", words ? " " : "", length, text);
        words++;
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

/* "what it means; repeatable (default: 0.5)" */
static void describe(char *out, size_t size, const option_row *row) {
    size_t used = (size_t)snprintf(out, size, "%s%s", row->meaning, row->repeat > 1 ? "; repeatable" : "");
    bool has_number = row->kind->start && row->start != 0.0;
    if (!has_number && !row->usually)
        return;
    used += (size_t)snprintf(out + used, size - used, " (default: ");
    if (has_number && isfinite(row->start))
        used += (size_t)snprintf(out + used, size - used, "%g%s", row->start, row->usually ? "; " : "");
    else if (has_number)
        used += (size_t)snprintf(out + used, size - used, "no limit");
    snprintf(out + used, size - used, "%s)", row->usually ? row->usually : "");
}

static void print_row(const option_row *row) {
    char left[80], meaning[512];
    if (row->letter)
        snprintf(left, sizeof left, "  -%c, --%s%s%s", row->letter, row->name, row->value ? " " : "",
                 row->value ? row->value : "");
    else
        snprintf(left, sizeof left, "      --%s%s%s", row->name, row->value ? " " : "", row->value ? row->value : "");
    describe(meaning, sizeof meaning, row);
    if (strlen(left) > LEFT - 1) {
        puts(left);
        left[0] = '\0';
    }
    char padded[LEFT + 2];
    snprintf(padded, sizeof padded, "%-*s ", LEFT, left);
    help_print_wrapped(padded, LEFT + 1, meaning);
}

void help_print_options(const option_table *table) {
    const option_row *tables[] = {table->rows, options_of_all};
    for (int t = 0; t < 2; t++)
        for (const option_row *row = tables[t]; row && row->name; row++)
            print_row(row);
}
