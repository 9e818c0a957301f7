/* Reads a part twice where it is joined: first for its digest, so that nothing is written of parts that do not fit. */
#include "parts.h"

#include "files.h"
#include "output.h"

#include <interphase/compression.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE_SIZE = 64 * 1024, LARGEST_MANIFEST = 1 << 28 };

static const char ending[] = ".manifest";

/* Owned by the caller; NULL after a complaint. */
static char *manifest_path(const char *path) {
    size_t size = strlen(path) + sizeof ending;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s", path, ending);
    else
        complain_of_memory();
    return joined;
}

static bool describe(const ip_manifest *manifest, const char *path, const char *data, bool (*open)(output *, const char *)) {
    ip_manifest measured = *manifest;
    ip_error error;
    char *text = NULL, *beside = manifest_path(path);
    output out;
    if (!beside)
        return false;
    bool made = false;
    if (ip_manifest_measure(measured.digest, &measured.bytes, data, &error))
        complain_of(data, &error);
    else if (ip_manifest_write(&text, &measured, &error))
        complain_of(NULL, &error);
    else if (open(&out, beside)) {
        fputs(text, out.stream);
        made = output_close(&out, true);
    }
    free(text);
    free(beside);
    return made;
}

bool parts_describe(const ip_manifest *manifest, const char *path, const char *data) {
    return describe(manifest, path, data, output_open);
}

bool parts_describe_block(const ip_manifest *manifest, const char *path) {
    return describe(manifest, path, path, output_make);
}

/* ---- reading manifests */

/* All of a file; owned by the caller. NULL with errno. */
static char *read_file(size_t *size, const char *path) {
    FILE *file = fopen(path, "rb");
    char *text = NULL;
    size_t room = 0;
    *size = 0;
    if (!file)
        return NULL;
    for (bool ended = false; !ended;) {
        if (*size == room) {
            room = room ? 2 * room : PIECE_SIZE;
            char *grown = room <= LARGEST_MANIFEST ? realloc(text, room) : NULL;
            if (!grown) {
                errno = room <= LARGEST_MANIFEST ? ENOMEM : EFBIG;
                break;
            }
            text = grown;
        }
        errno = 0;
        size_t got = fread(text + *size, 1, room - *size, file);
        *size += got;
        ended = got == 0;
    }
    int reason = errno;
    bool whole = !ferror(file) && feof(file);
    fclose(file);
    errno = reason;
    if (whole)
        return text;
    free(text);
    return NULL;
}

static exit_code code_of(ip_status status) {
    return status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_TABLE;
}

static exit_code read_manifest(ip_manifest **out, const char *path) {
    ip_error error;
    size_t size;
    char *beside = manifest_path(path);
    if (!beside)
        return EXIT_INTERNAL;
    char *text = read_file(&size, beside);
    exit_code code = EXIT_ANSWERED;
    if (!text) {
        code = errno == ENOMEM ? EXIT_INTERNAL : EXIT_TABLE;
        complain("%s: its manifest %s cannot be read: %s; a file that was written with --part has one", path, beside,
                 report_reason(errno));
    } else if (ip_manifest_read(out, text, size, &error)) {
        complain_of(beside, &error);
        code = code_of(error.status);
    }
    free(text);
    free(beside);
    return code;
}

bool parts_find(ip_manifest **out, const char *path) {
    ip_error error;
    size_t size;
    char *beside = manifest_path(path), *text = beside ? read_file(&size, beside) : NULL;
    bool lacks_memory = !beside || (!text && errno == ENOMEM);
    *out = NULL;
    if (beside && lacks_memory)
        complain_of_memory();
    if (text && ip_manifest_read(out, text, size, &error) == IP_NO_MEMORY) {
        complain_of(beside, &error);
        lacks_memory = true;
    }
    free(text);
    free(beside);
    return !lacks_memory;
}

bool parts_is_whole(const ip_manifest *manifest, const char *path) {
    char digest[IP_DIGEST_SIZE];
    long bytes;
    return !ip_manifest_measure(digest, &bytes, path, NULL) && bytes == manifest->bytes && strcmp(digest, manifest->digest) == 0;
}

/* Whether the file is the one that its manifest is of. */
static exit_code check_file(const ip_manifest *manifest, const char *path) {
    char digest[IP_DIGEST_SIZE];
    long bytes;
    ip_error error;
    if (ip_manifest_measure(digest, &bytes, path, &error)) {
        complain_of(path, &error);
        return code_of(error.status);
    }
    if (bytes == manifest->bytes && strcmp(digest, manifest->digest) == 0)
        return EXIT_ANSWERED;
    complain("%s is not the file that its manifest is of: it was changed, or cut short; that part has to be made anew", path);
    return EXIT_TABLE;
}

void parts_close(part_list *list) {
    for (int i = 0; i < list->count && list->manifests; i++)
        ip_manifest_free(list->manifests[i]);
    free(list->manifests);
    free(list->order);
    memset(list, 0, sizeof *list);
}

static exit_code open_all(part_list *list, const char *command) {
    ip_error error;
    list->manifests = calloc((size_t)list->count, sizeof(ip_manifest *));
    list->order = calloc((size_t)list->count, sizeof *list->order);
    if (!list->manifests || !list->order) {
        complain_of_memory();
        return EXIT_INTERNAL;
    }
    for (int i = 0; i < list->count; i++) {
        if (!files_reads(list->paths[i]))
            return EXIT_USAGE;
        exit_code code = read_manifest(&list->manifests[i], list->paths[i]);
        if (code != EXIT_ANSWERED)
            return code;
        if (strcmp(list->manifests[i]->command, command) != 0) {
            complain("%s is a part of '%s', which joins it", list->paths[i], list->manifests[i]->command);
            return EXIT_USAGE;
        }
    }
    if (ip_manifest_order(list->order, (const ip_manifest *const *)list->manifests, list->paths, list->count, &error)) {
        complain_of(NULL, &error);
        return error.status == IP_NO_MEMORY ? EXIT_INTERNAL : EXIT_USAGE;
    }
    for (int i = 0; i < list->count; i++) {
        exit_code code = check_file(list->manifests[i], list->paths[i]);
        if (code != EXIT_ANSWERED)
            return code;
    }
    return EXIT_ANSWERED;
}

exit_code parts_open(part_list *out, const char *const *paths, int count, const char *command) {
    memset(out, 0, sizeof *out);
    out->paths = paths;
    out->count = count;
    exit_code code = open_all(out, command);
    if (code != EXIT_ANSWERED)
        parts_close(out);
    return code;
}

long parts_failures(const part_list *list) {
    long failures = 0;
    for (int i = 0; i < list->count; i++)
        failures += list->manifests[i]->failures;
    return failures;
}

/* ---- copying */

/* Passes over the header line, which may have quoted line feeds; returns where it ends in bytes[0 .. size-1], size where not
 * yet. */
static size_t skip_header(bool *inside, bool *quoted, const char *bytes, size_t size) {
    size_t at = 0;
    while (*inside && at < size) {
        if (bytes[at] == '"')
            *quoted = !*quoted;
        *inside = bytes[at] != '\n' || *quoted;
        at++;
    }
    return at;
}

/* A part on its way out. */
typedef struct copying {
    FILE *file, *stream;
    ip_decompressor *decompressor; /* NULL for plain text */
    bool inside, quoted;           /* of the header line that is left out */
} copying;

static void pass_on(copying *run, const char *text, size_t size) {
    size_t at = skip_header(&run->inside, &run->quoted, text, size);
    fwrite(text + at, 1, size - at, run->stream);
}

static ip_status copy_piece(copying *run, const char *bytes, size_t size, ip_error *error) {
    char text[PIECE_SIZE];
    ip_status status = IP_OK;
    if (!run->decompressor) {
        pass_on(run, bytes, size);
        return IP_OK;
    }
    for (size_t used = 1, made = 1; !status && (used || made); bytes += used, size -= used) {
        status = ip_decompressor_run(run->decompressor, bytes, size, &used, text, sizeof text, &made, error);
        if (!status)
            pass_on(run, text, made);
    }
    return status;
}

static ip_status copy_file(copying *run, ip_error *error) {
    char piece[PIECE_SIZE];
    ip_status status = IP_OK;
    errno = 0;
    for (size_t size, begun = 0; !status && (size = fread(piece, 1, sizeof piece, run->file)) > 0; begun = 1) {
        ip_compression form = begun ? IP_COMPRESSION_NONE : ip_compression_begun(piece, size);
        if (form)
            status = ip_decompressor_new(&run->decompressor, form, error);
        if (!status)
            status = copy_piece(run, piece, size, error);
    }
    if (!status && ferror(run->file))
        status = ip_error_set(error, IP_INPUT_OUTPUT, "cannot be read: %s", report_reason(errno));
    return status;
}

static bool copy_part(const char *path, bool with_header, FILE *stream) {
    copying run = {fopen(path, "rb"), stream, NULL, !with_header, false};
    ip_error error;
    ip_status status = run.file ? copy_file(&run, &error)
                                : ip_error_set(&error, IP_INPUT_OUTPUT, "cannot be opened: %s", report_reason(errno));
    if (status)
        complain_of(path, &error);
    ip_decompressor_free(run.decompressor);
    if (run.file)
        fclose(run.file);
    return !status;
}

bool parts_copy(const part_list *list, FILE *stream) {
    for (int i = 0; i < list->count; i++)
        if (!copy_part(list->paths[list->order[i]], i == 0, stream))
            return false;
    return true;
}
