/* Writes of a stream into a text that grows. */
#include "memory_text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 256 };

static bool reserve(memory_text *text, size_t more) {
    if (more > SIZE_MAX / 4 - text->length)
        return false;
    size_t needed = text->length + more + 1, size = text->size ? text->size : FIRST_SIZE;
    while (size < needed)
        size *= 2;
    char *grown = size > text->size ? realloc(text->text, size) : text->text;
    if (!grown)
        return false;
    text->text = grown;
    text->size = size;
    return true;
}

static ssize_t write_text(void *cookie, const char *bytes, size_t size) {
    memory_text *text = cookie;
    if (!reserve(text, size)) {
        errno = ENOMEM;
        return 0; /* which makes the stream fail */
    }
    memcpy(text->text + text->length, bytes, size);
    text->length += size;
    text->text[text->length] = '\0';
    return (ssize_t)size;
}

FILE *memory_text_open(memory_text *text) {
    cookie_io_functions_t functions = {.write = write_text};
    return fopencookie(text, "w", functions);
}

char *memory_text_take(memory_text *text, FILE *stream) {
    bool complete = stream && fflush(stream) == 0 && !ferror(stream);
    if (stream)
        fclose(stream);
    complete = complete && reserve(text, 0);
    if (complete)
        text->text[text->length] = '\0';
    char *taken = complete ? text->text : NULL;
    if (!complete)
        free(text->text);
    memset(text, 0, sizeof *text);
    return taken;
}

void memory_text_empty(memory_text *text) {
    text->length = 0;
}
