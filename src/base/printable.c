/* Writes out what a terminal would act on. Knows UTF-8, no locale and no terminal. */
#include <interphase/printable.h>

#include "utf8.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Control characters beyond ASCII, marks of direction, separators of lines, and what is there without being seen. */
static const struct {
    uint32_t first, last;
} hidden[] = {
    {0x80, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},   {0x61C, 0x61C},     {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2028, 0x202E}, {0x2060, 0x206F},   {0x3164, 0x3164},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF0, 0xFFFB}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

static bool is_hidden(uint32_t character) {
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++)
        if (character >= hidden[i].first && character <= hidden[i].last)
            return true;
    return false;
}

/* What stands for a character that is not shown itself, in shown[0 .. 15]; its length, 0 where the character is shown. */
static int write_out(char *shown, uint32_t character, bool is_character) {
    if (!is_character)
        return snprintf(shown, 16, "\\x%02x", (unsigned)character);
    if (character == '\n' || character == '\r' || character == '\t')
        return snprintf(shown, 16, "\\%c", character == '\n' ? 'n' : character == '\r' ? 'r' : 't');
    if (character < 0x20 || character == 0x7F)
        return snprintf(shown, 16, "\\x%02x", (unsigned)character);
    return is_hidden(character) ? snprintf(shown, 16, "<U+%04X>", (unsigned)character) : 0;
}

size_t ip_printable_format(char *buffer, size_t size, const char *text) {
    size_t total = 0, kept = 0;
    bool fits = true;
    for (const unsigned char *at = (const unsigned char *)text; *at;) {
        uint32_t character;
        char shown[16];
        int length = ip_utf8_read(&character, at);
        int written = write_out(shown, character, length > 0);
        const char *piece = written ? shown : (const char *)at;
        size_t piece_length = (size_t)(written ? written : length);
        fits = fits && total + piece_length < size;
        if (fits) {
            memcpy(buffer + total, piece, piece_length);
            kept = total + piece_length;
        }
        total += piece_length;
        at += length ? length : 1;
    }
    if (size)
        buffer[kept] = '\0';
    return total;
}
