/* Compressed text: what other programs read of it, that the same text gives the same bytes, and what is damaged. */
#include "support.h"

#include "cli/io/compressed.h"
#include "cli/io/signals.h"

#include <interphase/compression.h>

#include <zlib.h>
#include <zstd.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const ip_compression forms[] = {IP_COMPRESSION_GZIP, IP_COMPRESSION_ZSTD};

static void test_names(void **state) {
    (void)state;
    assert_int_equal(ip_compression_named("out.csv"), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_named("out.csv.gz"), IP_COMPRESSION_GZIP);
    assert_int_equal(ip_compression_named("OUT.CSV.GZ"), IP_COMPRESSION_GZIP);
    assert_int_equal(ip_compression_named("a.zst"), IP_COMPRESSION_ZSTD);
    assert_int_equal(ip_compression_named(".gz"), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_named("gz"), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_named(""), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_begun("\x1F\x8B\x08", 3), IP_COMPRESSION_GZIP);
    assert_int_equal(ip_compression_begun("\x1F\x8B\x08", 1), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_begun("\x28\xB5\x2F\xFD", 4), IP_COMPRESSION_ZSTD);
    assert_int_equal(ip_compression_begun("\x28\xB5\x2F\xFD", 3), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_begun("a,b\n", 4), IP_COMPRESSION_NONE);
    assert_int_equal(ip_compression_begun("", 0), IP_COMPRESSION_NONE);
    assert_string_equal(ip_compression_name(IP_COMPRESSION_NONE), "");
    assert_string_equal(ip_compression_ending(IP_COMPRESSION_NONE), "");
    assert_string_equal(ip_compression_name(IP_COMPRESSION_ZSTD), "zstd");
    assert_string_equal(ip_compression_ending(IP_COMPRESSION_GZIP), ".gz");
}

typedef struct bytes {
    char *bytes;
    size_t size;
} bytes;

static bool keep(void *user, const char *more, size_t size) {
    bytes *to = user;
    to->bytes = realloc(to->bytes, to->size + size + 1);
    assert_non_null(to->bytes);
    memcpy(to->bytes + to->size, more, size);
    to->size += size;
    return true;
}

static bool refuse(void *user, const char *more, size_t size) {
    (void)user;
    (void)more;
    (void)size;
    return false;
}

/* Rows with repetitions, as tables have them, and bytes that cannot be made smaller behind them. */
static bytes make_text(size_t size) {
    bytes text = {malloc(size + 1), size};
    random_source source = random_start(17);
    assert_non_null(text.bytes);
    for (size_t i = 0; i < size; i++)
        text.bytes[i] = i < size / 2 ? "Na3PS4,0.01,ok\n"[i % 15] : (char)random_below(&source, 256);
    return text;
}

static bytes compress_by(ip_compression form, const bytes *text, size_t piece) {
    ip_compressor *compressor;
    ip_error error;
    bytes made = {NULL, 0};
    assert_ok(ip_compressor_new(&compressor, form, &error), &error);
    for (size_t at = 0; at < text->size; at += piece) {
        size_t size = text->size - at < piece ? text->size - at : piece;
        assert_ok(ip_compressor_add(compressor, text->bytes + at, size, keep, &made, &error), &error);
    }
    assert_ok(ip_compressor_end(compressor, keep, &made, &error), &error);
    ip_compressor_free(compressor);
    return made;
}

/* By the libraries themselves, in one call. */
static void check_by_library(ip_compression form, const bytes *packed, const bytes *text) {
    char *back = malloc(text->size + 1);
    assert_non_null(back);
    if (form == IP_COMPRESSION_GZIP) {
        z_stream stream = {0};
        assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
        stream.next_in = (Bytef *)packed->bytes;
        stream.avail_in = (unsigned)packed->size;
        stream.next_out = (Bytef *)back;
        stream.avail_out = (unsigned)text->size + 1;
        assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
        assert_int_equal(stream.avail_in, 0);
        assert_int_equal(stream.total_out, text->size);
        inflateEnd(&stream);
        /* RFC 1952: no time, and no flags, so that neither a name nor a comment stands there. */
        assert_memory_equal(packed->bytes + 3, "\0\0\0\0\0", 5);
    } else {
        assert_int_equal(ZSTD_decompress(back, text->size + 1, packed->bytes, packed->size), text->size);
    }
    assert_memory_equal(back, text->bytes, text->size);
    free(back);
}

static void test_compressor(void **state) {
    (void)state;
    static const size_t sizes[] = {0, 1, 1000, 300000};
    for (int f = 0; f < 2; f++)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
            bytes text = make_text(sizes[i]), whole = compress_by(forms[f], &text, text.size + 1);
            assert_int_equal(ip_compression_begun(whole.bytes, whole.size), forms[f]);
            check_by_library(forms[f], &whole, &text);
            for (size_t piece = 1; piece <= text.size; piece = 7 * piece + 3) {
                bytes pieces = compress_by(forms[f], &text, piece);
                assert_int_equal(pieces.size, whole.size);
                assert_memory_equal(pieces.bytes, whole.bytes, whole.size);
                free(pieces.bytes);
            }
            free(whole.bytes);
            free(text.bytes);
        }
}

static void test_refused(void **state) {
    (void)state;
    ip_error error;
    bytes text = make_text(2000000);
    for (int f = 0; f < 2; f++) {
        ip_compressor *compressor;
        assert_ok(ip_compressor_new(&compressor, forms[f], &error), &error);
        assert_int_equal(ip_compressor_add(compressor, text.bytes, text.size, refuse, NULL, &error), IP_INPUT_OUTPUT);
        ip_compressor_free(compressor);
        assert_ok(ip_compressor_new(&compressor, forms[f], &error), &error);
        assert_int_equal(ip_compressor_end(compressor, refuse, NULL, &error), IP_INPUT_OUTPUT);
        ip_compressor_free(compressor);
    }
    ip_compressor_free(NULL);
    free(text.bytes);
}

/* Bytes come in pieces, and there is room for some text at a time. *whole is whether the data may end behind them. */
static ip_status decompress_by(bytes *out, bool *whole, ip_compression form, const char *packed, size_t size, size_t piece,
                               size_t room, ip_error *error) {
    ip_decompressor *decompressor;
    char text[1000];
    ip_status status = ip_decompressor_new(&decompressor, form, error);
    out->bytes = NULL;
    out->size = 0;
    for (size_t at = 0, end = 0; !status && at < size;) {
        size_t used = 1, made = 1;
        end = end + piece < size ? end + piece : size;
        while (!status && (used || made)) {
            status = ip_decompressor_run(decompressor, packed + at, end - at, &used, text, room, &made, error);
            at += used;
            if (!status)
                keep(out, text, made);
        }
    }
    *whole = !status && ip_decompressor_is_whole(decompressor);
    ip_decompressor_free(decompressor);
    return status;
}

static void test_decompressor(void **state) {
    (void)state;
    ip_error error;
    bool whole;
    bytes text = make_text(3000), twice = {NULL, 0}, back;
    keep(&twice, text.bytes, text.size);
    keep(&twice, text.bytes, text.size);
    for (int f = 0; f < 2; f++) {
        bytes packed = compress_by(forms[f], &text, 100), behind = {NULL, 0}, empty = compress_by(forms[f], &behind, 1);
        keep(&behind, packed.bytes, packed.size);
        keep(&behind, empty.bytes, empty.size);
        keep(&behind, packed.bytes, packed.size);
        for (size_t piece = 1; piece < 4000; piece = 5 * piece + 2)
            for (size_t room = 1; room <= 1000; room = 31 * room) {
                assert_ok(decompress_by(&back, &whole, forms[f], behind.bytes, behind.size, piece, room, &error), &error);
                assert_true(whole);
                assert_int_equal(back.size, twice.size);
                assert_memory_equal(back.bytes, twice.bytes, twice.size);
                free(back.bytes);
            }
        keep(&behind, "a,b\n1,2\n", 8);
        assert_int_equal(decompress_by(&back, &whole, forms[f], behind.bytes, behind.size, 50, 1000, &error), IP_BAD_TABLE);
        assert_contains(error.message, f ? "bytes that are not zstd data follow" : "bytes that are not gzip data follow");
        free(back.bytes);
        free(behind.bytes);
        free(empty.bytes);
        free(packed.bytes);
    }
    ip_decompressor_free(NULL);
    free(twice.bytes);
    free(text.bytes);
}

static void test_cut_short(void **state) {
    (void)state;
    ip_error error;
    bytes text = make_text(300), back;
    for (int f = 0; f < 2; f++) {
        bytes packed = compress_by(forms[f], &text, 100);
        for (size_t size = 0; size < packed.size; size++) {
            bool whole;
            assert_ok(decompress_by(&back, &whole, forms[f], packed.bytes, size, 64, 1000, &error), &error);
            assert_false(whole);
            free(back.bytes);
        }
        free(packed.bytes);
    }
    free(text.bytes);
}

/* Every bit of zstd data behind their first bytes: refused, cut short, or of no consequence to the text. (For gzip there is the
 * same of whole tables.) */
static void test_damaged(void **state) {
    (void)state;
    ip_error error;
    bytes text = make_text(300), packed = compress_by(IP_COMPRESSION_ZSTD, &text, 100), back;
    int refused = 0;
    for (size_t bit = 32; bit < 8 * packed.size; bit++) {
        bool whole;
        packed.bytes[bit / 8] = (char)(packed.bytes[bit / 8] ^ (1 << bit % 8));
        ip_status status = decompress_by(&back, &whole, IP_COMPRESSION_ZSTD, packed.bytes, packed.size, 64, 1000, &error);
        packed.bytes[bit / 8] = (char)(packed.bytes[bit / 8] ^ (1 << bit % 8));
        if (status) {
            assert_int_equal(status, IP_BAD_TABLE);
            assert_contains(error.message, " zstd data ");
            refused++;
        } else if (whole) {
            assert_int_equal(back.size, text.size);
            assert_memory_equal(back.bytes, text.bytes, text.size);
        }
        free(back.bytes);
    }
    assert_true(refused > (int)packed.size);
    free(packed.bytes);
    free(text.bytes);
}

/* ---- streams */

static void test_stream(void **state) {
    (void)state;
    bytes text = make_text(200000);
    char path[PATH_SIZE];
    write_temporary(path, text.bytes, text.size);
    for (int f = 0; f < 2; f++) {
        bytes expected = compress_by(forms[f], &text, text.size);
        for (int copied = 0; copied < 2; copied++) {
            char *written = NULL;
            size_t size = 0;
            FILE *below = open_memstream(&written, &size);
            assert_non_null(below);
            if (copied) {
                assert_true(compressed_copy(forms[f], path, below));
            } else {
                FILE *stream = compressed_open(forms[f], below);
                assert_non_null(stream);
                assert_int_equal(fwrite(text.bytes, 1, text.size, stream), text.size);
                assert_int_equal(fclose(stream), 0);
            }
            fclose(below);
            assert_int_equal(size, expected.size);
            assert_memory_equal(written, expected.bytes, size);
            free(written);
        }
        free(expected.bytes);
    }
    unlink(path);
    free(text.bytes);
}

/* A disk that is full fails the stream in front, in the middle or at the end, with its reason. */
static void test_full_disk(void **state) {
    (void)state;
    bytes text = make_text(400000);
    char path[PATH_SIZE];
    write_temporary(path, text.bytes, text.size);
    for (int f = 0; f < 2; f++)
        for (int unbuffered = 0; unbuffered < 2; unbuffered++) {
            FILE *below = fopen("/dev/full", "w");
            if (!below)
                skip();
            if (unbuffered)
                setvbuf(below, NULL, _IONBF, 0);
            errno = 0;
            assert_false(compressed_copy(forms[f], path, below));
            assert_int_equal(errno, ENOSPC);
            fclose(below);
            below = fopen("/dev/full", "w");
            setvbuf(below, NULL, _IONBF, 0);
            FILE *stream = compressed_open(forms[f], below);
            fputs("a,b\n", stream);
            assert_int_equal(fclose(stream), EOF);
            fclose(below);
        }
    unlink(path);
    FILE *below = tmpfile();
    assert_false(compressed_copy(IP_COMPRESSION_GZIP, path, below));
    assert_int_equal(errno, ENOENT);
    assert_false(compressed_copy(IP_COMPRESSION_GZIP, "/", below));
    assert_int_equal(errno, EISDIR);
    fclose(below);
    free(text.bytes);
}

static void test_interrupted_copy(void **state) {
    (void)state;
    char path[PATH_SIZE];
    write_temporary(path, "a,b\n", 4);
    signals_catch();
    assert_int_equal(raise(SIGTERM), 0);
    FILE *below = tmpfile();
    errno = 0;
    assert_false(compressed_copy(IP_COMPRESSION_ZSTD, path, below));
    assert_int_equal(errno, EINTR);
    fclose(below);
    unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),     cmocka_unit_test(test_compressor), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_decompressor), cmocka_unit_test(test_cut_short), cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_stream),    cmocka_unit_test(test_full_disk),  cmocka_unit_test(test_interrupted_copy),
    };
    return run_unit_tests(tests);
}
