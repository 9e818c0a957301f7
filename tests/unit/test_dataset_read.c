/* Tables that cannot be used: each fault with file and line, as an error and, where the table is checked, as a
 * finding after which the reading goes on. */
#include "support.h"

#include <interphase/dataset.h>

#include <stdio.h>
#include <string.h>

typedef struct bad_row {
    const char *text;
    const char *kind_word; /* of the finding; NULL where the table as a whole is refused */
    long line;             /* 0: none is named */
    const char *part;      /* of the message */
} bad_row;

static const bad_row bad_rows[] = {
    {"formula,e_form\nNa,0\nXx,-1\nK,0\n", "bad-formula", 3, "column formula: formula 'Xx': character 1"},
    {"formula,e_form\nNa,0\n,-1\nK,0\n", "bad-formula", 3, "column formula: the formula is empty"},
    {"formula,e_form\n\n\nNa,zero\nK,0\n", "not-a-number", 4, "column e_form: 'zero'"},
    {"formula,formation_energy\nNa,0\nNaCl,\nK,0\n", "missing-value", 3, "column formation_energy: empty"},
    {"formula,e_form\nNa,0\nNaCl\nK,0\n", "missing-value", 3, "column e_form: empty"},
    {"formula,e_form\nNa,0\nNaCl,nan\nK,0\n", "not-a-number", 3, "column e_form: 'nan'"},
    {"formula;e_form\nNa;0\nNaCl;-1.000,5\nK;0\n", "not-a-number", 3, "column e_form: '-1.000,5'"},
    {"formula;e_form\nNa;0\nNaCl;-1,000,5\nK;0\n", "not-a-number", 3, "column e_form: '-1,000,5'"},
    {"formula,e_form\nNa,0\nNaCl,-inf\nK,0\n", "not-a-number", 3, "column e_form: '-inf'"},
    {"formula,e_form\nNa,0\nNaCl,\"-1,5\"\nK,0\n", "not-a-number", 3, "column e_form: '-1,5'"},
    {"formula,e_form\nNa,0\nNaCl,-1.5 eV\nK,0\n", "not-a-number", 3, "column e_form: '-1.5 eV'"},
    {"formula,e_form\nNa,0\nNaCl,-0x1p1\nK,0\n", "not-a-number", 3, "column e_form: '-0x1p1'"},
    {"formula,e_form,correction\nNa,0,\nNaCl,-1,x\nK,0,\n", "not-a-number", 3, "column correction: 'x'"},
    {"formula,e_form,band_gap\nNa,0,\nNaCl,-1,wide\nK,0,\n", "not-a-number", 3, "column band_gap: 'wide'"},
    {"formula,e_form,band_gap\nNa,0,\nNaCl,-1,-0.1\nK,0,\n", "negative-band-gap", 3, "column band_gap: -0.1"},
    {"formula,e_form,uncertainty\nNa,0,\nNaCl,-1,small\nK,0,\n", "not-a-number", 3, "column uncertainty: 'small'"},
    {"formula,e_form,uncertainty\nNa,0,\nNaCl,-1,inf\nK,0,\n", "not-a-number", 3, "column uncertainty: 'inf'"},
    {"formula,e_form,uncertainty\nNa,0,\nNaCl,-1,-0.01\nK,0,\n", "negative-uncertainty", 3, "column uncertainty: -0.01"},
    {"formula,e_form\nNa,0\nNaCl,-1,2\nK,0\n", "too-many-fields", 3, "3 fields where the header line has 2"},
    {"formula,e_form\nNa,0\nS8,-0.5\nK,0\n", "element-energy", 3, "column e_form: -0.5 for the element S8"},
    {"\"formula\",\"e_form\"\n\"Na\",0\n\"Na\nCl\",-1\nK,0\n", "bad-formula", 3, "column formula"},
};

static const bad_row bad_tables[] = {
    {"", NULL, 0, "the table is empty"},
    {"\n\n \n", NULL, 0, "the table is empty"},
    {"\xEF\xBB\xBF", NULL, 0, "the table is empty"},
    {"formula,e_form\n", NULL, 0, "no rows"},
    {"Na,0\n", NULL, 1, "no column 'formula'"},
    {"\nmaterial,e_form\nNa,0\n", NULL, 2, "no column 'formula'"},
    {"formula,energy\nNa,0\n", NULL, 1, "the column 'energy' is a total energy; a formation energy is expected"},
    {"formula,energy_per_atom\nNa10GeP2S12,-4.2\n", NULL, 1, "the column 'energy_per_atom' is a total energy"},
    {"formula,Final Energy (eV)\nNa,0\n", NULL, 1, "the column 'Final Energy (eV)' is a total energy"},
    {"formula,total_energy\nNa,0\n", NULL, 1, "the column 'total_energy' is a total energy"},
    {"formula;energy\nNa;0\n", NULL, 1, "the column 'energy' is a total energy"},
    {"formula,e_above_hull\nNa,0\n", NULL, 1, "the column 'e_above_hull' is a distance from the hull"},
    {"name,stability\nNa,0\n", NULL, 1, "the column 'stability' is a distance from the hull"},
    {"formula,formation_energy (kJ/mol)\nNa,0\n", NULL, 1,
     "the column 'formation_energy (kJ/mol)' is in kJ/mol; eV/atom is expected"},
    {"formula,formation_energy (eV)\nNa,0\n", NULL, 1, "is in eV; eV/atom is expected"},
    {"formula,e_form [meV/atom]\nNa,0\n", NULL, 1, "is in meV/atom; eV/atom is expected"},
    {"formula,e_form,Band gap (meV)\nNa,0,0\n", NULL, 1, "the column 'Band gap (meV)' is in meV; eV is expected"},
    {"formula,formation_energy,Formation Energy (eV/atom)\nNa,0,0\n", NULL, 1,
     "two columns are called 'Formation Energy (eV/atom)'"},
    {"formula,total\nNa,0\n", NULL, 1, "no energy column"},
    {"formula,e_form,formula\nNa,0,Na\n", NULL, 1, "two columns are called 'formula'"},
    {"formula,e_form,E_Form\nNa,0,0\n", NULL, 1, "two columns are called 'E_Form'"},
    {"formula,e_form,uncertainty,Uncertainty\nNa,0,0,0\n", NULL, 1, "two columns are called 'Uncertainty'"},
    {"formula,e_form,band_gap,band_gap\nNa,0,0,0\n", NULL, 1, "two columns are called 'band_gap'"},
};

typedef struct finding_log {
    int count;
    ip_finding_kind kind;
    long line;
    char kind_word[40], message[IP_MESSAGE_SIZE], file[PATH_SIZE];
} finding_log;

static void keep_finding(void *user, const ip_finding *finding) {
    finding_log *log = user;
    log->count++;
    log->kind = finding->kind;
    log->line = finding->line;
    snprintf(log->kind_word, sizeof log->kind_word, "%s", finding->kind_word);
    snprintf(log->message, sizeof log->message, "%s", finding->message);
    snprintf(log->file, sizeof log->file, "%s", finding->file);
}

static ip_status read_bytes(ip_dataset **dataset, const char *bytes, size_t size, unsigned flags, finding_log *log,
                            char path[PATH_SIZE], ip_error *error) {
    memset(log, 0, sizeof *log);
    memset(error, 0, sizeof *error);
    write_temporary(path, bytes, size);
    assert_int_equal(ip_dataset_new(dataset, NULL), IP_OK);
    ip_status status = ip_dataset_read(*dataset, path, flags, keep_finding, log, error);
    remove(path);
    return status;
}

/* "path:line: " or "path: " at the beginning of the message. */
static void check_place(const char *message, const char *path, long line) {
    char place[PATH_SIZE + 32];
    if (line)
        snprintf(place, sizeof place, "%s:%ld: ", path, line);
    else
        snprintf(place, sizeof place, "%s: ", path);
    if (strncmp(message, place, strlen(place)) != 0)
        fail_msg("'%s' does not begin with '%s'", message, place);
}

static void test_bad_rows_are_errors(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        const bad_row *bad = &bad_rows[i];
        ip_dataset *dataset;
        finding_log log;
        ip_error error;
        char path[PATH_SIZE];
        assert_int_equal(read_bytes(&dataset, bad->text, strlen(bad->text), 0, &log, path, &error), IP_BAD_TABLE);
        check_place(error.message, path, bad->line);
        assert_contains(error.message, bad->part);
        assert_int_equal(log.count, 0);
        ip_dataset_free(dataset);
    }
}

static void test_bad_rows_are_findings_of_a_check(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad_rows / sizeof *bad_rows; i++) {
        const bad_row *bad = &bad_rows[i];
        ip_dataset *dataset;
        finding_log log;
        ip_error error;
        char path[PATH_SIZE];
        assert_ok(read_bytes(&dataset, bad->text, strlen(bad->text), IP_READ_CHECK, &log, path, &error), &error);
        ip_composition potassium = read_formula("K");
        assert_non_null(ip_dataset_find(dataset, &potassium)); /* the row behind the faulty one was read */
        assert_int_equal(log.count, 1);
        assert_int_equal(log.kind, IP_FINDING_FAULT);
        assert_string_equal(log.kind_word, bad->kind_word);
        assert_string_equal(log.file, path);
        assert_int_equal(log.line, bad->line);
        assert_contains(log.message, bad->part);
        ip_dataset_free(dataset);
    }
}

static void test_bad_tables(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bad_tables / sizeof *bad_tables; i++)
        for (unsigned flags = 0; flags <= IP_READ_CHECK; flags += IP_READ_CHECK) {
            const bad_row *bad = &bad_tables[i];
            ip_dataset *dataset;
            finding_log log;
            ip_error error;
            char path[PATH_SIZE];
            assert_int_equal(read_bytes(&dataset, bad->text, strlen(bad->text), flags, &log, path, &error), IP_BAD_TABLE);
            assert_int_equal(error.status, IP_BAD_TABLE);
            assert_contains(error.message, bad->part);
            check_place(error.message, path, bad->line);
            ip_dataset_free(dataset);
        }
}

/* Where the file is not even CSV the place has the same form, which editors can follow. */
static void test_malformed_csv(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t size;
        long line;
        const char *part;
    } tables[] = {{"formula,e_form\nNa,0\nNa\"Cl,-1\n", 29, 3, "misplaced quotation mark"},
                  {"formula,e_form\nNa,0\n\"NaCl,-1\n", 29, 3, "never closed"},
                  {"formula,e_form\nNa,\0\n", 20, 2, "NUL byte"}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        ip_dataset *dataset;
        finding_log log;
        ip_error error;
        char path[PATH_SIZE];
        assert_int_equal(read_bytes(&dataset, tables[i].bytes, tables[i].size, 0, &log, path, &error), IP_BAD_TABLE);
        assert_contains(error.message, tables[i].part);
        check_place(error.message, path, tables[i].line);
        ip_dataset_free(dataset);
    }
}

static void test_missing_file(void **state) {
    (void)state;
    ip_dataset *dataset;
    ip_error error;
    assert_int_equal(ip_dataset_new(&dataset, NULL), IP_OK);
    assert_int_equal(ip_dataset_read(dataset, "/nonexistent/table.csv", 0, NULL, NULL, &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "/nonexistent/table.csv");
    assert_int_equal(ip_dataset_read(dataset, "/tmp", 0, NULL, NULL, &error), IP_INPUT_OUTPUT);
    assert_contains(error.message, "/tmp");
    assert_int_equal(ip_dataset_read(dataset, "/tmp", 0, NULL, NULL, NULL), IP_INPUT_OUTPUT);
    ip_dataset_free(dataset);
    ip_dataset_free(NULL);
}

/* A table larger than one piece of reading: the lines are still counted right at its end. */
static void test_long_table(void **state) {
    (void)state;
    static char text[800000];
    size_t used = (size_t)snprintf(text, sizeof text, "formula,e_form,note\n");
    long rows = 0;
    for (; used < sizeof text - 64; rows++)
        used += (size_t)snprintf(text + used, 48, "NaCl,-1,\"a, \"\"b\"\"\"\n");
    memcpy(text + used, "Na,x", 5);
    ip_dataset *dataset;
    finding_log log;
    ip_error error;
    char path[PATH_SIZE];
    assert_int_equal(read_bytes(&dataset, text, strlen(text), 0, &log, path, &error), IP_BAD_TABLE);
    check_place(error.message, path, rows + 2);
    assert_int_equal(log.count, rows - 1); /* all of one composition */
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bad_rows_are_errors),
        cmocka_unit_test(test_bad_rows_are_findings_of_a_check),
        cmocka_unit_test(test_bad_tables),
        cmocka_unit_test(test_malformed_csv),
        cmocka_unit_test(test_missing_file),
        cmocka_unit_test(test_long_table),
    };
    return run_unit_tests(tests);
}
