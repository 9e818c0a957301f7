/* The character of an interphase from the band gaps of its products. */
#include "support.h"

#include <interphase/character.h>

#include <math.h>
#include <string.h>

enum { MOST = 4 };

/* Products with these gaps, eV; NaN is unknown. */
typedef struct product_set {
    int count;
    double gaps[MOST];
} product_set;

typedef struct judged {
    ip_character character;
    int deciding; /* index of the product; -1 for none */
} judged;

static judged judge(const product_set *set, bool reacts, double threshold) {
    ip_phase phases[MOST];
    ip_product products[MOST];
    memset(phases, 0, sizeof phases);
    for (int i = 0; i < set->count; i++) {
        phases[i].band_gap = set->gaps[i];
        products[i] = (ip_product){&phases[i], 1.0};
    }
    ip_equilibrium equilibrium = {.product_count = set->count, .products = products};
    judged result = {ip_character_find(&equilibrium, reacts, threshold), -1};
    for (int i = 0; i < set->count; i++)
        if (result.character.deciding == &phases[i])
            result.deciding = i;
    if (result.deciding < 0)
        assert_null(result.character.deciding);
    result.character.deciding = NULL; /* the phases end here */
    return result;
}

static void test_kinds(void **state) {
    (void)state;
    static const struct {
        product_set set;
        double threshold;
        ip_character_kind kind;
        int deciding;
    } questions[] = {
        {{3, {2.0, 1.5, 5.0}}, 1.0, IP_CHARACTER_SEI, 1},     /* the smallest decides */
        {{3, {2.0, 0.4, 5.0}}, 1.0, IP_CHARACTER_MCI, 1},
        {{3, {0.4, 0.0, 0.2}}, 1.0, IP_CHARACTER_MCI, 1},
        {{1, {0.0}}, 1.0, IP_CHARACTER_MCI, 0},
        {{2, {2.0, NAN}}, 1.0, IP_CHARACTER_UNKNOWN, 1},      /* the one without a gap could be a metal */
        {{3, {NAN, 2.0, NAN}}, 1.0, IP_CHARACTER_UNKNOWN, 0}, /* the first of them is named */
        {{2, {NAN, NAN}}, 1.0, IP_CHARACTER_UNKNOWN, 0},
        {{3, {NAN, 0.5, NAN}}, 1.0, IP_CHARACTER_MCI, 1},     /* one below the threshold is enough */
        {{3, {3.0, 1.2, 1.2}}, 1.0, IP_CHARACTER_SEI, 1},     /* of equal gaps the first */
        {{3, {0.2, 0.2, NAN}}, 1.0, IP_CHARACTER_MCI, 0},
        {{2, {1.0, 2.0}}, 1.0, IP_CHARACTER_SEI, 0},          /* at the threshold is not below it */
        {{2, {1.0, 2.0}}, 1.0000001, IP_CHARACTER_MCI, 0},
        {{2, {2.0, 3.0}}, 2.5, IP_CHARACTER_MCI, 0},
        {{1, {0.0}}, 0.0, IP_CHARACTER_SEI, 0},
        {{0, {0.0}}, 1.0, IP_CHARACTER_NONE, -1},             /* all went to the reservoir */
    };
    for (size_t i = 0; i < sizeof questions / sizeof *questions; i++) {
        judged result = judge(&questions[i].set, true, questions[i].threshold);
        assert_int_equal(result.character.kind, questions[i].kind);
        assert_int_equal(result.deciding, questions[i].deciding);
    }
}

static void test_no_reaction(void **state) {
    (void)state;
    static const product_set sets[] = {{2, {0.0, 3.0}}, {2, {NAN, 3.0}}, {1, {3.0}}, {0, {0.0}}};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        judged result = judge(&sets[i], false, IP_DEFAULT_GAP);
        assert_int_equal(result.character.kind, IP_CHARACTER_NONE);
        assert_int_equal(result.deciding, -1);
    }
}

/* The verdict does not depend on the order of products, nor does the gap that decides it. */
static void test_order(void **state) {
    (void)state;
    random_source source = random_start(711);
    for (int round = repetitions(500); round > 0; round--) {
        product_set set = {1 + random_below(&source, MOST), {0}}, reversed = {0};
        double threshold = random_between(&source, 0.0, 3.0);
        reversed.count = set.count;
        for (int i = 0; i < set.count; i++) {
            set.gaps[i] = random_below(&source, 4) ? random_between(&source, 0.0, 5.0) : NAN;
            reversed.gaps[set.count - 1 - i] = set.gaps[i];
        }
        judged result = judge(&set, true, threshold), other = judge(&reversed, true, threshold);
        assert_int_equal(result.character.kind, other.character.kind);
        assert_true(result.deciding >= 0 && other.deciding >= 0);
        double gap = set.gaps[result.deciding], other_gap = reversed.gaps[other.deciding];
        assert_true(isnan(gap) ? isnan(other_gap) : gap <= other_gap && gap >= other_gap);
        switch (result.character.kind) {
        case IP_CHARACTER_MCI:
            assert_true(gap < threshold);
            break;
        case IP_CHARACTER_SEI:
            assert_true(gap >= threshold);
            break;
        default:
            assert_true(isnan(gap));
            break;
        }
    }
}

static void test_words(void **state) {
    (void)state;
    assert_string_equal(ip_character_word(IP_CHARACTER_NONE), "none");
    assert_string_equal(ip_character_word(IP_CHARACTER_SEI), "SEI");
    assert_string_equal(ip_character_word(IP_CHARACTER_MCI), "MCI");
    assert_string_equal(ip_character_word(IP_CHARACTER_UNKNOWN), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_no_reaction),
        cmocka_unit_test(test_order),
        cmocka_unit_test(test_words),
    };
    return run_unit_tests(tests);
}
