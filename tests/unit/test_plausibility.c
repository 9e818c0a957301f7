/* The tests of a table's energies, by tables made by hand; functionals, molecules, and the words of findings. */
#include "support.h"

#include "table/functional.h"
#include "table/molecules.h"

#include <interphase/plausibility.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FINDINGS = 64, TEXT_SIZE = 8192 };

typedef struct findings {
    int count;
    struct {
        ip_finding_kind kind;
        char word[32], formula[32], message[IP_MESSAGE_SIZE];
        long line;
        double value;
    } list[MOST_FINDINGS];
} findings;

static void keep(void *user, const ip_finding *finding) {
    findings *kept = user;
    assert_true(kept->count < MOST_FINDINGS);
    kept->list[kept->count].kind = finding->kind;
    snprintf(kept->list[kept->count].word, sizeof kept->list[0].word, "%s", finding->kind_word);
    snprintf(kept->list[kept->count].formula, sizeof kept->list[0].formula, "%s", finding->formula ? finding->formula : "");
    snprintf(kept->list[kept->count].message, sizeof kept->list[0].message, "%s", finding->message);
    kept->list[kept->count].line = finding->line;
    kept->list[kept->count++].value = finding->value;
    assert_non_null(ip_finding_cure(finding->kind_word));
}

static ip_executor *executor_of(const ip_dataset *dataset) {
    return dataset ? new_executor(dataset, 2) : NULL;
}

/* Judges a table's text beside that of a reference, NULL for none; returns the faults. */
static long judge(findings *out, const char *table, const char *known) {
    ip_dataset *dataset = read_text(table), *reference = known ? read_text(known) : NULL;
    ip_executor *own = executor_of(dataset), *other = executor_of(reference);
    ip_error error;
    long faults, counted = 0;
    memset(out, 0, sizeof *out);
    assert_ok(ip_plausibility_check(&faults, own, 0, other, keep, out, &error), &error);
    for (int i = 0; i < out->count; i++)
        counted += out->list[i].kind == IP_FINDING_FAULT;
    assert_int_equal(faults, counted);
    assert_ok(ip_plausibility_check(&counted, own, 0, other, NULL, NULL, &error), &error); /* a handler is not needed */
    assert_int_equal(counted, faults);
    ip_executor_free(own);
    ip_executor_free(other);
    ip_dataset_free(dataset);
    ip_dataset_free(reference);
    return faults;
}

static const char header[] = "formula,e_form,uncertainty\n";
static const char elements[] = "Na,0,0\nS,0,0\nO,0,0\nCl,0,0\n";
static const char known_rows[] =
    "Na2S,-1.3,0.05\nNa2O,-1.5,0.05\nNaCl,-2.1,0.05\nNa2SO4,-2.05,0.05\nNa2SO3,-1.9,0.05\nSO2,-1.2,0.05\n";

static const char *text_of(char text[TEXT_SIZE], const char *rows) {
    snprintf(text, TEXT_SIZE, "%s%s%s", header, elements, rows);
    return text;
}

static long judge_rows(findings *out, const char *rows, const char *known) {
    char table[TEXT_SIZE], reference[TEXT_SIZE];
    return judge(out, text_of(table, rows), known ? text_of(reference, known) : NULL);
}

static void assert_only(const findings *found, const char *word, ip_finding_kind kind) {
    assert_int_equal(found->count, 1);
    assert_string_equal(found->list[0].word, word);
    assert_int_equal(found->list[0].kind, kind);
}

static void test_clean(void **state) {
    (void)state;
    findings found;
    assert_int_equal(judge_rows(&found, "Na2S,-1.31,\nNa2O,-1.49,\nNaCl,-2.12,\nNa2SO4,-2.06,\n", known_rows), 0);
    assert_int_equal(found.count, 0);
    judge_rows(&found, "", known_rows);
    assert_int_equal(found.count, 0);
    judge_rows(&found, "Na2S,-1.31,\n", NULL);
    assert_int_equal(found.count, 0);
}

/* Three rows are enough, two are not: then each is judged by itself. */
static void test_kinds(void **state) {
    (void)state;
    findings found;
    assert_int_equal(judge_rows(&found, "Na2S,-3.9,\nNa2O,-4.5,\nNaCl,-4.2,\n", known_rows), 1);
    assert_only(&found, "per-formula-energy", IP_FINDING_FAULT);
    assert_int_equal(judge_rows(&found, "Na2S,-3.9,\nNaCl,-4.2,\n", known_rows), 0);
    assert_int_equal(found.count, 2);
    assert_string_equal(found.list[0].word, "per-formula-energy");
    assert_int_equal(found.list[0].kind, IP_FINDING_WARNING);
    assert_near(found.list[0].value, -3.9, 0.0);
    assert_contains(found.list[0].message, "would be -1.3 among energies per formula unit; the reference has -1.3");
    /* Total energies, 3 eV below: of the table, and of a row; not of one that no compound has, which the reading told. */
    assert_int_equal(judge_rows(&found, "NaCl,-5.2,\nNa2SO3,-5,\nNa2SO4,-5.2,\n", known_rows), 1);
    assert_only(&found, "total-energy", IP_FINDING_FAULT);
    assert_near(found.list[0].value, -3.1, 1e-12); /* -3.1, -3.1 and -3.15 */
    judge_rows(&found, "Na2S,-1.3,\nNa2O,-1.5,\nNaCl,-2.1,\nNa2SO3,-5.1,\nNa2SO4,-7,\n", known_rows);
    assert_only(&found, "total-energy", IP_FINDING_WARNING);
    assert_string_equal(found.list[0].formula, "Na2SO3");
    /* Distances from the hull need five. */
    judge_rows(&found, "Na2S,0.01,\nNa2O,0.02,\nNaCl,0.01,\nNa2SO4,0.03,\nNa2SO3,0.02,\n", known_rows);
    assert_only(&found, "hull-distance", IP_FINDING_FAULT);
    /* Of a composition that the reference has not, its hull says what is expected: Na4S2O4 is Na2SO3 with 1/3 Na2S, 2/3 Na2O ...
     */
    judge_rows(&found, "Na4S1O1,-9,\n", known_rows);
    assert_string_equal(found.list[0].word, "per-formula-energy"); /* Na2S + Na2O: -1.4; 6 times that is -8.4 */
    assert_contains(found.list[0].message, "the reference's hull is at -1.4");
    /* ... but what lies above it may be new. */
    judge_rows(&found, "Na4S1O1,1.3,\n", known_rows);
    assert_only(&found, "outlier", IP_FINDING_WARNING); /* 2.7 above */
    judge_rows(&found, "Na4S1O1,0.5,\n", known_rows);
    assert_int_equal(found.count, 0);
}

/* Four standard deviations of both energies: hypot(0.05, 0.05) * 4 = 0.283. */
static void test_outliers(void **state) {
    (void)state;
    findings found;
    static const struct {
        const char *rows;
        int count;
    } cases[] = {
        {"Na2S,-1.02,0.05\n", 0}, {"Na2S,-1.01,0.05\n", 1}, {"Na2S,-1.58,0.05\n", 0}, {"Na2S,-1.59,0.05\n", 1},
        {"Na2S,-1.02,\n", 0},     {"Na2S,-1.01,\n", 1},     {"Na2S,-1.07,0\n", 0}, /* 0.03 at the least: 0.233 */
        {"Na2S,-1.06,0\n", 1},    {"Na2S,-0.9,0.2\n", 0},
        /* The neighbours of the table are asked, too: 2 Na3S + Na4S3 -> 5 Na2S, where the compounds are as deep. */
        {"Na2S,-1.65,0.05\nNa3S,-1.4,1\nNa4S3,-1.65,1\n", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        judge_rows(&found, cases[i].rows, known_rows);
        int outliers = 0;
        for (int k = 0; k < found.count; k++)
            outliers += strcmp(found.list[k].word, "outlier") == 0 && strcmp(found.list[k].formula, "Na2S") == 0;
        assert_int_equal(outliers, cases[i].count);
    }
    /* By neighbours alone: binaries may lie far below poor ones, ternaries not. By hand: SO3 and Na2O
     * at the composition of Na2SO4, (4 (-1.2) + 3 (-1.5)) / 7 = -1.32857. */
    judge_rows(&found, "Na3S,-0.1,\nNa2S,-1.6,\nNaS,-0.2,\n", NULL);
    assert_int_equal(found.count, 0);
    judge_rows(&found, "SO3,-1.2,0.05\nNa2O,-1.5,0.05\nNa2SO4,-1.79,0.05\n", NULL);
    assert_int_equal(found.count, 0);
    judge_rows(&found, "SO3,-1.2,0.05\nNa2O,-1.5,0.05\nNa2SO4,-1.84,0.05\n", NULL);
    assert_only(&found, "outlier", IP_FINDING_WARNING);
    assert_contains(found.list[0].message, "0.511 below the compounds");
    /* A zero is told as that alone. */
    judge_rows(&found, "Na2S,0,\n", known_rows);
    assert_only(&found, "zero-energy", IP_FINDING_WARNING);
    assert_int_equal(found.list[0].line, 6);
}

static void test_gases(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        bool gas;
    } cases[] = {{"CO2", true}, {"C2O4", true},   {"H2O", true},   {"OH2", true},       {"O2", false},        {"Na2O", false},
                 {"CO", true},  {"COS", true},    {"CH5N", true},  {"NO2", true},       {"N2O5", false},      {"SO3", false},
                 {"SF6", true}, {"H2SO4", false}, {"C2H2", false}, {"Na(CO2)2", false}, {"CO1.999999", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ip_composition composition = read_formula(cases[i].formula);
        assert_int_equal(ip_molecule_is_gas(&composition), cases[i].gas);
    }
    findings found;
    judge_rows(&found, "SO2,-1.2,\n", known_rows);
    assert_int_equal(found.count, 0 + 1);
    assert_only(&found, "gas-among-solids", IP_FINDING_NOTICE);
}

/* Rows of sodium with so many sulphurs or oxygens, whose energies are -x (2 - x), in the reference and, changed, in the table. */
static void write_rows(char *rows, const char *element, int first, int count, double every_other, double every) {
    for (int i = first; i < first + count; i++) {
        double x = i / (i + 7.0);
        size_t used = strlen(rows);
        snprintf(rows + used, TEXT_SIZE - used - 64, "Na7%s%d,%.9f,0.05\n", element, i,
                 -2.0 * x * (1.0 - x) - 0.3 + every * x + (i % 2 ? every_other * x : 0.0));
    }
}

static void test_shifts(void **state) {
    (void)state;
    char known[TEXT_SIZE] = "", table[TEXT_SIZE] = "";
    findings found;
    write_rows(known, "S", 1, 20, 0.0, 0.0);
    write_rows(known, "O", 1, 20, 0.0, 0.0);
    /* All rows by 0.4 eV per sulphur, then others by 0.2 per oxygen. */
    write_rows(table, "S", 1, 20, 0.0, 0.4);
    write_rows(table, "O", 1, 20, 0.0, 0.2);
    judge_rows(&found, table, known);
    assert_only(&found, "shifted-energies", IP_FINDING_WARNING);
    assert_contains(found.list[0].message, "by +0.40 eV per S, +0.20 eV per O, in the median of 40 rows");
    assert_near(found.list[0].value, 0.4, 1e-6);
    /* Nine rows tell nothing. */
    *table = '\0';
    write_rows(table, "S", 1, 9, 0.0, 0.3);
    judge_rows(&found, table, known);
    for (int i = 0; i < found.count; i++)
        assert_string_equal(found.list[i].word, "outlier");
    /* Every other row by 0.5 eV per sulphur: two kinds, and no outliers. Na7S1 holds one atom of eight, so that it tells. */
    *table = '\0';
    write_rows(table, "S", 1, 20, -0.5, 0.0);
    judge_rows(&found, table, known);
    assert_only(&found, "mixed-functionals", IP_FINDING_WARNING);
    assert_string_equal(found.list[0].formula, "Na7S1");
    assert_near(found.list[0].value, -0.5, 1e-6);
    assert_contains(found.list[0].message, "10 rows with S lie -0.50 eV per atom of it off the reference's, 10 others");
    /* Alloys, too. */
    *table = *known = '\0';
    write_rows(known, "Zn", 1, 20, 0.0, 0.0);
    write_rows(table, "Zn", 1, 20, 0.6, 0.0);
    judge_rows(&found, table, known);
    assert_only(&found, "mixed-functionals", IP_FINDING_WARNING);
    assert_contains(found.list[0].message, "10 rows with Zn lie +0.60 eV");
    *known = '\0';
    write_rows(known, "S", 1, 20, 0.0, 0.0);
    write_rows(known, "O", 1, 20, 0.0, 0.0);
    /* Twenty rows that hold oxygen differ by what oxygen does: a shift of all of them, no second kind. */
    *table = '\0';
    write_rows(table, "S", 1, 20, 0.0, 0.0);
    write_rows(table, "O", 1, 20, 0.0, 0.5);
    judge_rows(&found, table, known);
    assert_only(&found, "shifted-energies", IP_FINDING_WARNING);
    assert_contains(found.list[0].message, "by +0.50 eV per O, in");
}

/* Sulfates beside sulfides: of sodium, the rows fall into two, but what parts them is their oxygen. */
static void test_unlike_parts(void **state) {
    (void)state;
    char known[TEXT_SIZE] = "", table[TEXT_SIZE] = "";
    findings found;
    for (int i = 1; i <= 12; i++) {
        size_t used = strlen(known);
        snprintf(known + used, sizeof known - used, "Na%dS%d,-1,0.05\nNa%dS%dO%d,-1,0.05\n", 2 * i + 1, i, 2 * i + 1, i, i + 1);
        used = strlen(table);
        /* by the square of the fraction of oxygen, which is no shift per atom */
        double x = (i + 1.0) / (4.0 * i + 2.0);
        snprintf(table + used, sizeof table - used, "Na%dS%d,-1,0.05\nNa%dS%dO%d,%.6f,0.05\n", 2 * i + 1, i, 2 * i + 1, i, i + 1,
                 -1.0 + 2.0 * x * x);
    }
    judge_rows(&found, table, known);
    for (int i = 0; i < found.count; i++)
        assert_string_not_equal(found.list[i].word, "mixed-functionals");
}

static void test_same_table(void **state) {
    (void)state;
    char text[TEXT_SIZE], path[PATH_SIZE], over[PATH_SIZE];
    findings found = {0};
    ip_dataset *dataset, *reference;
    ip_error error;
    long faults;
    text_of(text, "Na2S,-1.3,\nSO2,-1.2,\nNa2O,-1.5,\nNa2SO3,-2.9,0.05\n");
    write_temporary(path, text, strlen(text));
    write_temporary(over, "formula,e_form\nNa2S,-1.35\n", 26);
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    assert_ok(ip_dataset_new(&reference, &error), &error);
    assert_ok(ip_dataset_read(dataset, path, IP_READ_DIGEST, NULL, NULL, &error), &error);
    assert_ok(ip_dataset_read(reference, path, IP_READ_DIGEST, NULL, NULL, &error), &error);
    ip_executor *own = executor_of(dataset), *other = executor_of(reference);
    assert_ok(ip_plausibility_check(&faults, own, 0, other, keep, &found, &error), &error);
    assert_int_equal(found.count, 3);
    assert_string_equal(found.list[0].word, "same-as-reference");
    assert_string_equal(found.list[1].word, "gas-among-solids");
    assert_string_equal(found.list[2].word, "outlier"); /* no trivial agreement */
    assert_string_equal(found.list[2].formula, "Na2SO3");
    ip_executor_free(own);
    /* Where another lies over it, that one is asked about. */
    assert_ok(ip_dataset_read(dataset, over, IP_READ_DIGEST, NULL, NULL, &error), &error);
    own = executor_of(dataset);
    memset(&found, 0, sizeof found);
    assert_ok(ip_plausibility_check(&faults, own, 0, other, keep, &found, &error), &error);
    assert_ok(ip_plausibility_check(&faults, own, 1, other, keep, &found, &error), &error);
    assert_int_equal(found.count, 0);
    ip_executor_free(own);
    ip_executor_free(other);
    ip_dataset_free(dataset);
    ip_dataset_free(reference);
    remove(path);
    remove(over);
}

static void test_functionals(void **state) {
    (void)state;
    static const struct {
        const char *text, *name;
    } cases[] = {
        {"GGA", "PBE"},
        {"GGA+U", "PBE"},
        {"GGA_GGA+U", "PBE"},
        {"PBE+U", "PBE"},
        {"r2SCAN", "r2SCAN"},
        {"R2SCAN", "r2SCAN"},
        {"r^2SCAN", "r2SCAN"},
        {"SCAN", "SCAN"},
        {"PBEsol", "PBEsol"},
        {"HSE06", "a hybrid"},
        {"PBE0", "a hybrid"},
        {"LDA", "LDA"},
        {"OptB88vdW", "a van der Waals functional"},
        {"GGA_GGA+U_R2SCAN", "a mixture of functionals"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(ip_functional_name(ip_functional_find(cases[i].text)), cases[i].name);
    assert_int_equal(ip_functional_find(""), IP_FUNCTIONAL_COUNT);
    assert_int_equal(ip_functional_find("a text of more than sixty-four characters, of which the last are not looked at PBE"),
                     IP_FUNCTIONAL_COUNT);
}

static void test_words(void **state) {
    (void)state;
    int count = 0;
    for (const char *word; (word = ip_finding_word(count)); count++) {
        const char *cure = ip_finding_cure(word);
        assert_true(cure && strlen(cure) > 10 && cure[strlen(cure) - 1] != '.');
        for (int i = 0; i < count; i++)
            assert_string_not_equal(word, ip_finding_word(i));
    }
    assert_true(count > 20);
    assert_null(ip_finding_word(-1));
    assert_null(ip_finding_cure("unheard-of"));
    assert_string_equal(ip_finding_kind_name(IP_FINDING_WARNING), "warning");
    assert_string_equal(ip_finding_kind_name(IP_FINDING_FAULT), "fault");
    assert_string_equal(ip_finding_kind_name(IP_FINDING_NOTICE), "notice");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_outliers),
        cmocka_unit_test(test_gases),
        cmocka_unit_test(test_shifts),
        cmocka_unit_test(test_unlike_parts),
        cmocka_unit_test(test_same_table),
        cmocka_unit_test(test_functionals),
        cmocka_unit_test(test_words),
    };
    return run_unit_tests(tests);
}
