/* Says in which way a formula was read, once, and keeps what was typed. */
#include "formulas.h"

#include "cli/io/report.h"

#include <interphase/reading.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A formula that is not spelled as it was typed. */
typedef struct typed_formula {
    char *text, *spelling; /* owned */
} typed_formula;

static struct {
    typed_formula *items; /* [0 .. count-1], owned */
    int count;
} typed;

/* More notices about tasks than this are counted. */
enum { NOTICES_SHOWN = 3 };
static struct {
    char *said[NOTICES_SHOWN]; /* owned formulas */
    int count;
    long untold;
} tasks;

static char *copy(const char *text) {
    char *out = strdup(text);
    if (!out)
        complain_of_memory();
    return out;
}

static void say(const char *text, const ip_formula_reading *how) {
    static const char *const words[] = {
        [IP_READING_ROUNDED] = "",
        [IP_READING_HYDRATE] = ", a hydrate",
        [IP_READING_ISOTOPE] = ", which it shares its energies with",
    };
    char why[IP_READING_CHANGES * 120] = "";
    for (int i = 0; i < how->change_count; i++) {
        const ip_reading_change *change = &how->changes[i];
        size_t used = strlen(why);
        snprintf(why + used, sizeof why - used, "%s%s as %s%s", i ? "; " : "", change->written, change->meant,
                 words[change->kind]);
    }
    complain("notice: %s is read as %s (%s); --literal takes the letter", text, how->spelling, why);
}

static void read_typed(ip_formula_reading *how, const options *opts, const char *text) {
    ip_composition composition;
    ip_formula_read(&composition, how, text, opts->literal ? IP_FORMULA_LITERAL : 0u, NULL);
}

/* Whether a formula can be read, and is not spelled as it is. */
static bool is_other(const ip_formula_reading *how, const char *text) {
    return *how->spelling && strcmp(how->spelling, text) != 0;
}

const char *formulas_spelled(const options *opts, const char *text) {
    ip_formula_reading how;
    for (int i = 0; i < typed.count; i++)
        if (strcmp(typed.items[i].text, text) == 0)
            return typed.items[i].spelling;
    read_typed(&how, opts, text);
    if (!is_other(&how, text))
        return text;
    typed_formula *larger = realloc(typed.items, ((size_t)typed.count + 1) * sizeof *larger);
    if (!larger) {
        complain_of_memory();
        return NULL;
    }
    typed.items = larger;
    typed_formula formula = {copy(text), NULL};
    formula.spelling = formula.text ? copy(how.spelling) : NULL;
    if (!formula.spelling) {
        free(formula.text);
        return NULL;
    }
    typed.items[typed.count++] = formula;
    if (how.change_count && !opts->quiet)
        say(text, &how);
    return formula.spelling;
}

static bool take_assignments(const options *opts, assignment_list *list) {
    for (int i = 0; i < list->count; i++) {
        const char *spelling = formulas_spelled(opts, list->items[i].name);
        if (spelling == list->items[i].name)
            continue;
        char *name = spelling ? copy(spelling) : NULL;
        if (!name)
            return false;
        free(list->items[i].name);
        list->items[i].name = name;
    }
    return true;
}

bool formulas_take(options *opts, bool arguments) {
    for (int i = 0; i < opts->argument_count && arguments; i++) {
        const char *spelling = formulas_spelled(opts, opts->arguments[i]);
        if (!spelling)
            return false;
        opts->arguments[i] = (char *)spelling;
    }
    for (int i = 0; i < opts->excluded.count; i++)
        if (!(opts->excluded.items[i] = formulas_spelled(opts, opts->excluded.items[i])))
            return false;
    return take_assignments(opts, &opts->energies) && take_assignments(opts, &opts->above_hull);
}

const char *formulas_written(const char *spelling) {
    for (int i = 0; i < typed.count; i++)
        if (typed.items[i].spelling == spelling)
            return typed.items[i].text;
    return spelling;
}

bool formulas_differ(void) {
    return typed.count > 0;
}

void formulas_forget(void) {
    for (int i = 0; i < typed.count; i++) {
        free(typed.items[i].text);
        free(typed.items[i].spelling);
    }
    free(typed.items);
    memset(&typed, 0, sizeof typed);
    for (int i = 0; i < tasks.count; i++)
        free(tasks.said[i]);
    memset(&tasks, 0, sizeof tasks);
}

/* ---- tasks */

static void say_of_task(const char *text, const ip_formula_reading *how) {
    for (int i = 0; i < tasks.count; i++)
        if (strcmp(tasks.said[i], text) == 0)
            return;
    char *said = tasks.count < NOTICES_SHOWN ? strdup(text) : NULL;
    if (!said) {
        tasks.untold++;
        return;
    }
    tasks.said[tasks.count++] = said;
    say(text, how);
}

bool formulas_of_task(char **meant, ip_task *task, const options *opts) {
    const char **formulas[] = {&task->a, &task->b};
    for (int i = 0; i < 2; i++) {
        ip_formula_reading how;
        if (!*formulas[i])
            continue;
        read_typed(&how, opts, *formulas[i]);
        if (!is_other(&how, *formulas[i]))
            continue;
        meant[i] = strdup(how.spelling);
        if (!meant[i])
            return false;
        if (how.change_count && !opts->quiet)
            say_of_task(*formulas[i], &how);
        *formulas[i] = meant[i];
    }
    return true;
}

void formulas_end_tasks(void) {
    if (tasks.untold)
        complain("notice: %ld more formulas of the tasks are read otherwise than by the letter; --literal takes the letter",
                 tasks.untold);
    tasks.untold = 0;
}
