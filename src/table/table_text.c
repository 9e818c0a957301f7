/* Cuts the text of a table between rows. Knows bytes only. */
#include "table_text.h"

#include <interphase/csv_reader.h>

#include <stdlib.h>
#include <string.h>

void ip_text_piece_clear(ip_text_piece *piece) {
    free(piece->bytes);
    memset(piece, 0, sizeof *piece);
}

static ip_status reserve(ip_text_piece *piece, size_t room, ip_error *error) {
    if (room <= piece->room)
        return IP_OK;
    char *bytes = realloc(piece->bytes, room);
    if (!bytes)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    piece->bytes = bytes;
    piece->room = room;
    return IP_OK;
}

static ip_status append(ip_text_piece *piece, const char *bytes, size_t size, ip_error *error) {
    ip_status status = reserve(piece, piece->size + size, error);
    if (!status && size)
        memcpy(piece->bytes + piece->size, bytes, size);
    if (!status)
        piece->size += size;
    return status;
}

void ip_table_text_clear(ip_table_text *text) {
    ip_text_piece_clear(&text->rest);
}

/* Reads until the piece is full or the input ends. */
static ip_status fill(ip_table_text *text, ip_text_piece *piece, ip_error *error) {
    ip_status status = IP_OK;
    while (!status && !text->input_ended && piece->size < piece->room) {
        size_t got;
        status = ip_input_read(text->input, piece->bytes + piece->size, piece->room - piece->size, &got, error);
        if (status)
            break;
        piece->size += got;
        text->input_ended = got == 0;
    }
    return status;
}

/* Bytes up to the end of the first row that is not blank, or of the last whole one; 0 where no such row ends here. Only an even
 * number of quotation marks stands before the end of a row, since those in a quoted field are doubled. */
static size_t whole_rows(const ip_text_piece *piece, bool one_row) {
    const char *bytes = piece->bytes;
    size_t size = piece->size, end = 0;
    if (!one_row && size && !memchr(bytes, '"', size)) {
        while (size && bytes[size - 1] != '\n')
            size--;
        return size;
    }
    bool quoted = false, blank = true;
    for (size_t i = 0; i < size && !(one_row && end); i++) {
        if (bytes[i] == '"')
            quoted = !quoted;
        else if (bytes[i] == '\n' && !quoted && !(one_row && blank))
            end = i + 1;
        blank = blank && (bytes[i] == '\n' || bytes[i] == '\r' || bytes[i] == ' ' || bytes[i] == '\t');
    }
    return end;
}

ip_status ip_table_text_next(ip_table_text *text, ip_text_piece *piece, bool one_row, ip_error *error) {
    piece->size = 0;
    ip_status status = append(piece, text->rest.bytes, text->rest.size, error);
    text->rest.size = 0;
    size_t room = piece->size < text->piece_size ? text->piece_size : 2 * piece->size, end = 0;
    for (; !status; room *= 2) {
        status = reserve(piece, room, error);
        if (!status)
            status = fill(text, piece, error);
        if (status)
            break;
        end = text->input_ended && !one_row ? piece->size : whole_rows(piece, one_row);
        if (text->input_ended && end == 0)
            end = piece->size;
        if (end || text->input_ended)
            break;
        if (piece->size > IP_CSV_ROW_LIMIT)
            status = ip_error_set(error, IP_BAD_TABLE, "a row of more than %d MiB; is this a table?", IP_CSV_ROW_LIMIT >> 20);
    }
    if (!status)
        status = append(&text->rest, piece->bytes + end, piece->size - end, error);
    piece->size = status ? 0 : end;
    return status;
}

bool ip_table_text_ended(const ip_table_text *text) {
    return text->input_ended && text->rest.size == 0;
}

bool ip_table_text_is_read(const ip_table_text *text) {
    return text->input_ended;
}
