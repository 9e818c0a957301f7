/* CSV and JSON of the same questions, cell by cell: the documented columns, the same values in both. */
#include "../tap.h"

#include <jansson.h>

#include <math.h>

enum { OUTPUT_SIZE = 1 << 20, FIELDS = 64 };

/* Columns as documented; later ones may follow. */
static const struct {
    const char *call; /* behind the name of the program, before the table and the form */
    const char *columns;
    int status;
} calls[] = {
    {"hull Na3PS4 NaSbS3 Na4PS4 Na Xx NaQ",
     "formula,in_dataset,formation_energy,energy_above_hull,decomposition_energy,products,status,message", 1},
    {"hull --all", "formula,in_dataset,formation_energy,energy_above_hull,decomposition_energy,products,status,message", 0},
    {"decompose Na3PS4 FeS2 'Na3SbS4*8H2O' Xx",
     "formula,metal,voltage,uptake,products,equation,reaction_energy,reaction_energy_per_formula,reaction_energy_kJ_mol,status,"
     "message",
     1},
    {"decompose --voltage 1.9 Na3PS4 FeS2 Na2.9PS3.95 Na",
     "formula,metal,voltage,uptake,products,equation,reaction_energy,reaction_energy_per_formula,reaction_energy_kJ_mol,status,"
     "message",
     1},
    {"window Na3PS4 FeS2 NaCl 'Na3SbS4(H2O)8' 'Na3,\"' Na2PSbS4",
     "formula,metal,in_dataset,energy_above_hull,reduction_potential,oxidation_potential,width,reduction_uptake,"
     "reduction_products,oxidation_uptake,oxidation_products,contact_uptake,contact_products,contact_energy,stable,status,"
     "message",
     1},
    {"profile Na3PS4 FeS2 S Na3P 'Na('",
     "formula,metal,voltage_low,voltage_high,uptake,products,equation,reaction_energy_low,reaction_energy_high,capacity,status,"
     "message",
     1},
    {"screen \"$SOURCES/tests/data/tasks.csv\"",
     "id,a,b,voltage,metal,note,reaction_energy,mutual_reaction_energy,x,products,equation,character,energy_above_hull,"
     "reduction_potential,oxidation_potential,width,status,message,answer_voltage,deciding_phase",
     1},
    {"coatings --electrolyte Na3PS4 --cathode FeS2 --cathode Fe --voltage 1.5:2.3 --max-above-hull 0.1 --explain Xx",
     "rank,formula,energy_above_hull,band_gap,reduction_potential,oxidation_potential,electrolyte_reaction_energy,electrolyte_"
     "products,"
     "cathode_reaction_energy,cathode_products,worst_reaction_energy,cathode_energy_at_voltage,status,message",
     1},
    {"coatings --anode Na --top 5",
     "rank,formula,energy_above_hull,band_gap,reduction_potential,oxidation_potential,electrolyte_reaction_energy,electrolyte_"
     "products,"
     "cathode_reaction_energy,cathode_products,worst_reaction_energy,cathode_energy_at_voltage,status,message",
     0},
    {"coatings --both --electrolyte Na3PS4 --cathode FeS2 --voltage 1.5:2.3 --max-reaction 0.2 --top 50",
     "rank,anode_layer,cathode_layer,worst_reaction_energy,anode_layer_electrolyte_energy,cathode_layer_electrolyte_energy,"
     "cathode_layer_cathode_energy,cathode_energy_at_voltage,anode_layer_band_gap,cathode_layer_band_gap,status,message",
     0},
    {"coatings --electrolyte 'Na(' --cathode FeS2 --voltage 1.5:2.3",
     "rank,formula,energy_above_hull,band_gap,reduction_potential,oxidation_potential,electrolyte_reaction_energy,electrolyte_"
     "products,"
     "cathode_reaction_energy,cathode_products,worst_reaction_energy,cathode_energy_at_voltage,status,message",
     1},
    {"data info", "", 0},
};

/* Runs the program with a form; its output in `text`, NUL-terminated. Returns its exit status, or -1. */
static int run(const char *call, const char *form, char *text) {
    char line[16384];
    const char *wrapper = getenv("INTERPHASE_TEST_WRAPPER"), *program = getenv("INTERPHASE");
    snprintf(line, sizeof line, "%s '%s' %s -d '%s' -f %s 2>/dev/null", wrapper ? wrapper : "",
             program ? program : "./interphase", call, tap_source("tests/data/good-small.csv"), form);
    FILE *stream = popen(line, "r");
    if (!stream)
        return -1;
    size_t size = fread(text, 1, OUTPUT_SIZE - 1, stream);
    text[size] = '\0';
    int status = pclose(stream);
    return status < 0 || status % 256 ? -1 : status / 256;
}

/* Splits one line of CSV in place; *at moves to the next. Returns the number of fields, 0 at the end. */
static int split(char **at, char **fields) {
    int count = 0;
    char *in = *at;
    if (!*in)
        return 0;
    for (;;) {
        bool quoted = *in == '"';
        char *out = in + quoted;
        fields[count++] = out;
        in = out;
        while (*in && (quoted || (*in != ',' && *in != '\n'))) {
            if (quoted && *in == '"' && *++in != '"')
                quoted = false;
            else
                *out++ = *in++;
        }
        char end = *in;
        *out = '\0';
        *at = end ? in + 1 : in;
        if (end != ',' || count == FIELDS)
            return count;
        in++;
    }
}

/* "0.5 P2S5 + 1.5 S" from the list of products. */
static void write_products(const json_t *list, char *text, size_t size) {
    size_t length = 0;
    text[0] = '\0';
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *product = json_array_get(list, i);
        const char *formula = json_string_value(json_object_get(product, "formula"));
        double amount = json_number_value(json_object_get(product, "amount"));
        char number[64];
        snprintf(number, sizeof number, "%.6f", amount);
        for (size_t n = strlen(number); n && (number[n - 1] == '0' || number[n - 1] == '.'); n--) {
            bool point = number[n - 1] == '.';
            number[n - 1] = '\0';
            if (point)
                break;
        }
        bool one = strcmp(number, "1") == 0;
        int wrote = snprintf(text + length, size - length, "%s%s%s%s", i ? " + " : "", one ? "" : number, one ? "" : " ",
                             formula ? formula : "(none)");
        length += wrote > 0 ? (size_t)wrote : 0;
    }
}

/* Whether every product has its three keys and nothing else. */
static bool has_product_keys(const json_t *list) {
    for (size_t i = 0; i < json_array_size(list); i++) {
        const json_t *product = json_array_get(list, i), *gap = json_object_get(product, "band_gap");
        if (json_object_size(product) != 3 || !json_is_string(json_object_get(product, "formula")) ||
            !(json_number_value(json_object_get(product, "amount")) > 0.0) || !(json_is_number(gap) || json_is_null(gap)))
            return false;
    }
    return true;
}

static bool same_value(const char *cell, const json_t *value) {
    char text[4096];
    if (json_is_null(value))
        return !*cell || strcmp(cell, "inf") == 0;
    if (json_is_array(value)) {
        write_products(value, text, sizeof text);
        return has_product_keys(value) && strcmp(cell, text) == 0;
    }
    if (json_is_string(value))
        return strcmp(cell, json_string_value(value)) == 0;
    if (json_is_boolean(value))
        return strcmp(cell, json_is_true(value) ? "yes" : "no") == 0;
    char *end;
    double number = strtod(cell, &end);
    return json_is_number(value) && end != cell && !*end && fabs(number - json_number_value(value)) <= 1e-9;
}

static bool same_row(char **names, char **cells, int count, const json_t *row) {
    bool same = json_object_size(row) == (size_t)count;
    if (!same)
        tap_note("%zu keys for %d columns", json_object_size(row), count);
    for (int i = 0; i < count && same; i++) {
        const json_t *value = json_object_get(row, names[i]);
        same = value && same_value(cells[i], value);
        if (!same)
            tap_note("%s: '%s' in CSV differs from JSON", names[i], cells[i]);
    }
    return same;
}

/* A failed row has its status and message and no figures; an answered one no message. */
static bool status_fits(char **names, char **cells, int count) {
    const char *status = NULL, *message = NULL;
    int figures = 0;
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], "status") == 0)
            status = cells[i];
        else if (strcmp(names[i], "message") == 0)
            message = cells[i];
        else if (strstr(names[i], "energy") || strstr(names[i], "products") || strstr(names[i], "potential"))
            figures += *cells[i] != '\0';
    }
    if (!status || !message || !*status)
        return false;
    return strcmp(status, "ok") == 0 ? !*message : *message && figures == 0;
}

static bool head_fits(const json_t *root, const char *call) {
    const json_t *data = json_object_get(root, "data");
    const char *command = json_string_value(json_object_get(root, "command"));
    const char *digest = json_string_value(json_object_get(data, "digest"));
    return json_is_string(json_object_get(root, "interphase")) && command && strncmp(call, command, strlen(command)) == 0 &&
           digest && strlen(digest) == 64 && json_is_true(json_object_get(data, "corrected")) &&
           json_array_size(json_object_get(data, "files")) == 1 && json_integer_value(json_object_get(data, "rows")) == 314;
}

static void compare(const char *call, const char *columns, int status) {
    static char csv[OUTPUT_SIZE], text[OUTPUT_SIZE];
    char *names[FIELDS], *cells[FIELDS], *at = csv;
    int csv_status = run(call, "csv", csv), json_status = run(call, "json", text);
    tap_ok(csv_status == status && json_status == status, "%s: exit status %d in both forms", call, status);
    size_t length = strlen(columns);
    tap_ok(strncmp(csv, columns, length) == 0 && (length == 0 || strchr(",\n", csv[length])), "%s: the documented columns", call);
    json_error_t problem;
    json_t *root = json_loads(text, JSON_REJECT_DUPLICATES, &problem);
    if (!tap_ok(root != NULL, "%s: one JSON object", call))
        return;
    tap_ok(head_fits(root, call), "%s: version, data and command", call);
    const json_t *results = json_object_get(root, "results");
    int count = split(&at, names);
    size_t rows = 0, wrong = 0, misfits = 0;
    for (int found; (found = split(&at, cells)) > 0; rows++) {
        bool same = found == count && same_row(names, cells, count, json_array_get(results, rows));
        wrong += !same;
        misfits += found != count || !status_fits(names, cells, count);
    }
    tap_ok(rows > 0 && rows == json_array_size(results) && wrong == 0, "%s: %zu rows, the same in both forms", call, rows);
    tap_ok(misfits == 0, "%s: status and message fit the answers", call);
    json_decref(root);
}

int main(void) {
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        compare(calls[i].call, calls[i].columns, calls[i].status);
    return tap_done();
}
