/* Lines of marks and words. */
#include "key.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

/* mm */
#define BETWEEN 3.5 /* entries */
#define SYMBOL 2.4

static double text_width(const ip_key_entry *entry) {
    return entry->is_formula ? ip_script_formula_width(entry->text, IP_SCRIPT_SMALL_TYPE)
                             : ip_script_text_width(entry->text, IP_SCRIPT_SMALL_TYPE);
}

static void add_entry(ip_script *script, const ip_key_entry *entry, double x, double y, double room) {
    double indent = entry->symbol == IP_KEY_TEXT ? 0.0 : SYMBOL;
    if (entry->symbol == IP_KEY_MARK)
        ip_script_add(script, "set label '' at screen %.5f,%.5f point pointtype %d pointsize mark(%.3f) linecolor rgb '%s'\n",
                      (x + 0.8) / script->width, y / script->height, entry->shape, entry->size, entry->colour);
    else if (entry->symbol == IP_KEY_STROKE)
        ip_script_add(script, "set arrow from screen %.5f,%.5f rto screen %.5f,%.5f nohead linecolor rgb '%s'\n",
                      x / script->width, (y - 0.8) / script->height, 1.6 / script->width, 1.6 / script->height, entry->colour);
    ip_script_add(script, "set label ");
    if (entry->is_formula)
        ip_script_add_formula(script, entry->text, room - indent, IP_SCRIPT_SMALL_TYPE);
    else
        ip_script_add_text(script, entry->text, room - indent, IP_SCRIPT_SMALL_TYPE);
    ip_script_add(script, " at screen %.5f,%.5f left font type(%g)\n", (x + indent) / script->width, y / script->height,
                  IP_SCRIPT_SMALL_TYPE);
}

int ip_key_add(ip_script *script, const ip_key_entry *entries, int count, double width, double top) {
    double at = IP_KEY_EDGE, right = width - IP_KEY_EDGE;
    int lines = 0;
    for (int i = 0; i < count; i++) {
        double room = (entries[i].symbol == IP_KEY_TEXT ? 0.0 : SYMBOL) + text_width(&entries[i]);
        if (!lines || at + room > right) {
            at = IP_KEY_EDGE;
            lines++;
        }
        if (script)
            add_entry(script, &entries[i], at, top - IP_KEY_LINE * (lines - 0.5), fmin(room, right - at) + 0.01);
        at += room + BETWEEN;
    }
    return lines;
}

double ip_key_round_up(double number) {
    double power = pow(10.0, floor(log10(number))), steps[] = {1.0, 2.0, 5.0, 10.0};
    for (int i = 0; i < 4; i++)
        if (number <= steps[i] * power * (1.0 + 1e-6))
            return steps[i] * power;
    return number;
}

int ip_key_fold(char *lines, int most, size_t size, const char *text, double room, double points) {
    int count = 0;
    char *line = lines;
    *line = '\0';
    while (*text) {
        size_t word = strcspn(text, " "), length = strlen(line);
        snprintf(line + length, size - length, "%s%.*s", length ? " " : "", (int)word, text);
        if (length && count + 1 < most && ip_script_text_width(line, points) > room) {
            line[length] = '\0';
            line = lines + (size_t)++count * size;
            *line = '\0';
            continue;
        }
        text += word + (text[word] == ' ');
    }
    return count + 1;
}
