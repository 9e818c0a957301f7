/* Imports: what rows become of what entries, and how what is wrong is told. Energies are reckoned by hand in round numbers. */
#include "support.h"

#include "import/import_store.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- what an import makes of texts */

static ip_corrections *constants;

static int read_constants(void **state) {
    (void)state;
    ip_error error;
    return ip_corrections_new(&constants, &error) || ip_corrections_read_shipped(constants, "corrections", &error);
}

static int free_constants(void **state) {
    (void)state;
    ip_corrections_free(constants);
    return 0;
}

typedef struct outcome {
    ip_status status;
    ip_error error;  /* without the path, which differs */
    char rows[4000]; /* "NaCl -1.85 mp-1;" a row: formula, energy, id */
    ip_import_counts counts;
    ip_import *import; /* to be freed */
} outcome;

static void describe(outcome *out) {
    size_t used = 0;
    for (long i = 0; i < ip_import_count(out->import) && used < sizeof out->rows - 100; i++) {
        ip_import_row row = ip_import_at(out->import, i);
        used += (size_t)snprintf(out->rows + used, sizeof out->rows - used, "%s %.4g%s%s;", row.formula,
                                 row.formation_energy_per_atom, *row.id ? " " : "", row.id);
    }
    out->counts = ip_import_tally(out->import);
}

/* "/tmp/x:3: entry 1: what" becomes "3: entry 1: what". */
static void drop_path(ip_error *error, const char *path) {
    size_t length = strlen(path);
    if (strncmp(error->message, path, length) == 0)
        memmove(error->message, error->message + length + 1, strlen(error->message + length + 1) + 1);
}

static outcome import_paths(const char *const *paths, int count, const ip_import_options *options) {
    outcome out = {.rows = ""};
    assert_int_equal(ip_import_new(&out.import, options, &out.error), IP_OK);
    for (int i = 0; i < count && !out.status; i++)
        out.status = ip_import_read(out.import, paths[i], &out.error);
    if (!out.status)
        out.status = ip_import_finish(out.import, constants, &out.error);
    if (!out.status)
        describe(&out);
    return out;
}

static outcome import_bytes(const char *text, size_t size, const ip_import_options *options) {
    static const ip_import_options usual = IP_IMPORT_OPTIONS_INIT;
    char path[PATH_SIZE];
    const char *paths[] = {path};
    write_temporary(path, text, size);
    outcome out = import_paths(paths, 1, options ? options : &usual);
    unlink(path);
    if (out.status)
        drop_path(&out.error, path);
    return out;
}

static const ip_import_options as_given = {.energies = IP_IMPORT_AS_GIVEN};

static void expect_rows(const char *text, const ip_import_options *options, const char *rows) {
    outcome out = import_bytes(text, strlen(text), options);
    if (out.status)
        fail_msg("%s\n%s", text, out.error.message);
    assert_string_equal(out.rows, rows);
    ip_import_free(out.import);
}

static void expect_fault(const char *text, const ip_import_options *options, const char *part) {
    outcome out = import_bytes(text, strlen(text), options);
    if (!out.status)
        fail_msg("%s\nwas read: %s", text, out.rows);
    assert_int_equal(out.status, IP_BAD_TABLE);
    assert_contains(out.error.message, part);
    ip_import_free(out.import);
}

/* ---- entries of pymatgen */

#define ENTRY(composition, energy, id, more)                                                                                     \
    "{\"@class\":\"ComputedEntry\",\"composition\":{" composition "},\"energy\":" energy ",\"entry_id\":\"" id "\"" more "}"
#define GGA ",\"correction\":0,\"parameters\":{\"run_type\":\"GGA\"}"
#define GGA_U ",\"correction\":0,\"parameters\":{\"run_type\":\"GGA+U\"}"
#define R2SCAN ",\"correction\":0,\"parameters\":{\"run_type\":\"R2SCAN\"}"
#define NA ENTRY("\"Na\":2", "-2.6", "a", GGA)
#define CL ENTRY("\"Cl\":4", "-7.2", "b", GGA)
/* -6.8 / 2 + (1.3 + 1.8) / 2 = -1.85 */
#define NACL ENTRY("\"Na\":1,\"Cl\":1", "-6.8", "c", GGA)
static const char nacl_rows[] = "Na 0 a;Cl 0 b;NaCl -1.85 c;";

static void entries_stand_where_documents_have_them(void **state) {
    (void)state;
    expect_rows("[" NA "," CL "," NACL "]", &as_given, nacl_rows);
    expect_rows("\xEF\xBB\xBF \n [\n" NA "\n,\n" CL "\n,\n" NACL "\n]\n", &as_given, nacl_rows);
    expect_rows(NA "\n" CL "\n" NACL "\n", &as_given, nacl_rows);
    expect_rows("{\"data\":[" NA "," CL "," NACL "]}", &as_given, nacl_rows);
    expect_rows("{\"meta\":{\"a\":[1,2]},\"n\":3,\"results\":[" NA "," CL "," NACL "],\"more\":[{\"x\":NaN}]}", &as_given,
                nacl_rows);
    expect_rows("{\"@class\":\"PhaseDiagram\",\"all_entries\":[" NA "," CL "," NACL "],\"computed_data\":{\"all_entries\":[" NA
                "]}}",
                &as_given, nacl_rows);
    expect_rows("{\"x\":" NA ",\"y\":" CL ",\"z\":" NACL "}", &as_given, nacl_rows);
    expect_rows("{\"data\":" NA "}", &as_given, "Na 0 a;");
    expect_rows("{\"data\":" NA ",\"entries\":[]}", &as_given, "Na 0 a;");
    expect_rows(NA, &as_given, "Na 0 a;");
}

static void json_within_texts_counts_as_written_out(void **state) {
    (void)state;
    static const char sodium[] =
        "\"{\\\"@class\\\":\\\"ComputedEntry\\\",\\\"composition\\\":{\\\"Na\\\":2},\\\"energy\\\":-2.6,\\\"x\\\":NaN}\"";
    char text[600];
    snprintf(text, sizeof text, "[%s]", sodium);
    expect_rows(text, &as_given, "Na 0;");
    expect_rows(sodium, &as_given, "Na 0;");
    snprintf(text, sizeof text, "{\"mp-1\":%s,\"mp-2\":%s}", sodium, sodium);
    expect_rows(text, &as_given, "Na 0 mp-1;");
    snprintf(text, sizeof text, "{\"data\":%s}", sodium);
    expect_rows(text, &as_given, "Na 0;");
    expect_rows("\"[{\\\"@class\\\":\\\"PDEntry\\\",\\\"composition\\\":{\\\"Na\\\":2},\\\"energy\\\":-2.6}]\"", &as_given,
                "Na 0;");
    expect_fault("\"{\\\"@class\\\":1\"", &as_given, "1: entry 1: the text ends within a value");
}

static void corrections_are_read_from_the_entry(void **state) {
    (void)state;
#define ADJUSTED(list) ENTRY("\"Na\":1,\"Cl\":1", "-6.8", "c", ",\"energy_adjustments\":[" list "]")
    /* -0.5 - 0.2 * 1 + 0.001 * 100 * 1 - 0.1 = -0.7 for two atoms: -1.85 - 0.35 */
    const char *text = "[" NA "," CL "," ADJUSTED(
        "{\"@class\":\"ConstantEnergyAdjustment\",\"value\":-0.5,\"uncertainty\":0.03},"
        "{\"adj_per_atom\":-0.2,\"n_atoms\":1,\"uncertainty_per_atom\":0.04},"
        "{\"adj_per_deg\":0.001,\"temp\":100,\"n_atoms\":1,\"uncertainty_per_deg\":NaN,\"uncertainty\":0},"
        "{\"value\":-0.1,\"uncertainty\":0}") "]";
    ip_import_options options = {.energies = IP_IMPORT_AS_GIVEN, .functional = ""};
    outcome out = import_bytes(text, strlen(text), &options);
    assert_int_equal(out.status, IP_BAD_TABLE); /* the elements are of another run type than nothing */
    ip_import_free(out.import);
    const char *same = "[" ENTRY("\"Na\":2", "-2.6", "a", "") "," ENTRY("\"Cl\":4", "-7.2", "b", "") "," ADJUSTED(
        "{\"value\":-0.5,\"uncertainty\":0.03},{\"adj_per_atom\":-0.2,\"n_atoms\":1,\"uncertainty_per_atom\":0.04},"
        "{\"adj_per_deg\":0.001,\"temp\":100,\"n_atoms\":1,\"uncertainty\":0},{\"value\":-0.1,\"uncertainty\":0}") "]";
    out = import_bytes(same, strlen(same), &as_given);
    assert_ok(out.status, &out.error);
    ip_import_row row = ip_import_at(out.import, 2);
    assert_near(row.formation_energy_per_atom, -2.2, 1e-12);
    assert_near(row.correction, -0.35, 1e-12);
    assert_near(row.uncertainty, 0.025, 1e-12); /* sqrt(0.03^2 + 0.04^2) / 2 */
    ip_import_free(out.import);
    expect_fault(ADJUSTED("{\"n_atoms\":2}"), &as_given, "1: entry 1: field energy_adjustments: an adjustment without its value");
    expect_fault(ENTRY("\"Na\":1", "1", "c", ",\"energy_adjustments\":3"), &as_given,
                 "field energy_adjustments: an array is expected");
    expect_fault(ADJUSTED("3"), &as_given, "field energy_adjustments");
}

static void hubbard_corrections_follow_the_run(void **state) {
    (void)state;
    /* Mn at -9 and O at -5: MnO in a cell of 4 at -30: -7.5 + 7 = -0.5 */
#define MN ENTRY("\"Mn\":1", "-9", "m", GGA)
#define O ENTRY("\"O\":2", "-10", "o", GGA)
    const char *with = "[" MN "," O "," ENTRY("\"Mn\":2,\"O\":2", "-30", "x", GGA_U) "]",
               *without = "[" MN "," O "," ENTRY("\"Mn\":2,\"O\":2", "-30", "x", GGA) "]";
    outcome a = import_bytes(with, strlen(with), NULL), b = import_bytes(without, strlen(without), NULL);
    assert_ok(a.status, &a.error);
    assert_ok(b.status, &b.error);
    /* MP2020: Mn -1.668 eV, one of two atoms. */
    assert_near(ip_import_at(a.import, 2).formation_energy_per_atom - ip_import_at(b.import, 2).formation_energy_per_atom, -0.834,
                1e-9);
    ip_composition mno = read_formula("MnO");
    ip_correction pairs;
    assert_int_equal(ip_correction_find(&pairs, constants, &mno, NULL), IP_OK);
    assert_near(ip_import_at(b.import, 2).formation_energy_per_atom, -0.5 + pairs.energy, 1e-9);
    assert_near(ip_import_at(b.import, 2).uncertainty, pairs.uncertainty, 1e-12);
    ip_import_free(a.import);
    ip_import_free(b.import);
#define MNO(more) "[" MN "," O "," ENTRY("\"Mn\":2,\"O\":2", "-30", "x", ",\"parameters\":{" more "}") "]"
    expect_fault(MNO(""), NULL,
                 "1: entry 3: nothing tells whether MnO was calculated with a Hubbard U, whose correction is -0.83 eV/atom");
    for (int i = 0; i < 3; i++) {
        static const char *const texts[] = {MNO("\"hubbards\":{\"Mn\":3.9,\"O\":0}"), MNO("\"is_hubbard\":true"),
                                            MNO("\"is_hubbard\":\"True\"")};
        outcome same = import_bytes(texts[i], strlen(texts[i]), NULL);
        assert_ok(same.status, &same.error);
        assert_near(ip_import_at(same.import, 2).correction, -0.834 + pairs.energy, 1e-9);
        ip_import_free(same.import);
    }
    /* No U is ever used in a sulfide. */
    expect_rows("[" ENTRY("\"Mn\":1", "-9", "m", "") "," ENTRY("\"S\":1", "-4", "s", "") "," ENTRY("\"Mn\":1", "-8", "x", "") "]",
                NULL, "Mn 0 m;S 0 s;");
    const char *sulfide = "[" ENTRY("\"Mn\":1", "-9", "m", "") "," ENTRY("\"S\":1", "-4", "s", "") "," ENTRY("\"Mn\":2,\"S\":2",
                                                                                                             "-30", "x", "") "]";
    outcome plain = import_bytes(sulfide, strlen(sulfide), NULL);
    assert_ok(plain.status, &plain.error);
    ip_composition mns = read_formula("MnS");
    assert_int_equal(ip_correction_find(&pairs, constants, &mns, NULL), IP_OK);
    assert_near(ip_import_at(plain.import, 2).formation_energy_per_atom, -1.0 + pairs.energy, 1e-9); /* -7.5 + 6.5 */
    ip_import_free(plain.import);
    expect_fault("[" MN "," O "," ENTRY("\"Mn\":2,\"O\":2", "-30", "x", GGA_U) "]", &as_given,
                 "1: entry 3: MnO was calculated with a Hubbard U, and its energy holds no correction");
}

static void functionals_are_never_mixed(void **state) {
    (void)state;
    const char *both = "[" NA "," CL "," NACL "," ENTRY("\"Na\":1", "-2", "d", R2SCAN) "," ENTRY(
        "\"Cl\":1", "-3", "e", R2SCAN) "," ENTRY("\"Na\":1,\"Cl\":1", "-9", "f", R2SCAN) "]";
    expect_fault(both, NULL,
                 "energies of several functionals, which may not be compared: 3 of GGA_GGA+U, 3 of R2SCAN; one has to be chosen "
                 "(--thermo-type)");
    expect_fault(both, &as_given, "energies of several functionals");
    expect_rows(both, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "gga_gga+u"}, nacl_rows);
    /* -4.5 + 2.5 */
    expect_rows(both, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "R2SCAN"}, "Na 0 d;Cl 0 e;NaCl -2 f;");
    expect_fault(both, &(ip_import_options){.functional = "R2SCAN"},
                 "the energies are of R2SCAN, and what anchors energies is fitted to PBE");
    expect_fault(both, &(ip_import_options){.functional = "SCAN"},
                 "none of 6 entries has an energy of the functional that was asked for");
    expect_fault(both, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "SCAN"},
                 "no entry is of SCAN; there are 3 of GGA_GGA+U, 3 of R2SCAN");
    /* In a list where entries were corrected so that they can be mixed, all of them are, and the elements of the list count. */
#define MIXED(value)                                                                                                             \
    ",\"energy_adjustments\":[{\"value\":" value                                                                                 \
    ",\"name\":\"MP GGA(+U)/R2SCAN mixing adjustment\"}],\"parameters\":{\"run_type\":\"GGA\"}"
    const char *mixed = "[" ENTRY("\"Na\":2", "-2.6", "a", MIXED("-1.4")) "," ENTRY("\"Cl\":1", "-3", "e", R2SCAN) "," ENTRY(
        "\"Na\":1,\"Cl\":1", "-9", "f", R2SCAN) "]";
    expect_rows(mixed, &as_given, "Na 0 a;Cl 0 e;NaCl -2 f;"); /* Na (-2.6 - 1.4) / 2 = -2 */
    outcome out = import_bytes(mixed, strlen(mixed), &as_given);
    assert_string_equal(ip_import_functional(out.import), "GGA_GGA+U_R2SCAN");
    assert_true(isnan(ip_import_at(out.import, 2).correction));
    ip_import_free(out.import);
    char many[8000] = "[";
    for (int i = 0; i < 65; i++)
        snprintf(many + strlen(many), sizeof many - strlen(many),
                 "%s{\"@class\":\"ComputedEntry\",\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"run_type\":\"x%d\"}}",
                 i ? "," : "", i);
    strcat(many, "]");
    expect_fault(many, NULL, "1: entry 65: more than 64 functionals or run types");
}

static void the_lowest_of_a_composition_counts(void **state) {
    (void)state;
    const char *text = "[" NA "," CL "," NACL "," ENTRY("\"Na\":4,\"Cl\":4", "-27.6", "low", GGA) "," ENTRY(
        "\"Cl\":2,\"Na\":2", "-13.8", "same", GGA) "," ENTRY("\"Na\":1", "-1.2", "bcc", GGA) "]";
    outcome out = import_bytes(text, strlen(text), &as_given);
    assert_ok(out.status, &out.error);
    assert_string_equal(out.rows, "Na 0 a;Cl 0 b;NaCl -1.9 low;"); /* -27.6 / 8 + 1.55; the earlier of two equal ones */
    assert_int_equal(out.counts.entries, 6);
    assert_int_equal(out.counts.polymorphs, 3);
    ip_import_free(out.import);
    ip_import_options all = {.energies = IP_IMPORT_AS_GIVEN, .keep_polymorphs = true};
    expect_rows(text, &all, "Na 0 a;Cl 0 b;NaCl -1.85 c;NaCl -1.9 low;ClNa -1.9 same;Na 0.1 bcc;");
}

static void formulas_are_made_of_compositions(void **state) {
    (void)state;
#define MADE(composition)                                                                                                        \
    "[{\"@class\":\"PDEntry\",\"composition\":{" composition "},\"energy\":0},"                                                  \
    "{\"@class\":\"PDEntry\",\"composition\":{\"Na\":1},\"energy\":1},{\"@class\":\"PDEntry\",\"composition\":{\"S\":1},"        \
    "\"energy\":1}]"
    expect_rows(MADE("\"S\":12,\"Na\":6"), &as_given, "S2Na -1;Na 0;S 0;");
    expect_rows(MADE("\"Na\":2.5,\"S\":1.0"), &as_given, "Na2.5S -1;Na 0;S 0;");
    expect_rows(MADE("\"Na\":0.333333333333,\"S\":2"), &as_given, "Na0.333333333333S2 -1;Na 0;S 0;");
    expect_rows(MADE("\"Na\":200000,\"S\":400000"), &as_given, "Na200000S400000 -1;Na 0;S 0;");
}

/* ---- references */

static void elements_come_from_where_they_fit(void **state) {
    (void)state;
    expect_fault("[" NA "," NACL "]", &as_given,
                 "1: entry 2: no energy of the element Cl, which a total energy that holds it is counted from, is in the files");
    /* Of the Materials Project: Na -1.322525, Cl -1.848537; -6.8 / 2 + 1.585531 = -1.814469 */
#define PROJECT ENTRY("\"Na\":1,\"Cl\":1", "-6.8", "mp-1-GGA", GGA)
    expect_rows(PROJECT, &as_given, "NaCl -1.814 mp-1-GGA;Na 0 mp-1186081;Cl 0 mp-1008394;");
    expect_rows("[" NACL "]", &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .references = "mp"},
                "NaCl -1.814 c;Na 0 mp-1186081;Cl 0 mp-1008394;");
    /* Its own Na is none of its lowest; a lower one is. */
    expect_rows("[" PROJECT "," ENTRY("\"Na\":1", "-1.3", "mp-2", GGA) "]", &as_given,
                "NaCl -1.814 mp-1-GGA;Na 0 mp-1186081;Cl 0 mp-1008394;");
    expect_rows("[" PROJECT "," ENTRY("\"Na\":1", "-1.342525", "mp-2", GGA) "]", &as_given,
                "NaCl -1.804 mp-1-GGA;Na 0 mp-2;Cl 0 mp-1008394;");
    /* Formation energies that pass for totals. */
    expect_fault("[" PROJECT "," ENTRY("\"Na\":1", "0", "mp-2", GGA) "]", &as_given,
                 "1: entry 2: the lowest Na lies 1.32 eV/atom above that of the Materials Project, -1.322525: are these total "
                 "energies of PBE?");
    expect_fault("[" ENTRY("\"Na\":1,\"Cl\":1", "-9", "f", R2SCAN) "]",
                 &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .references = "mp"},
                 "the energies are of R2SCAN, and the references");
    expect_fault("[" PROJECT "," NACL "]", &as_given, "no energy of the element Na");
    char path[PATH_SIZE], text[] = "[" NA "," CL "," NACL "]";
    write_temporary(path, text, strlen(text));
    ip_import_options named = {.energies = IP_IMPORT_AS_GIVEN, .references = path};
    expect_rows("[" NACL "]", &named, "NaCl -1.85 c;Na 0 a;Cl 0 b;");
    expect_rows("[" ENTRY("\"Na\":1", "-1.31", "mine", GGA) "," NACL "]", &named, "Na 0 mine;NaCl -1.85 c;Cl 0 b;");
    expect_fault("[" ENTRY("\"Na\":1", "-9", "mine", GGA) "]", &named, "the element Na lies 7.700 eV/atom below its reference");
    expect_fault("[" ENTRY("\"K\":1,\"Cl\":1", "-9", "mine", GGA) "]", &named,
                 "no energy of the element K, which a total energy that holds it is "
                 "counted from, is among the references");
    expect_fault("[" ENTRY("\"Na\":1,\"Cl\":1", "-9", "f", R2SCAN) "]", &named, "no energy of the element Na");
    unlink(path);
    outcome out = import_bytes("[" NACL "]", strlen("[" NACL "]"), &named);
    assert_int_equal(out.status, IP_INPUT_OUTPUT);
    ip_import_free(out.import);
    const char *table = "element,energy_per_atom,id\nNa,-1.3,x\nCl,-1.8,\n";
    write_temporary(path, table, strlen(table));
    expect_rows("[" NACL "]", &named, "NaCl -1.85 c;Na 0 x;Cl 0;");
    unlink(path);
    expect_rows(table, NULL, "Na 0 x;Cl 0;");
    expect_fault("element,energy_per_atom\nQq,1\n", NULL, "2: field element: 'Qq' is no element");
    expect_fault("element,energy_per_atom\n,1\n", NULL, "2: field element: '' is no element");
}

static void files_are_read_one_after_the_other(void **state) {
    (void)state;
    char first[PATH_SIZE], second[PATH_SIZE];
    write_temporary(first, "[" NACL "]", strlen("[" NACL "]"));
    write_temporary(second, NA "\n" CL, strlen(NA "\n" CL));
    outcome out = import_paths((const char *const[]){first, second}, 2, &as_given);
    assert_ok(out.status, &out.error);
    assert_string_equal(out.rows, "NaCl -1.85 c;Na 0 a;Cl 0 b;");
    assert_int_equal(ip_import_reference_count(out.import), 2);
    ip_import_reference chlorine = ip_import_reference_at(out.import, 1);
    assert_int_equal(chlorine.element, 17);
    assert_near(chlorine.energy, -1.8, 1e-12);
    assert_string_equal(chlorine.id, "b");
    assert_int_equal(chlorine.origin, IP_IMPORT_OWN);
    ip_import_free(out.import);
    unlink(first);
    unlink(second);
}

/* ---- other formats */

static void tables_of_pymatgen_have_a_column_an_element(void **state) {
    (void)state;
    expect_rows("Name,Na,Cl,Final energy\nNaCl,1,1,-6.8\nNa,2,0,-2.6\nmine-3,0,4,-7.2\n", &as_given,
                "NaCl -1.85;Na 0;Cl 0 mine-3;");
    expect_rows("Name;Na;Cl;Energy\nNaCl;1;1;-6,8\nNa;2;0;-2,6\nx;0;4;-7,2\n", &as_given, "NaCl -1.85;Na 0;Cl 0 x;");
    expect_fault("Name,Na,Cl,Energy\nNaCl,1,1,-6.8\n", NULL,
                 "2: the energy of NaCl is corrected in the database's own way, or may be");
    expect_fault("Name,Na,Cl,Energy\nNaCl,0,0,-6.8\n", &as_given, "2: no element has an amount above 0");
    expect_fault("Name,Na,Cl,Energy\nNaCl,1,-1,-6.8\n", &as_given, "2: field Cl: -1 is below zero");
    expect_fault("Name,Na,Cl,Energy\nNaCl,1,x,-6.8\n", &as_given, "2: field Cl: 'x'; a finite number is expected");
    expect_fault("Name,Na,Cl,Energy\nNaCl,1,1,-6.8,3\n", &as_given, "2: 5 fields where the header line has 4");
    expect_fault("Name,Na,Other,Energy\nNaCl,1,1,-6.8\n", &as_given, "1: the columns are those of no database that is known");
    expect_fault("Name,Energy\nNaCl,-6.8\n", &as_given, "1: the columns are those of no database that is known");
    expect_fault("Name,Na,Energy\nNaCl,1,\n", &as_given, "none of 1 entries has an energy");
    expect_rows("[{\"@class\":\"PDEntry\",\"composition\":\"Na2\",\"energy\":-2.6,\"name\":\"mp-1\"}]", &as_given, "Na 0 mp-1;");
    expect_fault("[{\"@class\":\"PDEntry\",\"energy\":-2.6}]", &as_given, "1: entry 1: field composition: missing");
}

static void measured_enthalpies_need_no_correction(void **state) {
    (void)state;
    /* -96.485332 kJ/mol is -1 eV a formula unit, -0.5 an atom. */
#define FH(formula, phase, value)                                                                                                \
    "{\"@class\":\"ThermoData\",\"type\":\"fH\",\"formula\":" formula ",\"phaseinfo\":" phase ",\"value\":" value                \
    ",\"uncertainty\":9.6485332}"
    const char *text =
        "[" FH("\"NaCl\"", "\"solid\"",
               "-96.485332123") ",{\"@class\":\"ThermoData\",\"type\":\"S\",\"formula\":\"NaCl\",\"value\":1}," FH("\"NaCl\"",
                                                                                                                   "\"liquid\"",
                                                                                                                   "-200") "]";
    outcome out = import_bytes(text, strlen(text), NULL);
    assert_ok(out.status, &out.error);
    assert_string_equal(out.rows, "NaCl -0.5;Na 0;Cl 0;");
    assert_near(ip_import_at(out.import, 0).uncertainty, 0.05, 1e-9);
    assert_int_equal(out.counts.without_energy, 1);
    assert_int_equal(out.counts.elements_added, 2);
    ip_import_free(out.import);
    expect_rows("{\"@class\":\"ExpEntry\",\"thermodata\":[" FH("\"NaCl\"", "null", "-96.485332123") "]}", &as_given,
                "NaCl -0.5;Na 0;Cl 0;");
    expect_fault("{\"@class\":\"ExpEntry\",\"thermodata\":[" FH("\"NaCl\"", "null", "true") "]}", NULL,
                 "1: entry 1: field thermodata, element 1: field value: true or false; a finite number is expected");
    expect_fault("{\"@class\":\"ExpEntry\"}", NULL, "field thermodata: an array is expected");
    expect_fault("[" FH("null", "null", "-1") "]", NULL, "field formula: missing");
    expect_fault("[" FH("\"NaXx\"", "null", "-1") "]", NULL, "field formula: ");
    expect_rows("formula,exp energy,uncertainty\nNaCl,-4,0\n", NULL, "NaCl -2;Na 0;Cl 0;");
}

/* Documents by PBE: Na -1.322525, Cl -1.848537, Mn -9.162015, O -4.946689; NaCl at -3.4 gives -1.814469. */
#define DOCUMENT(formula, fields) "{\"material_id\":\"mp-7\",\"formula_pretty\":\"" formula "\"," fields "}"

static void documents_tell_what_was_calculated(void **state) {
    (void)state;
    expect_rows(DOCUMENT("NaCl", "\"formation_energy_per_atom\":-2.1,\"energy_above_hull\":0,\"band_gap\":5"), &as_given,
                "NaCl -2.1 mp-7;Na 0;Cl 0;");
    expect_fault(DOCUMENT("NaCl", "\"formation_energy_per_atom\":-2.1"), NULL,
                 "the field uncorrected_energy_per_atom is needed, or energies are taken as given (--energies as-given)");
    expect_fault(DOCUMENT("NaCl", "\"energy_above_hull\":0.1"), NULL,
                 "none of 1 entries has an energy: a distance from the hull is no formation energy");
    const char *plain =
        DOCUMENT("NaCl", "\"uncorrected_energy_per_atom\":-3.4,\"energy_per_atom\":-3.707,\"formation_energy_per_atom\":-2.12");
    outcome out = import_bytes(plain, strlen(plain), NULL);
    ip_composition nacl = read_formula("NaCl");
    ip_correction pairs;
    assert_ok(out.status, &out.error);
    assert_int_equal(ip_correction_find(&pairs, constants, &nacl, NULL), IP_OK);
    assert_near(ip_import_at(out.import, 0).formation_energy_per_atom, -1.814469 + pairs.energy, 1e-6);
    assert_string_equal(ip_import_functional(out.import), "GGA_GGA+U");
    ip_import_free(out.import);
    expect_fault(DOCUMENT("NaCl", "\"uncorrected_energy_per_atom\":-3.4"), NULL,
                 "nothing tells by which functional uncorrected_energy_per_atom was calculated");
    /* By r2SCAN: published -2.1, but by PBE references -5.2 + 1.585531 = -3.61 */
    expect_fault(DOCUMENT("NaCl", "\"uncorrected_energy_per_atom\":-5.2,\"formation_energy_per_atom\":-2.1"), NULL,
                 "the energies are of R2SCAN");
    expect_fault(DOCUMENT("NaCl", "\"uncorrected_energy_per_atom\":-2.2,\"formation_energy_per_atom\":-2.1"), NULL,
                 "do not belong together: by PBE references the formation energy would be -0.614 eV/atom, not -2.100");
    /* MnO: (-9.162015 - 4.946689) / 2 = -7.054352; U by the rule of the database, Mn -1.668 / 2. */
    const char *oxide = DOCUMENT("MnO", "\"uncorrected_energy_per_atom\":-7.9,\"formation_energy_per_atom\":-2.0");
    out = import_bytes(oxide, strlen(oxide), NULL);
    assert_ok(out.status, &out.error);
    ip_composition mno = read_formula("MnO");
    assert_int_equal(ip_correction_find(&pairs, constants, &mno, NULL), IP_OK);
    assert_near(ip_import_at(out.import, 0).formation_energy_per_atom, -7.9 + 7.054352 - 0.834 + pairs.energy, 1e-6);
    ip_import_free(out.import);
    /* A genuine document, mp-1111313: PBE+U brought beside r2SCAN. Na -1.322525, V -9.083906, Ag -2.832556, F -1.911479 give
     * -2.603039, and -4.681281 + 2.603039 = -2.078242; with MP2020's -1.700 for V, one of ten atoms, -2.248242. */
    const char *genuine =
        DOCUMENT("Na2VAgF6",
                 "\"uncorrected_energy_per_atom\":-4.681280642,\"energy_per_atom\":-8.666359119499997,"
                 "\"formation_energy_per_atom\":-2.533360947999998,\"energy_above_hull\":0.23844848950000103,\"band_gap\":0.0");
    out = import_bytes(genuine, strlen(genuine), NULL);
    assert_ok(out.status, &out.error);
    ip_composition elpasolite = read_formula("Na2VAgF6");
    assert_int_equal(ip_correction_find(&pairs, constants, &elpasolite, NULL), IP_OK);
    assert_near(ip_import_at(out.import, 0).formation_energy_per_atom, -2.248242 + pairs.energy, 1e-6);
    ip_import_free(out.import);
    /* Elements are corrected of nothing. */
    expect_rows(DOCUMENT("Na", "\"uncorrected_energy_per_atom\":-1.32,\"formation_energy_per_atom\":0.003"), NULL,
                "Na 0 mp-1186081;");
    expect_fault(DOCUMENT("Na", "\"uncorrected_energy_per_atom\":-1.5,\"formation_energy_per_atom\":0"), NULL,
                 "the energies are of R2SCAN");
    /* An element that has no reference. */
    expect_fault(DOCUMENT("Fr2O", "\"uncorrected_energy_per_atom\":-3,\"formation_energy_per_atom\":-1"), NULL,
                 "no energy of the element Fr");
}

static void thermo_documents_have_types(void **state) {
    (void)state;
#define THERMO(type, more) DOCUMENT("NaCl", "\"thermo_type\":\"" type "\"," more)
    const char *three = "[" THERMO("GGA_GGA+U", "\"formation_energy_per_atom\":-2.0") "," THERMO(
        "R2SCAN", "\"formation_energy_per_atom\":-2.1") "," THERMO("ThermoType.GGA_GGA_U_R2SCAN",
                                                                   "\"formation_energy_per_atom\":-2.2,\"energy_uncertainy_per_"
                                                                   "atom\":0.01") "]";
    expect_fault(three, &as_given, "1 of GGA_GGA+U, 1 of R2SCAN, 1 of GGA_GGA+U_R2SCAN; one has to be chosen");
    expect_rows(three, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "R2SCAN"}, "NaCl -2.1 mp-7;Na 0;Cl 0;");
    expect_rows(three, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "GGA_GGA+U_R2SCAN"},
                "NaCl -2.2 mp-7;Na 0;Cl 0;");
    /* Corrected energies of other types than the one that is asked for are none of its business. */
    expect_fault(three, &(ip_import_options){.functional = "GGA_GGA+U"}, "the field uncorrected_energy_per_atom is needed");
    expect_fault(three, &(ip_import_options){.functional = "PBEsol"},
                 "none of 3 entries has an energy of the functional that was asked for");
    expect_rows(
        DOCUMENT("NaCl",
                 "\"thermo_id\":\"mp-7_GGA_GGA+U\",\"formation_energy_per_atom\":-2.0,\"energy_uncertainty_per_atom\":\"0.02\""),
        &as_given, "NaCl -2 mp-7;Na 0;Cl 0;");
    outcome out = import_bytes(
        DOCUMENT("NaCl", "\"thermo_id\":\"mp-7_R2SCAN\",\"energy_type\":null,\"formation_energy_per_atom\":-2.0"),
        strlen(DOCUMENT("NaCl", "\"thermo_id\":\"mp-7_R2SCAN\",\"energy_type\":null,\"formation_energy_per_atom\":-2.0")),
        &as_given);
    assert_string_equal(ip_import_functional(out.import), "R2SCAN");
    ip_import_free(out.import);
    /* The run that was chosen for the mixed type tells what the uncorrected energy is of. */
    const char *runs = "[" THERMO("GGA_GGA+U_R2SCAN", "\"energy_type\":\"GGA\",\"uncorrected_energy_per_atom\":-3.4") "," THERMO(
        "GGA_GGA+U_R2SCAN", "\"energy_type\":\"R2SCAN\",\"uncorrected_energy_per_atom\":-5.2") "]";
    expect_fault(runs, NULL, "energies of several functionals");
    out = import_bytes(runs, strlen(runs), &(ip_import_options){.functional = "GGA_GGA+U"});
    assert_ok(out.status, &out.error);
    assert_int_equal(out.counts.other_functionals, 1);
    ip_import_free(out.import);
    expect_rows(
        "material_id,formula_pretty,thermo_type,formation_energy_per_atom,x\nmp-7,NaCl,ThermoType.R2SCAN,-2.1,\"['a', 'b']\"\n",
        &as_given, "NaCl -2.1 mp-7;Na 0;Cl 0;");
    expect_fault("{\"material_id\":\"mp-7\",\"formula_pretty\":null,\"composition\":null,\"energy_per_atom\":1}", &as_given,
                 "field formula_pretty: missing");
    expect_rows("{\"material_id\":\"mp-7\",\"composition_reduced\":{\"Na\":1.0,\"Cl\":1.0},\"formation_energy_per_atom\":-2}",
                &as_given, "NaCl -2 mp-7;Na 0;Cl 0;");
}

static void the_first_interface_gives_cells(void **state) {
    (void)state;
#define LEGACY(fields) "[{\"material_id\":\"mp-7\",\"pretty_formula\":\"NaCl\"," fields "}]"
    ip_composition nacl = read_formula("NaCl");
    ip_correction pairs;
    char rows[100];
    assert_int_equal(ip_correction_find(&pairs, constants, &nacl, NULL), IP_OK);
    snprintf(rows, sizeof rows, "NaCl %.4g mp-7;Na 0 mp-1186081;Cl 0 mp-1008394;", -1.814469 + pairs.energy);
    expect_rows(LEGACY("\"unit_cell_formula\":{\"Na\":2,\"Cl\":2},\"energy\":-13.6,\"e_above_hull\":0"), NULL, rows);
    expect_rows(LEGACY("\"full_formula\":\"Na2Cl2\",\"final_energy\":-13.6,\"energy\":1"), NULL, rows);
    expect_rows(LEGACY("\"nsites\":4,\"energy\":-13.6"), NULL, rows);
    expect_rows(LEGACY("\"energy_per_atom\":-3.4"), NULL, rows);
    expect_rows(
        "pretty_formula,task_id,unit_cell_formula,full_formula,energy\nNaCl,mp-7,\"{'Na': 2.0, 'Cl': 2.0}\",Na2Cl2,-13.6\n", NULL,
        rows);
    expect_rows(LEGACY("\"formation_energy_per_atom\":-2,\"e_above_hull\":0.1"), &as_given, "NaCl -2 mp-7;Na 0;Cl 0;");
    expect_fault(LEGACY("\"formation_energy_per_atom\":-2"), NULL, "the field energy is needed");
    expect_fault(LEGACY("\"e_above_hull\":0.2"), &as_given, "a distance from the hull is no formation energy");
    expect_fault("[{\"pretty_formula\":\"NaCl2\",\"full_formula\":\"Na2Cl2\",\"energy\":-2}]", &as_given,
                 "1: entry 1: the formula NaCl2 is not that of the composition beside it");
    expect_rows("[{\"pretty_formula\":\"Na0.33S\",\"full_formula\":\"NaS3\",\"formation_energy_per_atom\":-2}]", &as_given,
                "NaS3 -2;Na 0;S 0;");
    expect_rows("[{\"pretty_formula\":\"salt\",\"full_formula\":\"Na2Cl2\",\"formation_energy_per_atom\":-2}]", &as_given,
                "NaCl -2;Na 0;Cl 0;");
    expect_fault("[{\"pretty_formula\":null,\"energy\":-2}]", &as_given, "field pretty_formula: missing");
}

/* ---- what is damaged, or made to do damage */

/* {"@class": "ComputedEntry", ...} with each field of a wrong type. */
static void wrong_types_name_their_field(void **state) {
    (void)state;
    static const char *const wrong[][2] = {
        {"\"composition\":3", "field composition: a number; a composition is expected"},
        {"\"composition\":[]", "field composition: an array"},
        {"\"composition\":{}", "field composition: no composition"},
        {"\"composition\":{\"Na\":\"x\"}", "field composition: the amount of Na is no number from 0"},
        {"\"composition\":{\"Na\":-1}", "field composition: the amount of Na is no number from 0"},
        {"\"composition\":{\"Na\":0}", "field composition: no composition"},
        {"\"composition\":{\"Na\":1e308,\"Cl\":1e308}", "field composition: no composition"},
        {"\"composition\":{\"Na\":1,\"Cl\":1e-20},\"energy\":1", "an amount of Cl, 1e-20, that no cell and no formula has"},
        {"\"composition\":{\"Na\":1e10},\"energy\":1", "an amount of Na, 1e+10, that no cell and no formula has"},
        {"\"composition\":{\"Qq\":1}", "field composition: 'Qq' is no element"},
        {"\"composition\":{\"Na x\":1}", "field composition: 'Na x' is no element"},
        {"\"composition\":\"NaCl(\"", "field composition: "},
        {"\"composition\":\"\"", "field composition: missing"},
        {"\"composition\":null", "field composition: missing"},
        {"\"composition\":{\"Na\":1},\"energy\":\"abc\"", "field energy: 'abc'; a finite number is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":{}", "field energy: an object"},
        {"\"composition\":{\"Na\":1},\"energy\":[1]", "field energy: an array"},
        {"\"composition\":{\"Na\":1},\"energy\":1e308,\"correction\":1e308", "the energy of Na is beyond all numbers"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"correction\":false", "field correction: true or false"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"entry_id\":[]", "field entry_id: an array; a text is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"entry_id\":1.5",
         "field entry_id: a number; a text or a whole number is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":[]", "field parameters: an array; an object is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"data\":3", "field data: a number; an object is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"hubbards\":{\"Fe\":true}}",
         "field hubbards: the U of Fe is no number"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"run_type\":\"GGA\",\"hubbards\":{\"Fe\":5.3}}",
         "field hubbards: values of U above 0, where the run type GGA has none"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"run_type\":3}",
         "field run_type: a number; a text is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"is_hubbard\":3}",
         "field is_hubbard: a number; true or false is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"parameters\":{\"is_hubbard\":\"x\"}",
         "field is_hubbard: 'x'; true or false is expected"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"data\":{\"band_gap\":\"wide\"}", "field band_gap: 'wide'"},
        {"\"composition\":{\"Na\":1},\"energy\":1,\"data\":{\"material_id\":{}}", "field material_id: an object"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        char text[400], part[200];
        snprintf(text, sizeof text, "[\n{\"@class\":\"x.ComputedEntry\",%s}]", wrong[i][0]);
        snprintf(part, sizeof part, "2: entry 1: %s", wrong[i][1]);
        expect_fault(text, &as_given, part);
    }
    expect_rows("[{\"@class\":\"ComputedEntry\",\"composition\":{\"Na+\":1,\"Na\":1.0},\"energy\":\"-2.6\",\"entry_id\":12,"
                "\"parameters\":{},\"data\":null}]",
                &as_given, "Na 0 12;");
    /* Numbers whose sum is none. */
    expect_fault("[{\"@class\":\"PDEntry\",\"composition\":{\"Na\":1},\"energy\":-1.3e308},\n{\"@class\":\"PDEntry\","
                 "\"composition\":{\"Na\":2,\"S\":1},\"energy\":-9},\n{\"@class\":\"PDEntry\",\"composition\":{\"S\":1},"
                 "\"energy\":-4}]",
                 &as_given, "2: the energy of Na2S beside those of its elements is beyond all numbers");
    /* Deuterium is hydrogen. */
    expect_rows("[{\"@class\":\"PDEntry\",\"composition\":{\"D\":2},\"energy\":-6},{\"@class\":\"PDEntry\",\"composition\":"
                "\"D2O\",\"energy\":-15},"
                "{\"@class\":\"PDEntry\",\"composition\":\"O2\",\"energy\":-9}]",
                &as_given, "H 0;H2O -1.5;O 0;"); /* (-15 + 6 + 4.5) / 3 */
    expect_fault("[{\"@class\":\"PDEntry\",\"composition\":\"D2O.9H2O\",\"energy\":-6}]", &as_given, "field composition: ");
    expect_rows("[{\"composition\":{\"Na\":1},\"energy\":-1,\"parameters\":{},\"correction\":0}]", &as_given, "Na 0;");
}

static void damaged_json_names_its_place(void **state) {
    (void)state;
    static const char *const texts[][2] = {
        {"", "is empty"},
        {" \n", "is empty"},
        {"[", "1: entry 1: the text ends within a value"},
        {"[\n{\"a\":[1,", "2: entry 1: the text ends within a value"},
        {"[" NA, "1: entry 2: the text ends within a value"},
        {"[" NA " " NA "]", "1: entry 2: '{' where a comma or ']' is expected"},
        {"[" NA ",]", "1: entry 2: ']' closes what was not opened by its like"},
        {"[" NA "}", "1: entry 2: '}' where a comma or ']' is expected"},
        {"[{\"a\":[}]", "'}' closes what was not opened by its like"},
        {"[" NA "] x", "1: entry 2: "},
        {"[,]", "',' where a value is expected"},
        {"BZh91AY", "the file is compressed by bzip2"},
        {"PK\x03\x04", "the file is a zip archive"},
        {"\x80\x04\x95", "the file is a pickle of Python"},
        {"\xFF\xFE[", "the file is UTF-16"},
        {"[\x01]", "the byte 0x01 where a value is expected"},
        {"[" NA "\x80", "the byte 0x80 where a comma or ']' is expected"},
        {"[{\"a\":tru}]", "1: entry 1: "},
        {"[{\"a\":nan}]", "1: entry 1: "},
        {"[{\"a\":1e999}]", "1: entry 1: "},
        {"[{\"a\":\"\xC3\"}]", "1: entry 1: "},
        {"[{\"a\":\"\xED\xA0\x80\"}]", "1: entry 1: "},
        {"[{\"a\":\"\\ud800\"}]", "1: entry 1: "},
        {"[{\"a\":\"\\u0000\"}]", "1: entry 1: "},
        {"[\n{\"a\":1,\n\"b\":2,\n\"a\":3}]", "4: entry 1: two members of one object are called 'a'"},
        {"{\"a\":" NA ",\"a\":" NA "}", "two members of one object are called 'a'"},
        {"{\"data\":[],\"data\":[]}", "two members of one object are called 'data'"},
        {"{\"a\":1 \"b\":2}", "'\"' where a comma or '}' is expected"},
        {"{\"a\" 1}", "'1' where ':' is expected"},
        {"{1:2}", "'1' where a name between quotation marks is expected"},
        {"{\"a\":", "the text ends within a value"},
        {"{", "the text ends within a value"},
        {"{}", "an object without members"},
        {"\xEF\xBB[]", "1: the columns are those of no database"},
        {"[3]", "1: entry 1: no object, where an entry of a database is expected"},
        {"[{}]", "1: entry 1: an object that is no entry of a format that can be imported"},
        {"[{\"@class\":\"Structure\"}]", "1: entry 1: an object of the class Structure, which is no entry with an energy"},
        {"{\"a\":3}", "an object that is no entry"},
        {"{\"x\":" NA ",\"y\":3}", "1: entry 2: no object"},
        {"{\"data\":{\"a\":1}}", "an object that is no entry"},
        {"{\"data\":[]}", "none of 0 entries has an energy"},
        {"[]", "none of 0 entries has an energy"},
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        expect_fault(texts[i][0], &as_given, texts[i][1]);
}

/* A text of a beginning, so many times a middle, and an end. */
static char *repeated(const char *begin, const char *middle, size_t times, const char *end) {
    size_t length = strlen(middle);
    char *text = malloc(strlen(begin) + times * length + strlen(end) + 1), *at = text;
    assert_non_null(text);
    at = stpcpy(at, begin);
    for (size_t i = 0; i < times; i++, at += length)
        memcpy(at, middle, length);
    strcpy(at, end);
    return text;
}

/* A list of one text, which says what `text` does; frees that. */
static char *quoted(char *text) {
    char *out = malloc(2 * strlen(text) + 5), *at = stpcpy(out, "[\"");
    for (const char *from = text; *from; from++) {
        if (strchr("\"\\", *from))
            *at++ = '\\';
        *at++ = *from;
    }
    strcpy(at, "\"]");
    free(text);
    return out;
}

static void what_is_too_large_is_refused(void **state) {
    (void)state;
    static const struct {
        const char *begin, *middle;
        size_t times;
        const char *end, *part;
    } cases[] = {
        {"[", "[", 200000, "", "1: entry 1: more than 128 brackets within each other"},
        {"{\"a\":", "{\"a\":", 200000, "", "more than 128 brackets within each other"},
        {"{\"data\":[],\"b\":", "[", 200000, "", "more than 128 brackets within each other"},
        {"[{\"a\":\"", "0123456789", 7000000, "\"}]", "1: entry 1: a value of more than 64 MiB begins here"},
        {"[{\"a\":[0", ",0", 1100000, "]}]", "1: entry 1: a value made of more than 1000000 others begins here"},
        {"{\"data\":[],\"b\":[0", ",0", 1100000, "]}", "none of 0 entries has an energy"}, /* passed over, not held */
        {"{\"", "0123456789", 200, "\":1}", "a name of more than 1000 bytes"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = repeated(cases[i].begin, cases[i].middle, cases[i].times, cases[i].end);
        outcome out = import_bytes(text, strlen(text), &as_given);
        assert_int_equal(out.status, IP_BAD_TABLE);
        assert_contains(out.error.message, cases[i].part);
        ip_import_free(out.import);
        free(text);
    }
    /* A long entry leaves its memory, and what is no list is not held without end. */
    char *large = repeated("[{\"@class\":\"ComputedEntry\",\"composition\":{\"Na\":2},\"energy\":-2.6,\"x\":\"", "0123456789",
                           1000000, "\"}," NA "]");
    expect_rows(large, &(ip_import_options){.energies = IP_IMPORT_AS_GIVEN, .functional = "GGA_GGA+U"}, "Na 0 a;");
    free(large);
    char *part = repeated("\":\"", "0123456789", 100000, "\","), *object = malloc(70 * 1000100 + 100), *end = stpcpy(object, "{");
    for (int i = 0; i < 70; i++)
        end += sprintf(end, "\"x%d%s", i, part);
    strcpy(end, "\"last\":1}");
    expect_fault(object, &as_given, "an object of more than 64 MiB without a list of entries begins here");
    free(object);
    free(part);
    char *members = malloc(2000000), *at = members;
    at = stpcpy(at, "{\"data\":[]");
    for (int i = 0; i < 100001; i++)
        at += sprintf(at, ",\"x%d\":1", i);
    strcpy(at, "}");
    outcome out = import_bytes(members, strlen(members), &as_given);
    assert_contains(out.error.message, "an object of more than 100000 members that are no entries");
    ip_import_free(out.import);
    free(members);
    char *text = strdup("[1]");
    for (int level = 0; level < 5; level++)
        text = quoted(text);
    expect_fault(text, &as_given, "1: entry 1: texts of JSON within each other; no document is that deep");
    free(text);
}

/* Values, brackets and words may stand at the end of what is read at a time, 64 KiB. */
static void pieces_of_the_text_do_not_matter(void **state) {
    (void)state;
    for (int blanks = 65536 - 60; blanks <= 65536; blanks++) {
        char *text = repeated("[", " ", (size_t)blanks,
                              NA "," CL "," NACL ",{\"@class\":\"ComputedEntry\",\"x\":-Infinity,\"composition\":{\"Na\":1}}]");
        expect_rows(text, &as_given, nacl_rows);
        free(text);
    }
}

/* ---- beside the shipped table */

/* The Na-P-S phases of the shipped table as ComputedEntries: total energies from the plain ones, that is without what anions that
 * are held were given, and the references. */
static char *shipped_entries(const ip_dataset *dataset) {
    static const char *const symbols[] = {"Na", "P", "S"};
    static const double references[] = {-1.322525, -5.413303, -4.136450}; /* datasets/element-references.csv */
    size_t size = 1 << 20;
    char *text = malloc(size), *at = stpcpy(text, "[");
    ip_element_set system = {{0, 0}};
    for (int i = 0; i < 3; i++)
        ip_element_set_add(&system, ip_element_find(symbols[i], strlen(symbols[i])));
    for (long p = 0; p < ip_dataset_count(dataset); p++) {
        const ip_phase *phase = ip_dataset_phase(dataset, p);
        if (!ip_element_set_within(phase->element_set, system))
            continue;
        ip_composition composition = ip_phase_composition(phase);
        ip_correction pairs;
        assert_int_equal(ip_correction_find(&pairs, constants, &composition, NULL), IP_OK);
        double energy = (phase->formation_energy - pairs.energy) * phase->atoms;
        at += sprintf(at, "%s{\"@class\":\"ComputedEntry\",\"composition\":{", text[1] ? "," : "");
        for (int i = 0; i < composition.count; i++) {
            for (int r = 0; r < 3; r++)
                energy += strcmp(symbols[r], ip_element_symbol(composition.element[i])) == 0
                              ? composition.amount[i] * references[r]
                              : 0.0;
            at += sprintf(at, "%s\"%s\":%.17g", i ? "," : "", ip_element_symbol(composition.element[i]), composition.amount[i]);
        }
        at += sprintf(at, "},\"energy\":%.17g,\"entry_id\":\"%s\",\"parameters\":{\"run_type\":\"GGA\"}}", energy,
                      phase->id ? phase->id : "none");
        assert_true((size_t)(at - text) < size - 1000);
    }
    strcpy(at, "]");
    return text;
}

static ip_window window_of(const ip_dataset *dataset) {
    ip_composition composition = read_formula("Na3PS4");
    ip_solver *solver;
    ip_profile profile;
    ip_error error;
    assert_int_equal(ip_solver_new(&solver, dataset, &error), IP_OK);
    assert_ok(ip_profile_find(&profile, solver, &composition, ip_element_find("Na", 2), 0, &error), &error);
    ip_window window = ip_profile_window(&profile);
    ip_profile_clear(&profile);
    ip_solver_free(solver);
    return window;
}

static void what_is_imported_stands_beside_the_shipped_table(void **state) {
    (void)state;
    ip_dataset *shipped, *imported;
    ip_error error;
    assert_int_equal(ip_dataset_new(&shipped, NULL), IP_OK);
    assert_ok(ip_dataset_read_shipped(shipped, "mp2020", 0, NULL, NULL, &error), &error);
    char *entries = shipped_entries(shipped), *table = malloc(1 << 20),
         *at = stpcpy(table, "formula,formation_energy_per_atom,uncertainty\n");
    outcome out = import_bytes(entries, strlen(entries), NULL);
    assert_ok(out.status, &out.error);
    assert_true(ip_import_count(out.import) > 20);
    for (long i = 0; i < ip_import_count(out.import); i++) {
        ip_import_row row = ip_import_at(out.import, i);
        ip_composition composition = read_formula(row.formula);
        const ip_phase *phase = ip_dataset_find(shipped, &composition);
        assert_non_null(phase);
        assert_near(row.formation_energy_per_atom, phase->formation_energy, 1e-9);
        assert_near(row.uncertainty, phase->uncertainty, 5.1e-4); /* the table has three decimals */
        at += sprintf(at, "%s,%.6f,%.6f\n", row.formula, row.formation_energy_per_atom, row.uncertainty);
    }
    imported = read_text(table);
    ip_window of_shipped = window_of(shipped), of_imported = window_of(imported);
    assert_near(of_imported.reduction_potential, of_shipped.reduction_potential, 1e-6);
    assert_near(of_imported.oxidation_potential, of_shipped.oxidation_potential, 1e-6);
    assert_true(of_shipped.oxidation_potential > of_shipped.reduction_potential + 0.1);
    ip_solver_end_thread();
    ip_dataset_free(shipped);
    ip_dataset_free(imported);
    ip_import_free(out.import);
    free(entries);
    free(table);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_stand_where_documents_have_them),
        cmocka_unit_test(json_within_texts_counts_as_written_out),
        cmocka_unit_test(corrections_are_read_from_the_entry),
        cmocka_unit_test(hubbard_corrections_follow_the_run),
        cmocka_unit_test(functionals_are_never_mixed),
        cmocka_unit_test(the_lowest_of_a_composition_counts),
        cmocka_unit_test(formulas_are_made_of_compositions),
        cmocka_unit_test(elements_come_from_where_they_fit),
        cmocka_unit_test(files_are_read_one_after_the_other),
        cmocka_unit_test(tables_of_pymatgen_have_a_column_an_element),
        cmocka_unit_test(measured_enthalpies_need_no_correction),
        cmocka_unit_test(documents_tell_what_was_calculated),
        cmocka_unit_test(thermo_documents_have_types),
        cmocka_unit_test(the_first_interface_gives_cells),
        cmocka_unit_test(wrong_types_name_their_field),
        cmocka_unit_test(damaged_json_names_its_place),
        cmocka_unit_test(what_is_too_large_is_refused),
        cmocka_unit_test(pieces_of_the_text_do_not_matter),
        cmocka_unit_test(what_is_imported_stands_beside_the_shipped_table),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, read_constants, free_constants);
}
