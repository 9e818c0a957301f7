/* Reads descriptors, and through gzip or zstd where that is what they hold. */
#include "input.h"

#include "base/digest.h"

#include <interphase/compression.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Compressed tables are about so much smaller; a guess is enough, and one that is too low costs time alone. */
enum { USUAL_COMPRESSION = 4 };
enum { RAW_SIZE = 64 * 1024, AHEAD_SIZE = 4096 };

struct ip_input {
    int file;
    bool is_own; /* to be closed */
    bool with_digest, ended;
    struct stat opened; /* what the file was like */
    long bytes;         /* of the file, read so far */
    ip_digest digest;
    ip_compression form;
    ip_decompressor *decompressor; /* NULL for plain text */
    size_t raw_at, raw_size, ahead_at, ahead_size;
    char ahead[AHEAD_SIZE]; /* text that was looked at and is still to be handed out */
    char raw[RAW_SIZE];     /* bytes of the file on their way; of plain text only the first */
};

_Static_assert(IP_DIGEST_SIZE == IP_DIGEST_TEXT_SIZE, "the public size is that of a digest's text");

static ip_status read_file(ip_input *input, char *bytes, size_t room, size_t *got, ip_error *error) {
    ssize_t count;
    do
        count = read(input->file, bytes, room);
    while (count < 0 && errno == EINTR);
    *got = 0;
    if (count < 0)
        return ip_error_set(error, IP_INPUT_OUTPUT, "cannot be read: %s", strerror(errno));
    if (input->with_digest)
        ip_digest_feed(&input->digest, bytes, (size_t)count);
    input->bytes += count;
    input->ended = count == 0;
    *got = (size_t)count;
    return IP_OK;
}

/* Fills what is free behind the bytes on their way. */
static ip_status read_raw(ip_input *input, ip_error *error) {
    size_t got;
    if (input->raw_at == input->raw_size)
        input->raw_at = input->raw_size = 0;
    ip_status status = read_file(input, input->raw + input->raw_size, RAW_SIZE - input->raw_size, &got, error);
    input->raw_size += got;
    return status;
}

/* Looks at the first bytes of the file. */
static ip_status find_compression(ip_input *input, const char *path, ip_error *error) {
    ip_status status = IP_OK;
    while (!status && !input->ended && input->raw_size < IP_COMPRESSION_HEAD)
        status = read_raw(input, error);
    if (status)
        return status;
    ip_compression named = ip_compression_named(path);
    input->form = ip_compression_begun(input->raw, input->raw_size);
    if (input->form)
        return ip_decompressor_new(&input->decompressor, input->form, error);
    if (input->raw_size && named)
        return ip_error_set(error, IP_BAD_TABLE, "the name ends in %s, but the file does not begin as %s's files do",
                            ip_compression_ending(named), ip_compression_name(named));
    return IP_OK;
}

ip_status ip_input_open(ip_input **out, const char *path, bool with_digest, ip_error *error) {
    ip_input *input = malloc(sizeof *input);
    if (!input)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    memset(input, 0, offsetof(ip_input, ahead));
    input->is_own = strcmp(path, "-") != 0;
    input->with_digest = with_digest;
    input->file = input->is_own ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    ip_digest_start(&input->digest);
    ip_status status = IP_OK;
    if (input->file < 0 || fstat(input->file, &input->opened) != 0)
        status = ip_error_set(error, IP_INPUT_OUTPUT, "cannot be opened: %s", strerror(errno));
    else
        status = find_compression(input, path, error);
    if (status) {
        ip_input_close(input);
        return status;
    }
    *out = input;
    return IP_OK;
}

void ip_input_close(ip_input *input) {
    if (!input)
        return;
    if (input->is_own && input->file >= 0)
        close(input->file);
    ip_decompressor_free(input->decompressor);
    free(input);
}

static size_t take(char *bytes, size_t room, const char *from, size_t *at, size_t size) {
    size_t count = size - *at < room ? size - *at : room;
    memcpy(bytes, from + *at, count);
    *at += count;
    return count;
}

static ip_status read_compressed(ip_input *input, char *bytes, size_t room, size_t *got, ip_error *error) {
    for (;;) {
        size_t used, left = input->raw_size - input->raw_at;
        ip_status status = ip_decompressor_run(input->decompressor, input->raw + input->raw_at, left, &used, bytes, room, got,
                                               error);
        input->raw_at += used;
        if (status) {
            long place = input->bytes - (long)(input->raw_size - input->raw_at);
            return ip_error_prefix(error, status, "after byte %ld of the file", place);
        }
        if (*got)
            return IP_OK;
        if (used)
            continue;
        if (!input->ended)
            status = read_raw(input, error);
        else if (!ip_decompressor_is_whole(input->decompressor))
            status = ip_error_set(error, IP_BAD_TABLE, "after byte %ld of the file: the %s data are cut short", input->bytes,
                                  ip_compression_name(input->form));
        else
            return IP_OK;
        if (status)
            return status;
    }
}

/* Not what was looked at. */
static ip_status read_on(ip_input *input, char *bytes, size_t room, size_t *got, ip_error *error) {
    *got = 0;
    if (input->decompressor)
        return read_compressed(input, bytes, room, got, error);
    if (input->raw_at < input->raw_size) {
        *got = take(bytes, room, input->raw, &input->raw_at, input->raw_size);
        return IP_OK;
    }
    return input->ended ? IP_OK : read_file(input, bytes, room, got, error);
}

ip_status ip_input_read(ip_input *input, char *bytes, size_t room, size_t *got, ip_error *error) {
    if (input->ahead_at == input->ahead_size)
        return read_on(input, bytes, room, got, error);
    *got = take(bytes, room, input->ahead, &input->ahead_at, input->ahead_size);
    return IP_OK;
}

ip_status ip_input_peek(ip_input *input, const char **bytes, size_t *size, ip_error *error) {
    ip_status status = IP_OK;
    for (size_t got = 1; !status && got && input->ahead_size < AHEAD_SIZE; input->ahead_size += got)
        status = read_on(input, input->ahead + input->ahead_size, AHEAD_SIZE - input->ahead_size, &got, error);
    *bytes = input->ahead;
    *size = input->ahead_size;
    return status;
}

size_t ip_input_expected(const ip_input *input) {
    if (!S_ISREG(input->opened.st_mode) || input->opened.st_size <= 0)
        return 0;
    return (size_t)input->opened.st_size * (input->decompressor ? USUAL_COMPRESSION : 1);
}

ip_status ip_input_check(const ip_input *input, ip_error *error) {
    const struct stat *before = &input->opened;
    struct stat after;
    if (!S_ISREG(before->st_mode))
        return IP_OK;
    bool is_same = fstat(input->file, &after) == 0 && after.st_size == before->st_size &&
                   after.st_mtim.tv_sec == before->st_mtim.tv_sec && after.st_mtim.tv_nsec == before->st_mtim.tv_nsec;
    /* Standard input may begin in the middle of a file, and a file of the system's own is said to be of no size. */
    if (is_same && input->is_own && input->ended && after.st_size > 0)
        is_same = input->bytes == (long)after.st_size;
    if (is_same)
        return IP_OK;
    return ip_error_set(error, IP_INPUT_OUTPUT,
                        "was changed while it was read; to be read again once it is no longer written to");
}

long ip_input_bytes(const ip_input *input) {
    return input->bytes;
}

void ip_input_digest(ip_input *input, char digest[IP_DIGEST_SIZE]) {
    digest[0] = '\0';
    if (input->with_digest)
        ip_digest_end(&input->digest, digest);
}
