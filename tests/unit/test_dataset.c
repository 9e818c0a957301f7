/* Datasets: which row stands for a composition, what is reported, and what is found again. */
#include "support.h"

#include <interphase/dataset.h>

#include <limits.h>
#include <malloc.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct finding_log {
    int count;
    char text[4096]; /* "N duplicate-composition:3;" or "F …" for each */
    char message[IP_MESSAGE_SIZE], file[PATH_SIZE]; /* of the last */
} finding_log;

static void keep_finding(void *user, const ip_finding *finding) {
    finding_log *log = user;
    size_t used = strlen(log->text);
    log->count++;
    snprintf(log->text + used, sizeof log->text - used, "%c %s:%ld;", finding->kind == IP_FINDING_FAULT ? 'F' : 'N',
             finding->kind_word, finding->line);
    snprintf(log->message, sizeof log->message, "%s", finding->message);
    snprintf(log->file, sizeof log->file, "%s", finding->file);
}

/* Adds a table to a dataset; its path is left in `path` for comparison, the file is gone. */
static ip_status add_table(ip_dataset *dataset, const char *text, unsigned flags, finding_log *log, char path[PATH_SIZE],
                           ip_error *error) {
    memset(error, 0, sizeof *error);
    write_temporary(path, text, strlen(text));
    ip_status status = ip_dataset_read(dataset, path, flags, log ? keep_finding : NULL, log, error);
    remove(path);
    return status;
}

static ip_dataset *new_dataset(void) {
    ip_dataset *dataset;
    assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
    return dataset;
}

static const ip_phase *find(const ip_dataset *dataset, const char *formula) {
    ip_composition composition = read_formula(formula);
    return ip_dataset_find(dataset, &composition);
}

static void test_values_of_a_phase(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("\xEF\xBB\xBFid,Band_Gap,FORMULA,note,correction,E_Form\r\n"
                                    "1,2.5,Na2S,\"a, b\",-0.25,-1.25\r\n"
                                    "2,,S8,,,0\r\n\r\n"
                                    "3,0,Na3PS4,,,-1e0\r\n");
    const ip_phase *sulfide = find(dataset, "Na4S2"), *sulfur = find(dataset, "S"), *last = find(dataset, "Na3PS4");
    assert_int_equal(ip_dataset_count(dataset), 3);
    assert_true(sulfide && sulfur && last);
    assert_string_equal(sulfide->formula, "Na2S");
    assert_near(sulfide->formation_energy, -1.25, 0.0);
    assert_near(sulfide->correction, -0.25, 0.0);
    assert_near(sulfide->band_gap, 2.5, 0.0);
    assert_near(sulfide->atoms, 3.0, 0.0);
    assert_int_equal(sulfide->element_count, 2);
    assert_int_equal(sulfide->elements[0], 11);
    assert_int_equal(sulfide->elements[1], 16);
    assert_near(sulfide->amounts[0], 2.0, 0.0);
    assert_int_equal(sulfide->line, 2);
    assert_int_equal(sulfide->file, 0);
    assert_false(sulfide->excluded);
    assert_near(sulfur->correction, 0.0, 0.0);
    assert_true(isnan(sulfur->band_gap));
    assert_near(last->formation_energy, -1.0, 0.0);
    assert_int_equal(last->line, 5);
    assert_null(find(dataset, "NaS"));
    assert_null(find(dataset, "K"));
    assert_ptr_equal(ip_dataset_element(dataset, 16), sulfur);
    assert_null(ip_dataset_element(dataset, 11));
    assert_int_equal(ip_dataset_system_count(dataset), 3);
    for (long i = 0; i < 3; i++)
        assert_int_equal(ip_dataset_index(dataset, ip_dataset_phase(dataset, i)), i);
    ip_composition composition = ip_phase_composition(sulfide), expected = read_formula("Na2S");
    assert_true(ip_composition_same(&composition, &expected));
    assert_near(ip_composition_atoms(&composition), 3.0, 0.0);
    ip_dataset_free(dataset);
}

/* What a row says of its entry beside the energy. A note that repeats is kept once. */
static void test_uncertainty_id_and_note(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("note,formula,e_form,Uncertainty,ID,material_id,note\n"
                                    ",Na,0,0,,mp-1,x\n"
                                    "inferred,Na2S,-1.2,0.025,mp-648,mp-2,\n"
                                    "inferred,NaCl,-2,,\"mp 22,862\",,\n"
                                    "measured,S8,0,1e-3,,,\n");
    const ip_phase *sodium = find(dataset, "Na"), *sulfide = find(dataset, "Na2S"), *chloride = find(dataset, "NaCl");
    assert_near(sodium->uncertainty, 0.0, 0.0);
    assert_null(sodium->id);
    assert_null(sodium->note);
    assert_near(sulfide->uncertainty, 0.025, 0.0);
    assert_string_equal(sulfide->id, "mp-648");
    assert_string_equal(sulfide->note, "inferred");
    assert_true(isnan(chloride->uncertainty));
    assert_string_equal(chloride->id, "mp 22,862");
    assert_ptr_equal(chloride->note, sulfide->note);
    assert_string_equal(find(dataset, "S")->note, "measured");
    ip_dataset_free(dataset);
    dataset = read_text("material_id,formula,e_form\nmp-127,Na,0\n");
    assert_string_equal(find(dataset, "Na")->id, "mp-127");
    assert_true(isnan(find(dataset, "Na")->uncertainty));
    assert_null(find(dataset, "Na")->note);
    ip_dataset_free(dataset);
}

/* More notes than a pool begins with, each of them twice. */
static void test_many_notes(void **state) {
    (void)state;
    enum { NOTES = 500 };
    static char text[64 * NOTES];
    size_t used = (size_t)snprintf(text, sizeof text, "formula,e_form,note\n");
    for (int i = 0; i < 2 * NOTES; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "Na%dS,-1,note %d\n", i + 1, i % NOTES);
    ip_dataset *dataset = read_text(text);
    for (int i = 0; i < NOTES; i++) {
        char expected[32];
        snprintf(expected, sizeof expected, "note %d", i);
        assert_string_equal(ip_dataset_phase(dataset, i)->note, expected);
        assert_ptr_equal(ip_dataset_phase(dataset, i)->note, ip_dataset_phase(dataset, i + NOTES)->note);
    }
    ip_dataset_free(dataset);
}

/* They are those of the energy that is kept; where the energy is the same, the order of the rows does not matter. */
static void test_uncertainty_id_and_note_of_duplicates(void **state) {
    (void)state;
    static const char *const pairs[][3] = {
        /* the row that stays comes first */
        {"Na4S2,-1.3,,,\n", "Na2S,-1.2,0.1,a,x\n", "? - -"},
        {"Na2S,-1.2,0.1,b,y\n", "Na2S,-1.2,0.2,a,x\n", "0.1 b y"},
        {"Na2S,-1.2,0.1,b,y\n", "Na2S,-1.2,,a,x\n", "0.1 b y"},
        {"Na2S,-1.2,0.1,a,y\n", "Na2S,-1.2,0.1,b,x\n", "0.1 a y"},
        {"Na2S,-1.2,0.1,b,y\n", "Na2S,-1.2,0.1,,x\n", "0.1 b y"},
        {"Na2S,-1.2,,a,x\n", "Na2S,-1.2,,a,y\n", "? a x"},
        {"Na2S,-1.2,,a,x\n", "Na2S,-1.2,,a,\n", "? a x"},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (int first = 0; first < 2; first++) {
            char text[160], number[32] = "?", found[80];
            snprintf(text, sizeof text, "formula,e_form,uncertainty,id,note\n%s%s", pairs[i][first], pairs[i][1 - first]);
            ip_dataset *dataset = read_text(text);
            const ip_phase *phase = find(dataset, "Na2S");
            if (!isnan(phase->uncertainty))
                snprintf(number, sizeof number, "%g", phase->uncertainty);
            snprintf(found, sizeof found, "%s %s %s", number, phase->id ? phase->id : "-", phase->note ? phase->note : "-");
            assert_string_equal(found, pairs[i][2]);
            ip_dataset_free(dataset);
        }
}

/* Names that mean a formation energy per atom, however written; what else is there is passed over. */
static void test_energy_column(void **state) {
    (void)state;
    static const char *const tables[] = {
        "energy,energy_per_atom,formation_energy,formation_energy_per_atom,formula\n9,9,9,-1,NaCl\n",
        "energy,energy_per_atom,formation_energy,formula\n9,9,-1,NaCl\n",
        "formation_energy_per_atom,formula_pretty,uncorrected_energy_per_atom,energy_above_hull\n-1,NaCl,9,9\n",
        "Formation Energy Per Atom (eV/atom),Reduced Formula,E Above Hull\n-1,NaCl,9\n",
        "stability,delta_e,name\n9,-1,NaCl\n",
        "compound,enthalpy_formation_atom,composition\nsalt,-1,Na1Cl1\n",
        "formation_energy_peratom,ehull,formula\n-1,9,NaCl\n",
        "formula,Formation energy [ eV / atom ]\nNaCl,-1\n",
        "formula,formation_energy (kJ/mol),formation_energy (eV/atom)\nNaCl,9,-1\n",
        "formula,formation_energy_per_atom (kJ/mol),e_form\nNaCl,9,-1\n",
        "formula,formation_energy_per_atom (eV)\nNaCl,-1\n",
        "pretty_formula,E-form\nNaCl,-1\n",
        "name,formula,e_form\nsalt,NaCl,-1\n",
        "formula;e_form\nNaCl;-1\n",
        "formula;e_form;note, or two\nNaCl;-1,0;a, b\n",
        "\xEF\xBB\xBF" "formula\te_form\tnote\nNaCl\t-1,0\ta, b; c\n",
        "e_form\tformula\n-1.0\tNaCl\n",
        "formula,e_form\n'NaCl',' -1 '\n",
        "formula,e_form\n\"\"\"NaCl\"\"\",\"'-1\"\n",
        "\"\"\"formula\"\"\",'e_form'\n\xE2\x80\x9CNaCl\xE2\x80\x9D,\xE2\x80\x98-1\xE2\x80\x99\n",
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        ip_dataset *dataset = read_text(tables[i]);
        ip_composition composition = ip_phase_composition(ip_dataset_phase(dataset, 0));
        assert_near(ip_dataset_phase(dataset, 0)->formation_energy, -1.0, 0.0);
        assert_int_equal(composition.count, 2);
        ip_dataset_free(dataset);
    }
}

static void test_uncorrected(void **state) {
    (void)state;
    ip_dataset *dataset = new_dataset();
    finding_log log = {0};
    ip_error error;
    char path[PATH_SIZE];
    /* Without the correction the second entry is the lower one. */
    const char *text = "formula,e_form,correction\nNaCl,-1.5,-0.5\nNa2Cl2,-1.25,\nKCl,-1,0.25\n";
    assert_ok(add_table(dataset, text, IP_READ_UNCORRECTED, &log, path, &error), &error);
    assert_near(find(dataset, "NaCl")->formation_energy, -1.25, 0.0);
    assert_string_equal(find(dataset, "NaCl")->formula, "Na2Cl2");
    assert_near(find(dataset, "KCl")->formation_energy, -1.25, 0.0);
    assert_near(find(dataset, "KCl")->correction, 0.25, 0.0);
    assert_string_equal(log.text, "N duplicate-composition:3;");
    ip_dataset_free(dataset);
}

typedef struct duplicate {
    const char *rows;
    const char *formula; /* which stays */
    double energy, band_gap;
} duplicate;

/* The lower energy, then the first formula, then the wider gap; in either order of the rows. */
static void test_duplicates_within_a_file(void **state) {
    (void)state;
    static const duplicate duplicates[] = {
        {"Na2S,-1.2,1\nNa4S2,-1.3,2\n", "Na4S2", -1.3, 2.0},
        {"Na4S2,-1.3,2\nNa2S,-1.2,1\n", "Na4S2", -1.3, 2.0},
        {"Na2S,-1.2,1\nNa4S2,-1.2,2\n", "Na2S", -1.2, 1.0},
        {"Na4S2,-1.2,2\nNa2S,-1.2,1\n", "Na2S", -1.2, 1.0},
        {"Na2S,-1.2,1\nNa2S,-1.2,2\n", "Na2S", -1.2, 2.0},
        {"Na2S,-1.2,2\nNa2S,-1.2,1\n", "Na2S", -1.2, 2.0},
        {"Na2S,-1.2,\nNa2S,-1.2,0\n", "Na2S", -1.2, 0.0},
        {"Na2S,-1.2,0\nNa2S,-1.2,\n", "Na2S", -1.2, 0.0},
    };
    for (size_t i = 0; i < sizeof duplicates / sizeof *duplicates; i++) {
        ip_dataset *dataset = new_dataset();
        finding_log log = {0};
        char path[PATH_SIZE], text[128];
        ip_error error;
        snprintf(text, sizeof text, "formula,e_form,band_gap\nNa,0,\n%s", duplicates[i].rows);
        assert_ok(add_table(dataset, text, 0, &log, path, &error), &error);
        const ip_phase *phase = find(dataset, "Na2S");
        assert_int_equal(ip_dataset_count(dataset), 2);
        assert_string_equal(phase->formula, duplicates[i].formula);
        assert_near(phase->formation_energy, duplicates[i].energy, 0.0);
        assert_near(phase->band_gap, duplicates[i].band_gap, 0.0);
        assert_string_equal(log.text, "N duplicate-composition:4;");
        assert_string_equal(log.file, path);
        assert_contains(log.message, "Na2S");
        assert_int_equal(ip_dataset_file(dataset, 0).rows, 3);
        ip_dataset_free(dataset);
    }
}

/* A later file's row stays even where its energy is higher; within the later file the lowest is kept. */
static void test_later_file_replaces(void **state) {
    (void)state;
    ip_dataset *dataset = new_dataset();
    finding_log log = {0};
    ip_error error;
    char first[PATH_SIZE], second[PATH_SIZE];
    const char *text = "formula,e_form,band_gap,correction\nNa2S,-1.3,3,-0.1\nNa,0,,\n";
    assert_ok(add_table(dataset, text, 0, &log, first, &error), &error);
    assert_int_equal(log.count, 0);
    assert_ok(add_table(dataset, "formula,e_form\nK,0\nNa4S2,-1.1\nNa2S,-1.2\nNa2S,-1.0\n", 0, &log, second, &error), &error);
    assert_string_equal(log.text,
                        "N replaced-composition:3;N duplicate-composition:4;N duplicate-composition:5;N raised-composition:0;");
    assert_string_equal(log.file, second);
    const ip_phase *phase = find(dataset, "Na2S");
    assert_int_equal(ip_dataset_count(dataset), 3);
    assert_near(phase->formation_energy, -1.2, 0.0);
    assert_string_equal(phase->formula, "Na2S");
    assert_near(phase->correction, 0.0, 0.0);
    assert_near(phase->band_gap, 3.0, 0.0); /* the later row knows none */
    assert_int_equal(phase->file, 1);
    assert_int_equal(phase->line, 4);
    assert_int_equal(ip_dataset_file_count(dataset), 2);
    assert_string_equal(ip_dataset_file(dataset, 0).path, first);
    assert_string_equal(ip_dataset_file(dataset, 1).path, second);
    assert_int_equal(ip_dataset_file(dataset, 1).rows, 4);
    assert_int_equal(ip_dataset_file(dataset, 0).bytes, strlen(text));
    ip_dataset_free(dataset);
}

/* Digests known from elsewhere: printf 'formula,e_form\nNa,0\n' | sha256sum, and of the two digests in a row. */
static void test_digest(void **state) {
    (void)state;
    static const char *const text = "formula,e_form\nNa,0\n", *const other = "formula,e_form\nK,0\n";
    static const char text_digest[] = "301eb09f13f3065c71da09aa0713a9d4ca8f0ca9b574f2f2b009a800294fc42a";
    static const char other_digest[] = "9bc9aed98a6abf225f8db215ebde31e09402d9e8f993fa71f53ddf869e34b910";
    static const char both_digest[] = "e533bb0d19768e6ac025a5c637c4e071ee2fd6224c61a33dcdaebc0102f81313";
    ip_dataset *dataset = new_dataset();
    ip_error error;
    char path[PATH_SIZE], digest[IP_DIGEST_SIZE];
    ip_dataset_digest(dataset, digest);
    assert_string_equal(digest, "");
    assert_ok(add_table(dataset, text, IP_READ_DIGEST, NULL, path, &error), &error);
    assert_string_equal(ip_dataset_file(dataset, 0).digest, text_digest);
    ip_dataset_digest(dataset, digest);
    assert_string_equal(digest, text_digest);
    assert_ok(add_table(dataset, other, IP_READ_DIGEST, NULL, path, &error), &error);
    assert_string_equal(ip_dataset_file(dataset, 1).digest, other_digest);
    ip_dataset_digest(dataset, digest);
    assert_string_equal(digest, both_digest);
    assert_ok(add_table(dataset, text, 0, NULL, path, &error), &error);
    assert_string_equal(ip_dataset_file(dataset, 2).digest, "");
    ip_dataset_digest(dataset, digest);
    assert_string_equal(digest, "");
    ip_dataset_free(dataset);
}

static void test_set_energy(void **state) {
    (void)state;
    ip_dataset *dataset =
        read_text("formula,e_form,band_gap,correction,uncertainty,id,note\nNa,0,,,,,\nNa2S,-1.3,2.5,-0.1,0.1,a,b\n");
    ip_error error;
    assert_ok(ip_dataset_set_energy(dataset, "Na4S2", -1.5, &error), &error);
    const ip_phase *phase = find(dataset, "Na2S");
    assert_int_equal(ip_dataset_count(dataset), 2);
    assert_near(phase->formation_energy, -1.5, 0.0);
    assert_near(phase->correction, 0.0, 0.0);
    assert_near(phase->band_gap, 2.5, 0.0);
    assert_true(isnan(phase->uncertainty)); /* all these were the table's energy's */
    assert_null(phase->id);
    assert_null(phase->note);
    assert_int_equal(phase->file, -1);
    assert_int_equal(phase->line, 0);
    assert_ok(ip_dataset_set_energy(dataset, "NaS2", -0.5, &error), &error);
    phase = find(dataset, "Na2S4");
    assert_int_equal(ip_dataset_count(dataset), 3);
    assert_string_equal(phase->formula, "NaS2");
    assert_true(isnan(phase->band_gap));
    assert_true(isnan(phase->uncertainty));
    assert_null(phase->id);
    assert_int_equal(phase->file, -1);
    assert_int_equal(ip_dataset_set_energy(dataset, "NaS3", NAN, &error), IP_BAD_ARGUMENT);
    assert_int_equal(ip_dataset_set_energy(dataset, "NaS3", -INFINITY, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "NaS3");
    assert_int_equal(ip_dataset_set_energy(dataset, "Na(", -1.0, &error), IP_BAD_FORMULA);
    assert_int_equal(ip_dataset_set_energy(dataset, "S8", -0.1, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "S8 is an element");
    assert_int_equal(ip_dataset_count(dataset), 3);
    ip_dataset_free(dataset);
}

static void test_threads_out_of_range(void **state) {
    (void)state;
    ip_dataset *dataset = new_dataset();
    ip_error error;
    finding_log log;
    char path[PATH_SIZE];
    assert_int_equal(ip_dataset_set_threads(dataset, -1, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "-1 threads");
    assert_int_equal(ip_dataset_set_threads(dataset, INT_MIN, NULL), IP_BAD_ARGUMENT);
    assert_ok(add_table(dataset, "formula,e_form\nNa,0\n", 0, &log, path, &error), &error);
    assert_ok(ip_dataset_set_threads(dataset, 0, &error), &error);
    assert_ok(ip_dataset_set_threads(dataset, INT_MAX, &error), &error);
    assert_ok(add_table(dataset, "formula,e_form\nK,0\n", 0, &log, path, &error), &error);
    assert_int_equal(ip_dataset_count(dataset), 2);
    ip_dataset_free(dataset);
}

static size_t allocated(void) {
    struct mallinfo2 info = mallinfo2();
    return info.uordblks + info.hblkhd;
}

/* A dataset of one phase took a megabyte. (Where another allocator is watching, nothing is seen.) */
static void test_memory_grows_with_content(void **state) {
    (void)state;
    static char text[40000];
    size_t used = (size_t)snprintf(text, sizeof text, "formula,e_form\n"), before = allocated();
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\n");
    if (allocated() - before > 16 * 1024)
        fail_msg("%zu bytes", allocated() - before);
    ip_dataset_free(dataset);
    for (int i = 1; i <= 1000; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, "%s%dCl,-1\n", ip_element_symbol(18 + i % 60), i);
    before = allocated();
    dataset = read_text(text);
    assert_true(allocated() - before < 2 * 1024 * 1024);
    ip_dataset_free(dataset);
}

static void test_exclude(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNa,0\nNa2S,-1.3\n");
    ip_error error;
    assert_ok(ip_dataset_exclude(dataset, "Na4S2", &error), &error);
    assert_true(find(dataset, "Na2S")->excluded);
    assert_near(find(dataset, "Na2S")->formation_energy, -1.3, 0.0);
    assert_false(find(dataset, "Na")->excluded);
    assert_int_equal(ip_dataset_exclude(dataset, "NaS", &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "NaS");
    assert_int_equal(ip_dataset_exclude(dataset, "Na)", &error), IP_BAD_FORMULA);
    ip_dataset_free(dataset);
}

typedef struct visit_log {
    char text[8192];
    ip_element_set allowed;
    int count;
} visit_log;

static void keep_visit(void *user, const ip_phase *phase) {
    visit_log *log = user;
    assert_true(ip_element_set_within(phase->element_set, log->allowed));
    strcat(log->text, phase->formula);
    strcat(log->text, " ");
    log->count++;
}

/* The order of visits depends on the set of phases alone; each one within the elements comes once. Sets of more
 * elements than there are systems go another way through the dataset, which must give the same order. */
static void never_visited(void *user, const ip_phase *phase) {
    (void)user;
    fail_msg("%s in an empty dataset", phase->formula);
}

/* A dataset that nothing was read into holds nothing, and says so. */
static void test_empty(void **state) {
    (void)state;
    ip_dataset *dataset;
    ip_error error;
    char digest[IP_DIGEST_SIZE];
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    ip_composition salt = read_formula("NaCl");
    assert_int_equal(ip_dataset_visit(dataset, ip_composition_elements(&salt), never_visited, NULL), IP_OK);
    assert_int_equal(ip_dataset_count(dataset), 0);
    assert_int_equal(ip_dataset_system_count(dataset), 0);
    assert_int_equal(ip_dataset_file_count(dataset), 0);
    assert_null(ip_dataset_find(dataset, &salt));
    assert_null(ip_dataset_element(dataset, 11));
    assert_true(ip_element_set_empty(ip_dataset_elements(dataset)));
    assert_int_equal(ip_dataset_check(dataset, NULL, NULL), 0);
    ip_dataset_digest(dataset, digest);
    assert_string_equal(digest, "");
    assert_int_equal(ip_dataset_exclude(dataset, "NaCl", &error), IP_BAD_ARGUMENT);
    ip_dataset_free(dataset);
}

static void test_visit(void **state) {
    (void)state;
    static const char *const symbols[] = {"O", "Na", "P", "S", "Cl", "Ac", "Th"};
    random_source source = random_start(301);
    for (int round = repetitions(100); round > 0; round--) {
        random_table table = random_table_make(&source, symbols, 7, random_below(&source, 80), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        random_table_shuffle(&table, &source);
        ip_dataset *shuffled = random_table_read(&table);
        for (int question = 0; question < 8; question++) {
            ip_composition some = random_composition(&source, symbols, 7, 1);
            visit_log a = {.allowed = ip_composition_elements(&some)}, b = a, wide = a;
            int within = 0;
            for (long i = 0; i < ip_dataset_count(dataset); i++)
                within += ip_element_set_within(ip_dataset_phase(dataset, i)->element_set, a.allowed);
            for (int element = 20; element < 60; element++)
                ip_element_set_add(&wide.allowed, element);
            assert_int_equal(ip_dataset_visit(dataset, a.allowed, keep_visit, &a), IP_OK);
            assert_int_equal(ip_dataset_visit(shuffled, b.allowed, keep_visit, &b), IP_OK);
            assert_int_equal(ip_dataset_visit(dataset, wide.allowed, keep_visit, &wide), IP_OK);
            assert_int_equal(a.count, within);
            assert_string_equal(a.text, b.text);
            assert_string_equal(a.text, wide.text);
        }
        ip_dataset_free(dataset);
        ip_dataset_free(shuffled);
    }
}

static void test_visit_goes_by_system_then_formula(void **state) {
    (void)state;
    ip_dataset *dataset = read_text("formula,e_form\nNaS,-1\nS,0\nNa2S,-1\nNa,0\nNaS2,-1\nNaO,-1\nO2,0\nThO2,-1\n");
    visit_log log = {.text = ""};
    ip_error error;
    assert_ok(ip_dataset_exclude(dataset, "NaS", &error), &error);
    ip_composition elements = read_formula("NaSO");
    log.allowed = ip_composition_elements(&elements);
    assert_int_equal(ip_dataset_visit(dataset, log.allowed, keep_visit, &log), IP_OK);
    assert_contains(log.text, "Na2S NaS NaS2 ");
    assert_int_equal(log.count, 7);
    elements = ip_phase_composition(find(dataset, "ThO2"));
    assert_int_equal(ip_element_set_has(ip_dataset_elements(dataset), 90), 1);
    assert_int_equal(ip_element_set_has(ip_dataset_elements(dataset), 17), 0);
    ip_dataset_free(dataset);
}

/* What is wrong with a dataset as a whole, each with its line. */
static void test_check(void **state) {
    (void)state;
    static const struct {
        const char *text, *findings, *part;
    } tables[] = {
        {"formula,e_form\nNa,0\nS,0\nNa2S,-1.3\n", "", ""},
        {"formula,e_form\nNa,0\nNa2S,-1.3\n", "F missing-element:0;", "S occurs"},
        {"formula,e_form\nNa,1e-7\nS,-1e-7\n", "", ""},
        {"formula,e_form\nNa,0\nS,0\nNa2S,-130\n", "F implausible-energy:4;", "Na2S"},
        {"formula,e_form\nNa,0\nS,0\nNa2S,6.6\nNaS,6.4\n", "F implausible-energy:4;", "Na2S"},
        {"formula,e_form\nNaS,-7\nS,0\n", "F implausible-energy:2;F missing-element:0;", "Na occurs"},
    };
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        ip_dataset *dataset = read_text(tables[i].text);
        finding_log log = {0};
        long faults = ip_dataset_check(dataset, keep_finding, &log);
        assert_string_equal(log.text, tables[i].findings);
        assert_contains(log.message, tables[i].part);
        assert_int_equal(faults, log.count);
        assert_int_equal(ip_dataset_check(dataset, NULL, NULL), faults);
        ip_dataset_free(dataset);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_a_phase),
        cmocka_unit_test(test_uncertainty_id_and_note),
        cmocka_unit_test(test_many_notes),
        cmocka_unit_test(test_uncertainty_id_and_note_of_duplicates),
        cmocka_unit_test(test_energy_column),
        cmocka_unit_test(test_uncorrected),
        cmocka_unit_test(test_duplicates_within_a_file),
        cmocka_unit_test(test_later_file_replaces),
        cmocka_unit_test(test_digest),
        cmocka_unit_test(test_set_energy),
        cmocka_unit_test(test_threads_out_of_range),
        cmocka_unit_test(test_memory_grows_with_content),
        cmocka_unit_test(test_exclude),
        cmocka_unit_test(test_empty),
        cmocka_unit_test(test_visit),
        cmocka_unit_test(test_visit_goes_by_system_then_formula),
        cmocka_unit_test(test_check),
    };
    return run_unit_tests(tests);
}
