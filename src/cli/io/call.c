/* Quotes what a shell would read otherwise. */
#include "call.h"

#include "memory_text.h"

#include <stdlib.h>
#include <string.h>

static char **arguments;
static int argument_count;

bool call_keep(int argc, char **argv) {
    arguments = malloc(((size_t)argc + 1) * sizeof *arguments);
    if (!arguments)
        return false;
    for (int i = 0; i < argc; i++)
        arguments[i] = argv[i];
    argument_count = argc;
    return true;
}

void call_forget(void) {
    free(arguments);
    arguments = NULL;
    argument_count = 0;
}

static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_@%+=:,./-";

static void quote(FILE *stream, const char *argument) {
    if (*argument && argument[strspn(argument, plain)] == '\0') {
        fputs(argument, stream);
        return;
    }
    fputc('\'', stream);
    for (; *argument; argument++)
        if (*argument == '\'')
            fputs("'\\''", stream);
        else
            fputc(*argument, stream);
    fputc('\'', stream);
}

char *call_text(void) {
    memory_text text = {0};
    FILE *stream = memory_text_open(&text);
    if (!stream)
        return NULL;
    fputs("interphase", stream);
    for (int i = 1; i < argument_count; i++) {
        fputc(' ', stream);
        quote(stream, arguments[i]);
    }
    return memory_text_take(&text, stream);
}
