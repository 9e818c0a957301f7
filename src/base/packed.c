/* Bytes that grow, and reading them back. Knows the order of values only from those who put and take them. */
#include <interphase/packed.h>

#include <stdlib.h>
#include <string.h>

enum { FIRST_ROOM = 128 };

void *ip_packed_add(ip_packed *packed, size_t size) {
    if (packed->failed)
        return NULL;
    if (size > packed->room - packed->size) {
        size_t room = packed->room ? packed->room : FIRST_ROOM;
        while (room - packed->size < size && room <= SIZE_MAX / 2)
            room *= 2;
        unsigned char *grown = room - packed->size < size ? NULL : realloc(packed->bytes, room);
        if (!grown) {
            packed->failed = true;
            return NULL;
        }
        packed->bytes = grown;
        packed->room = room;
    }
    packed->size += size;
    return packed->bytes + packed->size - size;
}

void ip_packed_put(ip_packed *packed, const void *bytes, size_t size) {
    void *place = size ? ip_packed_add(packed, size) : NULL;
    if (place)
        memcpy(place, bytes, size);
}

void ip_packed_put_number(ip_packed *packed, double number) {
    ip_packed_put(packed, &number, sizeof number);
}

void ip_packed_put_integer(ip_packed *packed, int64_t integer) {
    ip_packed_put(packed, &integer, sizeof integer);
}

/* With its length, counted with the final NUL; 0 for none. */
void ip_packed_put_text(ip_packed *packed, const char *text) {
    size_t size = text ? strlen(text) + 1 : 0;
    ip_packed_put_integer(packed, (int64_t)size);
    ip_packed_put(packed, text, size);
}

void ip_packed_put_error(ip_packed *packed, const ip_error *error) {
    ip_packed_put_integer(packed, error->status);
    ip_packed_put_text(packed, error->status ? error->message : NULL);
}

void ip_packed_reset(ip_packed *packed) {
    packed->size = 0;
    packed->failed = false;
}

void ip_packed_clear(ip_packed *packed) {
    free(packed->bytes);
    memset(packed, 0, sizeof *packed);
}

ip_packed_reader ip_packed_read(const void *bytes, size_t size) {
    ip_packed_reader reader = {bytes, size, false};
    return reader;
}

/* The next bytes where they lie; NULL where there are not so many. */
static const unsigned char *take(ip_packed_reader *reader, size_t size) {
    const unsigned char *at = reader->at;
    if (reader->failed || size > reader->left) {
        reader->failed = true;
        return NULL;
    }
    if (size) {
        reader->at += size;
        reader->left -= size;
    }
    return at;
}

void ip_packed_get(ip_packed_reader *reader, void *out, size_t size) {
    if (size == 0)
        return;
    const unsigned char *at = take(reader, size);
    if (at)
        memcpy(out, at, size);
    else
        memset(out, 0, size);
}

double ip_packed_get_number(ip_packed_reader *reader) {
    double number;
    ip_packed_get(reader, &number, sizeof number);
    return number;
}

int64_t ip_packed_get_integer(ip_packed_reader *reader) {
    int64_t integer;
    ip_packed_get(reader, &integer, sizeof integer);
    return integer;
}

const char *ip_packed_get_text(ip_packed_reader *reader) {
    int64_t size = ip_packed_get_integer(reader);
    if (size == 0)
        return NULL;
    const unsigned char *text = size > 0 ? take(reader, (size_t)size) : NULL;
    reader->failed = reader->failed || !text || text[size - 1] != '\0';
    return reader->failed ? NULL : (const char *)text;
}

void ip_packed_get_error(ip_packed_reader *reader, ip_error *error) {
    error->status = (ip_status)ip_packed_get_integer(reader);
    const char *message = ip_packed_get_text(reader);
    size_t length = message ? strlen(message) : 0;
    if (length >= sizeof error->message)
        length = sizeof error->message - 1;
    memcpy(error->message, message ? message : "", length);
    error->message[length] = '\0';
}
