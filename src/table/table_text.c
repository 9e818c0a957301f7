/* Cuts the text of a file between rows. Knows bytes only. */
#include "table_text.h"

#include "base/digest.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct ip_table_text {
    const char *path; /* borrowed */
    int file;
    size_t piece_size;
    bool file_ended, with_digest;
    ip_text_piece rest; /* read, and not yet handed out */
    long bytes;
    ip_digest digest;
};

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

ip_status ip_table_text_open(ip_table_text **out, const char *path, size_t piece_size, bool with_digest, ip_error *error) {
    ip_table_text *text = calloc(1, sizeof *text);
    if (!text)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    text->path = path;
    text->piece_size = piece_size;
    text->with_digest = with_digest;
    text->file = open(path, O_RDONLY | O_CLOEXEC);
    if (text->file < 0) {
        ip_status status = ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be opened: %s", path, strerror(errno));
        free(text);
        return status;
    }
    ip_digest_start(&text->digest);
    *out = text;
    return IP_OK;
}

void ip_table_text_close(ip_table_text *text) {
    if (!text)
        return;
    close(text->file);
    ip_text_piece_clear(&text->rest);
    free(text);
}

/* Reads until the piece is full or the file ends. */
static ip_status fill(ip_table_text *text, ip_text_piece *piece, ip_error *error) {
    while (!text->file_ended && piece->size < piece->room) {
        ssize_t got = read(text->file, piece->bytes + piece->size, piece->room - piece->size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ip_error_set(error, IP_INPUT_OUTPUT, "%s: cannot be read: %s", text->path, strerror(errno));
        if (text->with_digest)
            ip_digest_feed(&text->digest, piece->bytes + piece->size, (size_t)got);
        piece->size += (size_t)got;
        text->bytes += got;
        text->file_ended = got == 0;
    }
    return IP_OK;
}

/* Bytes up to the end of the first row, or of the last whole one; 0 where no row ends here. Only an even number of
 * quotation marks stands before the end of a row, since those in a quoted field are doubled. */
static size_t whole_rows(const ip_text_piece *piece, bool one_row) {
    const char *bytes = piece->bytes;
    size_t size = piece->size, end = 0;
    if (!one_row && size && !memchr(bytes, '"', size)) {
        while (size && bytes[size - 1] != '\n')
            size--;
        return size;
    }
    bool quoted = false;
    for (size_t i = 0; i < size && !(one_row && end); i++) {
        if (bytes[i] == '"')
            quoted = !quoted;
        else if (bytes[i] == '\n' && !quoted)
            end = i + 1;
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
        end = text->file_ended && !one_row ? piece->size : whole_rows(piece, one_row);
        if (text->file_ended && end == 0)
            end = piece->size;
        if (end || text->file_ended)
            break;
    }
    if (!status)
        status = append(&text->rest, piece->bytes + end, piece->size - end, error);
    piece->size = status ? 0 : end;
    return status;
}

bool ip_table_text_ended(const ip_table_text *text) {
    return text->file_ended && text->rest.size == 0;
}

bool ip_table_text_is_read(const ip_table_text *text) {
    return text->file_ended;
}

long ip_table_text_bytes(const ip_table_text *text) {
    return text->bytes;
}

_Static_assert(IP_DIGEST_SIZE == IP_DIGEST_TEXT_SIZE, "the public size is that of a digest's text");

void ip_table_text_digest(ip_table_text *text, char digest[IP_DIGEST_SIZE]) {
    digest[0] = '\0';
    if (text->with_digest)
        ip_digest_end(&text->digest, digest);
}
