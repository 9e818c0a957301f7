/* Arenas: pieces of every size that stay where they are and are all there in the end. */
#include "support.h"

#include "base/arena.h"

#include <string.h>

enum { PIECES = 2000 };

typedef struct piece {
    unsigned char *bytes;
    size_t size;
} piece;

/* Takes pieces, a few of them larger than any block, and marks each; all of them are kept in `pieces`. */
static void take_pieces(ip_arena *arena, piece *pieces, random_source *source, int mark) {
    for (int i = 0; i < PIECES; i++) {
        size_t size = i % 400 == 399 ? (size_t)random_below(source, 6 << 20) : (size_t)random_below(source, 200);
        unsigned char *bytes = ip_arena_take(arena, size);
        assert_non_null(bytes);
        assert_int_equal((uintptr_t)bytes % sizeof(double), 0);
        memset(bytes, (mark + i) & 0xFF, size);
        pieces[i] = (piece){bytes, size};
    }
}

static void check_pieces(const piece *pieces, int mark) {
    for (int i = 0; i < PIECES; i++)
        for (size_t at = 0; at < pieces[i].size; at += 1 + pieces[i].size / 64)
            assert_int_equal(pieces[i].bytes[at], (mark + i) & 0xFF);
}

static void test_pieces(void **state) {
    (void)state;
    static piece first[PIECES], second[PIECES];
    random_source source = random_start(1301);
    ip_arena arena = {0}, other = {0}, empty = {0};
    take_pieces(&arena, first, &source, 1);
    take_pieces(&other, second, &source, 7);
    ip_arena_join(&arena, &other);
    assert_null(other.block);
    ip_arena_join(&arena, &empty);
    ip_arena_join(&empty, &arena);
    assert_null(arena.block);
    check_pieces(first, 1);
    check_pieces(second, 7);
    ip_arena_clear(&empty);
    ip_arena_clear(&empty);
    ip_arena_clear(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pieces),
    };
    return run_unit_tests(tests);
}
