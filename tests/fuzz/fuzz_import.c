/* Damaged files of databases, a row of seeds for each reader: none may crash it, take memory without end or make a row that no
 * table can have; what is not read is explained, with its place.
 *
 * All are read by every round; an argument names the one reader that is, and a second one how many rounds. */
#include "fuzz.h"

#include <interphase/interphase.h>

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

enum { ROOM = 8192, MOST_SEEDS = 6 };

#define ENTRY(composition, energy, more)                                                                                         \
    "{\"@module\":\"m\",\"@class\":\"ComputedEntry\",\"composition\":" composition ",\"energy\":" energy more "}"
#define PBE                                                                                                                      \
    ",\"entry_id\":\"mp-1-GGA\",\"correction\":-0.1,\"energy_adjustments\":[{\"@class\":\"ConstantEnergyAdjustment\",\"value\":" \
    "-0.1,"                                                                                                                      \
    "\"uncertainty\":0.01,\"name\":\"MP2020 anion correction "                                                                   \
    "(Cl)\"}],\"parameters\":{\"run_type\":\"GGA\",\"is_hubbard\":false,"                                                        \
    "\"hubbards\":{}},\"data\":{\"material_id\":\"mp-1\",\"band_gap\":5.0}"

static const struct {
    const char *name;
    const char *seeds[MOST_SEEDS]; /* NULL behind the last */
} readers[] = {
    {"computed-entry",
     {"[" ENTRY("{\"Na\":2.0}", "-2.6", PBE) "," ENTRY("{\"Cl\":4.0}", "-7.2", PBE) "," ENTRY("{\"Na\":1.0,\"Cl\":1.0}", "-6.8",
                                                                                              PBE) "]",
      "{\"Na\":" ENTRY("{\"Na\":1}", "-1.3", "") ",\"S\":" ENTRY("{\"S\":1}", "-4.1", "") ",\"x\":" ENTRY("\"Na2S\"", "-9",
                                                                                                          "") "}",
      "[\"{\\\"@class\\\":\\\"ComputedEntry\\\",\\\"composition\\\":{\\\"Na\\\":2},\\\"energy\\\":-2.6,\\\"correction\\\":NaN}"
      "\"]",
      ENTRY("{\"Fe\":4,\"O\":6}", "-67",
            ",\"parameters\":{\"run_type\":\"GGA+U\",\"hubbards\":{\"Fe\":5.3,\"O\":0}},\"entry_id\":\"mp-2\"") "\n",
      "{\"meta\":{\"n\":[1,2]},\"entries\":[" ENTRY("{\"Li\":1}", "-1.9",
                                                    ",\"energy_adjustments\":[{\"adj_per_atom\":-0.2,\"n_atoms\":1,"
                                                    "\"name\":\"MP GGA(+U)/R2SCAN mixing adjustment\"}]") "]}"}},
    {"pd-entry",
     {"{\"@class\":\"PhaseDiagram\",\"all_entries\":[{\"@class\":\"PDEntry\",\"composition\":{\"Na\":2},\"energy\":-2.6,\"name\":"
      "\"mp-1\"},"
      "{\"@class\":\"PDEntry\",\"composition\":{\"Na\":2,\"O\":1},\"energy\":-11,\"name\":\"Na2O\"},{\"@class\":\"PDEntry\","
      "\"composition\":"
      "{\"O\":2},\"energy\":-9.9,\"name\":\"\"}],\"elements\":[],\"computed_data\":{\"facets\":[[0,1]]}}",
      "Name,Li,Fe,O,Final energy\nFe2O3,0,4,6,-67.8\nLi,1,0,0,-1.9\nFe,0,1,0,-6.6\nO2,0,0,2,-8.5\n",
      "Name;Na;Energy\nNa;2;-2,6\n"}},
    {"measured",
     {"{\"@class\":\"ExpEntry\",\"thermodata\":[{\"@class\":\"ThermoData\",\"type\":\"fH\",\"formula\":\"Fe2O3\",\"phaseinfo\":"
      "\"solid\",\"value\":"
      "-825.5,\"uncertainty\":1.2},{\"@class\":\"ThermoData\",\"type\":\"A\",\"formula\":\"Fe2O3\",\"value\":0.1}]}",
      "[{\"@class\":\"ThermoData\",\"type\":\"fH\",\"formula\":\"NaCl\",\"phaseinfo\":\"liquid\",\"value\":-411,\"uncertainty\":"
      "null}]",
      "[{\"formula\":\"Li2O\",\"exp energy\":-6.19,\"uncertainty\":0.01},{\"formula\":\"Na2O\",\"exp "
      "energy\":-4.3,\"uncertainty\":0}]"}},
    {"materials-project",
     {"{\"data\":[{\"material_id\":\"mp-1\",\"formula_pretty\":\"NaCl\",\"thermo_type\":\"GGA_GGA+U\",\"energy_type\":\"GGA\","
      "\"uncorrected_energy_per_atom\":-3.4,\"energy_per_atom\":-3.7,\"formation_energy_per_atom\":-2.1,\"band_gap\":5,"
      "\"structure\":null}]}",
      "{\"material_id\":\"mp-2\",\"formula_pretty\":\"MnO\",\"uncorrected_energy_per_atom\":-7.9,\"formation_energy_per_atom\":-"
      "2.0}",
      "material_id,formula_pretty,thermo_type,formation_energy_per_atom,energy_above_hull,x\nmp-7,NaCl,ThermoType.R2SCAN,-2.1,0,"
      "\"['a', 'b']\"\n"}},
    {"legacy-project",
     {"[{\"material_id\":\"mp-7\",\"pretty_formula\":\"NaCl\",\"unit_cell_formula\":{\"Na\":2,\"Cl\":2},\"energy\":-13.6,\"e_"
      "above_hull\":0,"
      "\"is_hubbard\":false,\"hubbards\":{},\"formation_energy_per_atom\":-2,\"nsites\":4}]",
      "pretty_formula,task_id,full_formula,energy\nNaCl,mp-7,Na2Cl2,-13.6\n"}},
    {"oqmd",
     {"{\"links\":{\"next\":null},\"data\":[{\"name\":\"NaCl\",\"entry_id\":1,\"delta_e\":-2.1,\"stability\":-0.5,\"band_gap\":5}"
      ",\n{\"composition\":\"Na1\",\"entry_id\":2,\"delta_e\":0,\"stability\":0}]}",
      "name,entry_id,delta_e,stability\nNaCl,1,-2.1,0\nNa2S,2,,0.1\n"}},
    {"optimade",
     {"{\"data\":[{\"id\":\"mp-1\",\"attributes\":{\"chemical_formula_reduced\":\"ClNa\",\"_mp_stability\":{\"gga_gga+u\":{"
      "\"formation_energy_per_atom\":-2.1,\"energy_above_hull\":0},\"r2scan\":{\"formation_energy_per_atom\":-2.2}}}}]}",
      "{\"data\":[{\"id\":7,\"attributes\":{\"elements\":[\"Na\",\"S\"],\"elements_ratios\":[0.66,0.33],\"_oqmd_delta_e\":-1.2,"
      "\"_jarvis_formation_energy_peratom\":-99999,\"_alexandria_scan_formation_energy_per_atom\":-1.3}}]}"}},
    {"jarvis",
     {"[{\"jid\":\"JVASP-1\",\"formula\":\"NaCl\",\"formation_energy_peratom\":-1.9,\"optb88vdw_bandgap\":\"na\",\"mbj_bandgap\":"
      "8,\"ehull\":0},\n{\"jid\":\"JVASP-2\",\"formula\":\"Na2S\",\"formation_energy_peratom\":\"na\"}]"}},
    {"aflow",
     {"{\"1 of 2\":{\"compound\":\"Cl1Na1\",\"auid\":\"aflow:1\",\"enthalpy_formation_atom\":-1.8,\"Egap\":5},\"2 of "
      "2\":{\"compound\":\"Na2S1\",\"auid\":\"aflow:2\",\"enthalpy_formation_atom\":null}}"}},
    {"matbench",
     {"{\"index\":[\"a\"],\"columns\":[\"structure\",\"e_form\"],\"data\":[[{\"@class\":\"Structure\",\"lattice\":{},\"sites\":[{"
      "\"species\":[{\"element\":\"Na\",\"occu\":1}]},{\"species\":[{\"element\":\"Cl\",\"occu\":0.5},{\"element\":\"Br\","
      "\"occu\":0.5}]}]},-2.05]]}"}},
    {"columns",
     {"Formula;E;band gap;run_type\nNaCl;-1,9;5;GGA\nNa2S;-1;;GGA\n",
      "[{\"formula\":\"NaCl\",\"e\":-1.9,\"id\":1},{\"name\":\"Na2S\",\"E\":\"-1.2\"}]", "formula\tE (eV)\nNaCl\t-1\n"}},
    {"element-references", {"element,energy_per_atom,id\nNa,-1.3,mp-1\nCl,-1.8,\n"}},
};
enum { READERS = sizeof readers / sizeof *readers };

static const char *const pieces[] = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\\"",
    "\\",
    "\n",
    "\r\n",
    "null",
    "NaN",
    "-Infinity",
    "true",
    "1e308",
    "-1e308",
    "1e999",
    "1e-320",
    "-0",
    "0",
    "\"na\"",
    "\"\"",
    "{}",
    "[]",
    "\\ud800",
    "\\u0000",
    "\xFF",
    "\xC3",
    "\xEF\xBB\xBF",
    "\"Na\":1",
    "\"composition\":",
    "\"energy\":-1",
    "\"@class\":",
    "\"ComputedEntry\"",
    "\"data\":[",
    "\"correction\":1",
    "GGA+U",
    "R2SCAN",
    "\"run_type\":",
    "Na2S",
    "\"mp-3\"",
    ";",
    "\t",
    "\"formula\":\"NaXx\"",
    "{\"a\":{\"a\":{\"a\":[[[[[[[[",
    "0000000000000000000000000000000000000000",
    "%n",
};
enum { PIECES = sizeof pieces / sizeof *pieces };

static ip_corrections *constants;
static const char *references; /* a file */

typedef struct tally {
    long rounds, readable, unsound, unexplained;
} tally;

static void write_file(const char *path, const char *text, size_t size) {
    remove(path);
    FILE *stream = fopen(path, "wb");
    if (!stream || fwrite(text, 1, size, stream) != size || fclose(stream) != 0)
        tap_bail_out("a file cannot be written");
}

/* A row as a table can have it. */
static bool is_sound(const ip_import_row *row) {
    ip_composition composition;
    bool known = isnan(row->uncertainty) || row->uncertainty >= 0.0;
    return row->formula && row->id && row->note && isfinite(row->formation_energy_per_atom) && !isinf(row->correction) && known &&
           ip_composition_read(&composition, row->formula, NULL) == IP_OK &&
           (composition.count > 1 || row->formation_energy_per_atom >= 0.0);
}

static void import_file(tally *count, const char *path, const char *energy, fuzz_random *random) {
    ip_import_options options = {.energies = fuzz_below(random, 2) ? IP_IMPORT_ANCHORED : IP_IMPORT_AS_GIVEN,
                                 .references = fuzz_below(random, 3) ? NULL : references,
                                 .functional = fuzz_below(random, 4) ? NULL : "GGA_GGA+U",
                                 .keep_polymorphs = fuzz_below(random, 4) == 0};
    if (energy)
        options.columns = (ip_import_columns){.energy = energy,
                                              .kind = fuzz_below(random, 2) ? IP_IMPORT_TOTAL : IP_IMPORT_FORMATION,
                                              .unit = (ip_import_unit)fuzz_below(random, 3)};
    ip_import *import;
    ip_error error = {IP_OK, ""};
    if (ip_import_new(&import, &options, &error))
        tap_bail_out("out of memory");
    ip_status status = ip_import_read(import, path, &error);
    bool is_of_file = status != IP_OK;
    if (!status)
        status = ip_import_finish(import, constants, &error);
    for (long i = 0; !status && i < ip_import_count(import); i++) {
        ip_import_row row = ip_import_at(import, i);
        bool sound = is_sound(&row);
        if (!sound && !count->unsound)
            tap_note("first unsound row: %s %g +- %g", row.formula ? row.formula : "(none)", row.formation_energy_per_atom,
                     row.uncertainty);
        count->unsound += !sound;
    }
    count->readable += status == IP_OK;
    if (status)
        count->unexplained += status != IP_BAD_TABLE || error.status != status || !error.message[0] ||
                              (is_of_file && strncmp(error.message, path, strlen(path)) != 0);
    ip_import_free(import);
}

static tally fuzz(int reader, long rounds, const char *path, fuzz_random *random) {
    tally count = {rounds, 0, 0, 0};
    const char *energy = strcmp(readers[reader].name, "columns") == 0 ? "E" : NULL; /* its column, which is told */
    size_t seeds = 0;
    while (seeds < MOST_SEEDS && readers[reader].seeds[seeds])
        seeds++;
    for (long round = 0; round < rounds; round++) {
        char text[ROOM];
        /* Each seed as it is, then damaged ones. */
        const char *seed = readers[reader].seeds[round < (long)seeds ? (size_t)round : fuzz_below(random, seeds)];
        size_t size = strlen(seed);
        memcpy(text, seed, size);
        for (size_t n = round < (long)seeds ? 0 : 1 + fuzz_below(random, 3); n > 0; n--)
            fuzz_mutate(random, text, &size, sizeof text, pieces, PIECES);
        write_file(path, text, size);
        long unsound = count.unsound;
        import_file(&count, path, energy, random);
        if (count.unsound && !unsound) /* the file as it was */
            printf("# %.*s\n", (int)size, text);
    }
    return count;
}

int main(int argc, char **argv) {
    char path[64], table[64];
    snprintf(path, sizeof path, "fuzz-import-%ld.json", (long)getpid());
    snprintf(table, sizeof table, "fuzz-import-%ld.csv", (long)getpid());
    references = table;
    static const char elements[] =
        "element,energy_per_atom,id\nNa,-1.3,a\nCl,-1.8,b\nS,-4.1,c\nO,-4.9,d\nFe,-8.4,e\nMn,-9,f\nLi,-1.9,g\n";
    write_file(table, elements, strlen(elements));
    ip_error error;
    if (ip_corrections_new(&constants, &error) || ip_corrections_read_shipped(constants, "corrections", &error))
        tap_bail_out(error.message);
    for (int reader = 0; reader < READERS; reader++) {
        fuzz_random random = {0x9E3779B97F4A7C15u + (uint64_t)reader};
        if (argc > 1 && strcmp(argv[1], readers[reader].name) != 0)
            continue;
        tally count = fuzz(reader, argc > 2 ? atol(argv[2]) : fuzz_rounds(1500), path, &random);
        tap_note("%s: %ld files, %ld of them readable", readers[reader].name, count.rounds, count.readable);
        tap_ok(count.readable > 0 && count.readable < count.rounds, readers[reader].name);
        tap_ok(count.unsound == 0, "what is read is sound");
        tap_ok(count.unexplained == 0, "what is not read is explained, and the file is named");
    }
    ip_corrections_free(constants);
    remove(path);
    remove(table);
    return tap_done();
}
