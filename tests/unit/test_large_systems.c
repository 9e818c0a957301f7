/* Chemical systems of many phases, which are found and put in order another way than small ones: nothing that can be asked
 * tells the difference. */
#include "support.h"

#include <interphase/dataset.h>
#include <interphase/hull.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Amounts from 1 to MOST without a common divisor, as many compositions of two elements as there are. */
enum { MOST = 24, TEXT_SIZE = 64 * 1024, ROWS = 2 * MOST * MOST };

typedef struct entry {
    int sodium, sulfur; /* without a common divisor */
    int multiple;       /* of them, in the formula */
    double energy;
} entry;

static int divisor(int a, int b) {
    return b ? divisor(b, a % b) : a;
}

/* Every composition once, and some of them again, as twice or three times the formula. */
static int make_entries(entry entries[ROWS], random_source *source) {
    int count = 0;
    for (int a = 1; a <= MOST; a++)
        for (int b = 1; b <= MOST; b++)
            for (int multiple = 1; multiple <= 3 && divisor(a, b) == 1; multiple++)
                if (multiple == 1 || (random_below(source, 3) == 0 && count < ROWS)) {
                    entry made = {a, b, multiple, -1e-5 * random_below(source, 100000)};
                    entries[count++] = made;
                }
    return count;
}

static void shuffle(entry *entries, int count, random_source *source) {
    for (int i = count - 1; i > 0; i--) {
        int j = random_below(source, i + 1);
        entry kept = entries[i];
        entries[i] = entries[j];
        entries[j] = kept;
    }
}

static void write_entries(char *text, const entry *entries, int count, const char *form) {
    size_t used = (size_t)snprintf(text, TEXT_SIZE, "formula,e_form\nNa,0\nS,0\n");
    for (int i = 0; i < count; i++)
        used += (size_t)snprintf(text + used, TEXT_SIZE - used, form, entries[i].sodium * entries[i].multiple,
                                 entries[i].sulfur * entries[i].multiple, entries[i].energy);
    assert_true(used < TEXT_SIZE);
}

static double lowest(const entry *entries, int count, const entry *like) {
    double energy = INFINITY;
    for (int i = 0; i < count; i++)
        if (entries[i].sodium == like->sodium && entries[i].sulfur == like->sulfur)
            energy = fmin(energy, entries[i].energy);
    return energy;
}

/* Everything by way of its visit, in text. */
static void note_phase(void *user, const ip_phase *phase) {
    char *text = user;
    size_t used = strlen(text);
    snprintf(text + used, TEXT_SIZE - used, "%s %.5f\n", phase->formula, phase->formation_energy);
}

static void note_all(const ip_dataset *dataset, char *text) {
    text[0] = '\0';
    assert_int_equal(ip_dataset_visit(dataset, ip_dataset_elements(dataset), note_phase, text), IP_OK);
}

static void check_ordered(void *user, const ip_phase *phase) {
    const ip_phase **before = user;
    if (*before && ip_element_set_same((*before)->element_set, phase->element_set))
        assert_true(strcmp((*before)->formula, phase->formula) < 0);
    *before = phase;
}

static void check_order(const ip_dataset *dataset) {
    const ip_phase *before = NULL;
    assert_int_equal(ip_dataset_visit(dataset, ip_dataset_elements(dataset), check_ordered, &before), IP_OK);
}

static const ip_phase *find(const ip_dataset *dataset, const char *form, int sodium, int sulfur) {
    char formula[40];
    snprintf(formula, sizeof formula, form, sodium, sulfur);
    ip_composition composition = read_formula(formula);
    return ip_dataset_find(dataset, &composition);
}

static char *new_text(void) {
    char *text = calloc(1, TEXT_SIZE);
    assert_non_null(text);
    return text;
}

static void test_order_of_rows(void **state) {
    (void)state;
    random_source source = random_start(77);
    char *table = new_text(), *first = new_text(), *again = new_text();
    for (int round = repetitions(5); round > 0; round--) {
        entry entries[ROWS];
        int count = make_entries(entries, &source);
        for (int order = 0; order < 3; order++) {
            write_entries(table, entries, count, "Na%dS%d,%.5f\n");
            ip_dataset *dataset = read_text(table);
            check_order(dataset);
            note_all(dataset, order ? again : first);
            if (order)
                assert_string_equal(again, first);
            for (int i = 0; i < count; i++) {
                const ip_phase *phase = find(dataset, "Na%dS%d", 5 * entries[i].sodium, 5 * entries[i].sulfur);
                assert_non_null(phase);
                assert_near(phase->formation_energy, lowest(entries, count, &entries[i]), 1e-12);
            }
            assert_null(find(dataset, "Na%dS%d", MOST + 1, MOST + 2));
            ip_dataset_free(dataset);
            shuffle(entries, count, &source);
        }
    }
    free(table);
    free(first);
    free(again);
}

/* A later table calls the same phases by other names. */
static void test_later_table(void **state) {
    (void)state;
    random_source source = random_start(78);
    char *table = new_text(), path[PATH_SIZE];
    entry entries[ROWS];
    int count = make_entries(entries, &source);
    write_entries(table, entries, count, "Na%dS%d,%.5f\n");
    ip_dataset *dataset = read_text(table);
    long phases = ip_dataset_count(dataset);
    shuffle(entries, count, &source);
    for (int i = 0; i < count; i++)
        entries[i].energy -= 0.9;
    write_entries(table, entries, count / 2, "S%2$dNa%1$d,%3$.5f\n");
    write_temporary(path, table, strlen(table));
    ip_error error;
    assert_ok(ip_dataset_read(dataset, path, 0, NULL, NULL, &error), &error);
    remove(path);
    assert_int_equal(ip_dataset_count(dataset), phases);
    check_order(dataset);
    for (int i = 0; i < count / 2; i++) {
        const ip_phase *phase = find(dataset, "Na%dS%d", entries[i].sodium, entries[i].sulfur);
        assert_non_null(phase);
        assert_int_equal(phase->formula[0], 'S');
        assert_near(phase->formation_energy, lowest(entries, count / 2, &entries[i]), 1e-12);
    }
    ip_dataset_free(dataset);
    free(table);
}

static void test_phases_by_calls(void **state) {
    (void)state;
    random_source source = random_start(79);
    char *table = new_text();
    entry entries[ROWS];
    int count = make_entries(entries, &source);
    write_entries(table, entries, count, "Na%dS%d,%.5f\n");
    ip_dataset *dataset = read_text(table);
    ip_error error;
    long phases = ip_dataset_count(dataset);
    assert_ok(ip_dataset_set_energy(dataset, "Na10S8", -0.5, &error), &error); /* Na5S4, which is there */
    assert_int_equal(ip_dataset_count(dataset), phases);
    assert_near(find(dataset, "Na%dS%d", 5, 4)->formation_energy, -0.5, 0.0);
    assert_ok(ip_dataset_set_energy(dataset, "Na101S100", -0.6, &error), &error);
    assert_ok(ip_dataset_set_energy(dataset, "Na100S101", -0.7, &error), &error);
    assert_int_equal(ip_dataset_count(dataset), phases + 2);
    assert_near(find(dataset, "Na%dS%d", 100, 101)->formation_energy, -0.7, 0.0);
    check_order(dataset);
    assert_ok(ip_dataset_exclude(dataset, "Na202S200", &error), &error);
    assert_true(find(dataset, "Na%dS%d", 101, 100)->excluded);
    ip_dataset_free(dataset);
    free(table);
}

static void check_same(const ip_equilibrium *a, const ip_equilibrium *b) {
    assert_int_equal(a->product_count, b->product_count);
    for (int i = 0; i < a->product_count; i++) {
        assert_ptr_equal(a->products[i].phase, b->products[i].phase);
        assert_true(a->products[i].amount >= b->products[i].amount && a->products[i].amount <= b->products[i].amount);
    }
}

/* A solver that has seen the system before answers as one that has not, to the bit. Energies of one decimal leave many
 * mixtures tied. */
static void test_hull_by_a_warm_solver(void **state) {
    (void)state;
    enum { WIDEST = 48, QUESTIONS = 400 };
    random_source source = random_start(80);
    char *table = new_text();
    size_t used = (size_t)snprintf(table, TEXT_SIZE, "formula,e_form\nNa,0\nS,0\n");
    for (int a = 1; a <= WIDEST; a++)
        for (int b = 1; b <= WIDEST; b++)
            if (divisor(a, b) == 1)
                used += (size_t)snprintf(table + used, TEXT_SIZE - used, "Na%dS%d,%.1f\n", a, b,
                                         -4.0 * a * b / ((a + b) * (a + b)) + random_between(&source, 0.0, 1.0));
    assert_true(used < TEXT_SIZE);
    ip_dataset *dataset = read_text(table);
    ip_solver *warm, *fresh;
    ip_error error;
    assert_true(ip_dataset_count(dataset) > 1200);
    assert_ok(ip_solver_new(&warm, dataset, &error), &error);
    for (int i = 0; i < QUESTIONS; i++) {
        ip_composition subject =
            ip_phase_composition(ip_dataset_phase(dataset, random_below(&source, (int)ip_dataset_count(dataset))));
        ip_hull hull, anew;
        assert_ok(ip_solver_new(&fresh, dataset, &error), &error);
        assert_ok(ip_hull_find(&hull, warm, &subject, &error), &error);
        assert_ok(ip_hull_find(&anew, fresh, &subject, &error), &error);
        assert_true(hull.hull_energy >= anew.hull_energy && hull.hull_energy <= anew.hull_energy);
        check_same(&hull.products, &anew.products);
        check_same(&hull.competing, &anew.competing);
        ip_hull_clear(&hull);
        ip_hull_clear(&anew);
        ip_solver_free(fresh);
    }
    ip_solver_free(warm);
    ip_dataset_free(dataset);
    free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order_of_rows),
        cmocka_unit_test(test_later_table),
        cmocka_unit_test(test_phases_by_calls),
        cmocka_unit_test(test_hull_by_a_warm_solver),
    };
    return run_unit_tests(tests);
}
