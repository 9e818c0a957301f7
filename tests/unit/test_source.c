/* Where tables come from: plain and compressed files, standard input, files that change meanwhile; and what a format is. */
#include "support.h"

#include "table/source.h"

#include <interphase/csv_reader.h>

#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

static const char plain_text[] =
    "formula,e_form,band_gap,note\nNa,0,,\nS8,0,2.5,\nNa2S,-1.25,2.4,measured\nNaS,-1.1,,\"a, b\"\nNaCl,-2,5,\n"
    "K2S,-1.2,,measured\nNa4S2,-1.2,2,again\n";

typedef struct bytes {
    char *bytes;
    size_t size;
} bytes;

/* What gzip would make of a text; the caller frees the bytes. */
static bytes compress_text(const char *text, size_t size, int level) {
    z_stream stream = {0};
    bytes made = {malloc(size + size / 1000 + 1024), 0};
    assert_non_null(made.bytes);
    assert_int_equal(deflateInit2(&stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (unsigned)size;
    stream.next_out = (Bytef *)made.bytes;
    stream.avail_out = (unsigned)(size + size / 1000 + 1024);
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    made.size = stream.total_out;
    deflateEnd(&stream);
    return made;
}

static void append_bytes(bytes *to, const char *more, size_t size) {
    to->bytes = realloc(to->bytes, to->size + size + 1);
    assert_non_null(to->bytes);
    memcpy(to->bytes + to->size, more, size);
    to->size += size;
}

/* Everything that a dataset says, as text. */
typedef struct outcome {
    ip_status status;
    ip_error error;
    char text[4000];
} outcome;

static void describe(outcome *out, const ip_dataset *dataset) {
    size_t used = 0;
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        used += (size_t)snprintf(out->text + used, sizeof out->text - used, "%s %g %g %s %ld;", phase->formula,
                                 phase->formation_energy, phase->band_gap, phase->note ? phase->note : "-", phase->line);
        assert_true(used < sizeof out->text);
    }
}

static outcome read_by(const char *path, const ip_source *const *sources, int count, size_t piece_size, unsigned flags) {
    outcome out = {.text = ""};
    ip_dataset *dataset;
    ip_reading reading = {sources, count, piece_size};
    assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
    out.status = ip_dataset_read_by(dataset, path, &reading, flags, NULL, NULL, &out.error);
    if (!out.status)
        describe(&out, dataset);
    ip_dataset_free(dataset);
    return out;
}

static outcome read_path(const char *path, size_t piece_size) {
    return read_by(path, ip_sources, ip_source_count, piece_size, 0);
}

static outcome read_bytes(const char *text, size_t size) {
    char path[PATH_SIZE];
    write_temporary(path, text, size);
    outcome out = read_path(path, 4096);
    remove(path);
    return out;
}

/* ---- gzip */

static void test_compressed_is_as_plain(void **state) {
    (void)state;
    outcome plain = read_bytes(plain_text, strlen(plain_text));
    assert_ok(plain.status, &plain.error);
    assert_contains(plain.text, "NaS -1.1 nan a, b 5;");
    for (int level = 0; level <= 9; level += 3) { /* from stored to packed */
        bytes packed = compress_text(plain_text, strlen(plain_text), level);
        char path[PATH_SIZE];
        write_temporary(path, packed.bytes, packed.size);
        for (size_t piece_size = 1; piece_size < 300; piece_size = 2 * piece_size + 1) {
            outcome found = read_path(path, piece_size);
            assert_ok(found.status, &found.error);
            assert_string_equal(found.text, plain.text);
        }
        remove(path);
        free(packed.bytes);
    }
}

/* As `cat a.gz b.gz` makes it, with the zeros that tapes leave at the end. */
static void test_members_behind_each_other(void **state) {
    (void)state;
    outcome plain = read_bytes(plain_text, strlen(plain_text));
    size_t half = strlen(plain_text) / 2;
    bytes packed = compress_text(plain_text, half, 6), empty = compress_text("", 0, 6);
    bytes rest = compress_text(plain_text + half, strlen(plain_text) - half, 6);
    static const char zeros[70000];
    append_bytes(&packed, empty.bytes, empty.size);
    append_bytes(&packed, rest.bytes, rest.size);
    outcome found = read_bytes(packed.bytes, packed.size);
    assert_ok(found.status, &found.error);
    assert_string_equal(found.text, plain.text);
    append_bytes(&packed, zeros, sizeof zeros);
    found = read_bytes(packed.bytes, packed.size);
    assert_ok(found.status, &found.error);
    assert_string_equal(found.text, plain.text);
    append_bytes(&packed, "x", 1);
    found = read_bytes(packed.bytes, packed.size);
    assert_int_equal(found.status, IP_BAD_TABLE);
    assert_contains(found.error.message, "bytes that are not gzip data follow");
    free(packed.bytes);
    free(empty.bytes);
    free(rest.bytes);
}

/* The digest names the file, not the text; so do its bytes. */
static void test_digest_of_compressed(void **state) {
    (void)state;
    bytes packed = compress_text(plain_text, strlen(plain_text), 6);
    char path[PATH_SIZE], digests[2][IP_DIGEST_SIZE];
    ip_error error;
    write_temporary(path, packed.bytes, packed.size);
    for (int i = 0; i < 2; i++) {
        ip_dataset *dataset;
        assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
        assert_ok(ip_dataset_read(dataset, path, IP_READ_DIGEST, NULL, NULL, &error), &error);
        assert_int_equal(ip_dataset_file(dataset, 0).rows, 7);
        if (i == 0)
            assert_int_equal(ip_dataset_file(dataset, 0).bytes, packed.size);
        strcpy(digests[i], ip_dataset_file(dataset, 0).digest);
        assert_int_equal(strlen(digests[i]), IP_DIGEST_SIZE - 1);
        ip_dataset_free(dataset);
        remove(path);
        write_temporary(path, plain_text, strlen(plain_text));
    }
    remove(path);
    assert_string_not_equal(digests[0], digests[1]);
    free(packed.bytes);
}

static void test_gzip_cut_short(void **state) {
    (void)state;
    bytes packed = compress_text(plain_text, strlen(plain_text), 6);
    for (size_t size = 2; size < packed.size; size++) {
        outcome found = read_bytes(packed.bytes, size);
        char place[80];
        snprintf(place, sizeof place, "after byte %zu of the file: the gzip data are cut short", size);
        assert_int_equal(found.status, IP_BAD_TABLE);
        assert_contains(found.error.message, place);
        assert_contains(found.error.message, "/tmp/interphase-test-");
    }
    free(packed.bytes);
}

/* Every bit of a file: what is damaged is seen, unless it is a part of gzip's head that says nothing of the text, or fills up the
 * last byte before the checksum and the size. */
static void test_damaged_gzip(void **state) {
    (void)state;
    enum { TRAILER_SIZE = 8 };
    bytes packed = compress_text(plain_text, strlen(plain_text), 6);
    outcome plain = read_bytes(packed.bytes, packed.size);
    assert_ok(plain.status, &plain.error);
    int refused = 0;
    for (size_t bit = 0; bit < 8 * packed.size; bit++) {
        packed.bytes[bit / 8] = (char)(packed.bytes[bit / 8] ^ (1 << bit % 8));
        outcome found = read_bytes(packed.bytes, packed.size);
        packed.bytes[bit / 8] = (char)(packed.bytes[bit / 8] ^ (1 << bit % 8));
        if (found.status) {
            assert_int_equal(found.status, IP_BAD_TABLE);
            assert_contains(found.error.message, "/tmp/interphase-test-");
            refused++;
        } else {
            bool is_head = bit / 8 >= 3 && bit / 8 < 10, is_filling = bit / 8 == packed.size - TRAILER_SIZE - 1;
            assert_true(is_head || is_filling);
            assert_string_equal(found.text, plain.text);
        }
    }
    assert_true(refused >= (int)(8 * (packed.size - 10)));
    free(packed.bytes);
}

static void test_named_as_gzip_only(void **state) {
    (void)state;
    char path[PATH_SIZE], named[PATH_SIZE + 8];
    write_temporary(path, plain_text, strlen(plain_text));
    snprintf(named, sizeof named, "%s.csv.gz", path);
    assert_int_equal(rename(path, named), 0);
    outcome found = read_path(named, 4096);
    assert_int_equal(found.status, IP_BAD_TABLE);
    assert_contains(found.error.message, "does not begin as gzip's files do");
    remove(named);
}

/* A few hundred kilobytes that unpack to one row of more than is allowed: refused, and with the line. */
static void test_a_row_without_end(void **state) {
    (void)state;
    size_t size = (size_t)IP_CSV_ROW_LIMIT + 1000;
    char *text = malloc(size);
    assert_non_null(text);
    memset(text, 'x', size);
    memcpy(text, "formula,e_form\nNa,0\n", 20);
    bytes packed = compress_text(text, size, 1);
    free(text);
    assert_true(packed.size < size / 100);
    outcome found = read_bytes(packed.bytes, packed.size);
    assert_int_equal(found.status, IP_BAD_TABLE);
    assert_contains(found.error.message, ":3: a row of more than 256 MiB");
    free(packed.bytes);
}

/* ---- files that change */

typedef struct rewriting {
    const char *path;
    long size;  /* of the file as it is left; -1 leaves it alone */
    int change; /* the byte that is overwritten; none where it is below zero */
} rewriting;

/* Called in the middle of the reading. */
static void rewrite(void *user, const ip_finding *finding) {
    (void)finding;
    rewriting *how = user;
    if (how->size >= 0)
        assert_int_equal(truncate(how->path, how->size), 0);
    if (how->change >= 0) {
        FILE *stream = fopen(how->path, "r+b");
        assert_non_null(stream);
        assert_int_equal(fseek(stream, how->change, SEEK_SET), 0);
        fputc('x', stream);
        assert_int_equal(fclose(stream), 0);
    }
}

static void test_changed_while_it_is_read(void **state) {
    (void)state;
    enum { SIZE = 1200000 };
    char *text = malloc(SIZE + 64), path[PATH_SIZE];
    assert_non_null(text);
    size_t used = (size_t)snprintf(text, 64, "formula,e_form,note\nNa,0,\nNa2S,-1,\nNa4S2,-1,\n");
    for (int i = 0; used < SIZE; i++)
        used += (size_t)snprintf(text + used, 64, "Na%dS,-1,%d\n", i + 3, i);
    static const rewriting cases[] = {
        {NULL, -1, -1},       /* not changed at all */
        {NULL, SIZE / 2, -1}, /* cut short, at a place that need not be the end of a row */
        {NULL, 60, -1},
        {NULL, 0, -1},
        {NULL, -1, 10},          /* of the same size, in what was read already */
        {NULL, -1, SIZE - 1000}, /* and in what was not */
        {NULL, SIZE + 5000, -1}, /* longer */
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        for (unsigned flags = 0; flags <= IP_READ_CHECK; flags += IP_READ_CHECK) {
            write_temporary(path, text, used);
            /* Last written long ago: the clock of file systems is coarse. */
            struct timespec times[2] = {{1000000000, 0}, {1000000000, 0}};
            assert_int_equal(utimensat(AT_FDCWD, path, times, 0), 0);
            rewriting how = cases[i];
            how.path = path;
            ip_dataset *dataset;
            ip_error error;
            assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
            ip_status status = ip_dataset_read(dataset, path, flags, rewrite, &how, &error);
            if (i == 0) {
                assert_ok(status, &error);
            } else {
                assert_int_equal(status, IP_INPUT_OUTPUT);
                assert_contains(error.message, path);
                assert_contains(error.message, "changed while it was read");
            }
            ip_dataset_free(dataset);
            remove(path);
        }
    free(text);
}

/* ---- other inputs */

static void test_standard_input(void **state) {
    (void)state;
    outcome plain = read_bytes(plain_text, strlen(plain_text));
    bytes packed = compress_text(plain_text, strlen(plain_text), 6);
    int kept = dup(STDIN_FILENO);
    for (int round = 0; round < 4; round++) {
        int ends[2];
        const char *text = round == 1 ? packed.bytes : round == 2 ? "formula,e_form\nNa,x\n" : round == 3 ? "" : plain_text;
        size_t size = round == 1 ? packed.size : strlen(text);
        assert_int_equal(pipe(ends), 0);
        assert_int_equal(write(ends[1], text, size), size);
        close(ends[1]);
        assert_true(dup2(ends[0], STDIN_FILENO) >= 0);
        close(ends[0]);
        outcome found = read_path("-", 7);
        if (round < 2) {
            assert_ok(found.status, &found.error);
            assert_string_equal(found.text, plain.text);
        } else {
            assert_int_equal(found.status, IP_BAD_TABLE);
            assert_contains(found.error.message,
                            round == 2 ? "standard input:2: column e_form" : "standard input: the table is empty");
        }
    }
    assert_true(dup2(kept, STDIN_FILENO) >= 0);
    close(kept);
    free(packed.bytes);
}

/* More files than a process may hold open. */
static void test_files_are_closed(void **state) {
    (void)state;
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    struct rlimit low = {64, limit.rlim_max};
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    for (int i = 0; i < 100; i++) {
        outcome found = read_bytes(plain_text, i % 2 ? strlen(plain_text) : 30);
        assert_int_equal(found.status, i % 2 ? IP_OK : IP_BAD_TABLE);
    }
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

static void test_files_that_cannot_be_read(void **state) {
    (void)state;
    outcome found = read_path("/nonexistent/table.csv", 1);
    assert_int_equal(found.status, IP_INPUT_OUTPUT);
    assert_contains(found.error.message, "/nonexistent/table.csv: cannot be opened");
    found = read_path("/tmp", 1);
    assert_int_equal(found.status, IP_INPUT_OUTPUT);
    assert_contains(found.error.message, "/tmp: cannot be read");
}

/* ---- a format of one's own: all that one has to write */

/* Lines "FORMULA ENERGY [ID]"; the first line is "lines". */
typedef struct lines_source {
    ip_source_call call;
    ip_arena arena;
    ip_intern notes;
    ip_entries entries;
    char rest[200]; /* a line that has not ended yet */
    size_t used;
    long line;
} lines_source;

static bool recognises_lines(const char *text, size_t size) {
    return size >= 6 && memcmp(text, "lines\n", 6) == 0;
}

static ip_status open_lines(void **state, const ip_source_call *call, ip_error *error) {
    lines_source *source = calloc(1, sizeof *source);
    if (!source)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    source->call = *call;
    *state = source;
    return IP_OK;
}

static ip_status read_line(lines_source *source, char *text, ip_error *error) {
    if (source->line++ == 0)
        return strcmp(text, "lines") == 0 ? IP_OK : ip_error_set(error, IP_BAD_TABLE, "line 1: 'lines' is expected");
    ip_composition composition;
    ip_entry entry = {.formula = text, .composition = &composition, .uncertainty = NAN, .band_gap = NAN};
    char *energy = strchr(text, ' '), *id = energy ? strchr(energy + 1, ' ') : NULL;
    if (energy)
        *energy++ = '\0';
    if (id)
        *id++ = '\0';
    entry.id = id;
    ip_entries_begin(&source->entries, source->line);
    ip_status status = ip_entries_composition(&source->entries, &composition, text);
    if (!status && !(energy && sscanf(energy, "%lf", &entry.formation_energy) == 1))
        status = ip_entries_fault(&source->entries, "missing-value", "no energy of %s", text);
    return status ? status : ip_entries_end(&source->entries, &entry);
}

static ip_status next_lines(void *state, const ip_entries **entries, ip_error *error) {
    lines_source *source = state;
    ip_entries *found = &source->entries;
    size_t got = 1;
    ip_entries_empty(found);
    found->arena = &source->arena;
    found->notes = &source->notes;
    found->uncorrected = source->call.uncorrected;
    found->field = "word";
    found->energy_field = "energy";
    ip_status status = IP_OK;
    while (!status && got && !found->rows) {
        status = ip_input_read(source->call.input, source->rest + source->used, 1, &got, error);
        if (status || (got && source->rest[source->used] != '\n' && ++source->used < sizeof source->rest - 1))
            continue;
        source->rest[source->used] = '\0';
        source->used = 0;
        if (*source->rest)
            status = read_line(source, source->rest, error);
    }
    *entries = found->rows ? found : NULL;
    return status;
}

static void close_lines(void *state, ip_arena *arena) {
    lines_source *source = state;
    ip_arena_join(arena, &source->arena);
    ip_intern_clear(&source->notes);
    ip_entries_clear(&source->entries);
    free(source);
}

static const ip_source lines_format = {"lines", ".lines", recognises_lines, open_lines, next_lines, close_lines};

static outcome read_lines(const char *text, const char *ending, bool compressed) {
    static const ip_source *const sources[] = {&lines_format, &ip_source_csv};
    char path[PATH_SIZE], named[PATH_SIZE + 16];
    bytes packed = compress_text(text, strlen(text), 6);
    if (compressed)
        write_temporary(path, packed.bytes, packed.size);
    else
        write_temporary(path, text, strlen(text));
    snprintf(named, sizeof named, "%s%s", path, ending);
    assert_int_equal(rename(path, named), 0);
    outcome out = read_by(named, sources, 2, 4096, 0);
    remove(named);
    free(packed.bytes);
    return out;
}

static void test_a_format_of_ones_own(void **state) {
    (void)state;
    static const char text[] = "lines\nNa 0\nS8 0 mp-77\nNa2S -1.25 mp-648\nNa4S2 -1.3\n";
    static const char *const endings[] = {"", ".lines", ".LINES", ".data"};
    static const char *const packed_endings[] = {".gz", ".lines.gz", ".LINES.GZ", ""};
    for (int i = 0; i < 4; i++)
        for (int compressed = 0; compressed < 2; compressed++) {
            outcome found = read_lines(text, compressed ? packed_endings[i] : endings[i], compressed);
            assert_ok(found.status, &found.error);
            assert_string_equal(found.text, "Na 0 nan - 2;S8 0 nan - 3;Na4S2 -1.3 nan - 5;");
        }
    /* The name counts more than the text. */
    outcome found = read_lines(text, ".csv", false);
    assert_int_equal(found.status, IP_BAD_TABLE);
    assert_contains(found.error.message, ".csv:1: the header line has no column 'formula'");
    found = read_lines("formula,e_form\nNa,0\n", ".lines", false);
    assert_contains(found.error.message, ".lines:1: 'lines' is expected");
    found = read_lines("formula,e_form\nNa,0\n", ".other", false);
    assert_ok(found.status, &found.error);
}

/* Judged as every other format's. */
static void test_entries_are_judged_once_for_all(void **state) {
    (void)state;
    static const char *const bad[][2] = {
        {"lines\nNa 0\nXx -1\n", ":3: word formula: formula 'Xx': character 1"},
        {"lines\nNa 0\nNaCl\n", ":3: no energy of NaCl"},
        {"lines\nNa -1.5\n", ":2: word energy: -1.5 for the element Na"},
        {"lines\nNa 0.5\n", ":2: the element Na has the formation energy 0.5 eV/atom"},
        {"lines\nNaCl nan\n", ":2: word energy: not a finite number"},
        {"lines\n", "the table has no entries"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        outcome found = read_lines(bad[i][0], ".lines", i % 2);
        assert_int_equal(found.status, IP_BAD_TABLE);
        assert_contains(found.error.message, bad[i][1]);
    }
}

static void test_no_format(void **state) {
    (void)state;
    static const ip_source *const sources[] = {&lines_format};
    char path[PATH_SIZE];
    write_temporary(path, plain_text, strlen(plain_text));
    outcome found = read_by(path, sources, 1, 4096, 0);
    remove(path);
    assert_int_equal(found.status, IP_BAD_TABLE);
    assert_contains(found.error.message, "neither the name nor the beginning tells the file's format");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_compressed_is_as_plain),
        cmocka_unit_test(test_members_behind_each_other),
        cmocka_unit_test(test_digest_of_compressed),
        cmocka_unit_test(test_gzip_cut_short),
        cmocka_unit_test(test_damaged_gzip),
        cmocka_unit_test(test_named_as_gzip_only),
        cmocka_unit_test(test_a_row_without_end),
        cmocka_unit_test(test_changed_while_it_is_read),
        cmocka_unit_test(test_standard_input),
        cmocka_unit_test(test_files_are_closed),
        cmocka_unit_test(test_files_that_cannot_be_read),
        cmocka_unit_test(test_a_format_of_ones_own),
        cmocka_unit_test(test_entries_are_judged_once_for_all),
        cmocka_unit_test(test_no_format),
    };
    return run_unit_tests(tests);
}
