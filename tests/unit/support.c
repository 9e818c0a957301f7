/* Shared by the unit tests; uses only public headers of the library, so that it cannot share its mistakes. */
#include "support.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void check_near(double actual, double expected, double tolerance, const char *file, int line) {
    if (fabs(actual - expected) <= tolerance)
        return;
    print_error("%.17g is not within %g of %.17g\n", actual, tolerance, expected);
    _fail(file, line);
}

void check_ok(ip_status status, const ip_error *error, const char *file, int line) {
    if (status == IP_OK)
        return;
    print_error("%s: %s\n", ip_status_word(status), error->message);
    _fail(file, line);
}

void check_contains(const char *text, const char *part, const char *file, int line) {
    if (strstr(text, part))
        return;
    print_error("'%s' does not contain '%s'\n", text, part);
    _fail(file, line);
}

random_source random_start(uint64_t seed) {
    random_source source = {seed};
    print_message("# seed %llu\n", (unsigned long long)seed);
    return source;
}

/* SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
uint64_t random_bits(random_source *source) {
    uint64_t z = source->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

int random_below(random_source *source, int limit) {
    return (int)(random_bits(source) % (uint64_t)limit);
}

double random_between(random_source *source, double low, double high) {
    return low + (high - low) * ((double)(random_bits(source) >> 11) / 9007199254740992.0);
}

int repetitions(int modest) {
    return getenv("INTERPHASE_TEST_FULL") ? 10 * modest : modest;
}

void write_temporary(char path[PATH_SIZE], const char *bytes, size_t size) {
    strcpy(path, "/tmp/interphase-test-XXXXXX");
    int descriptor = mkstemp(path);
    assert_true(descriptor >= 0);
    FILE *stream = fdopen(descriptor, "wb");
    assert_non_null(stream);
    assert_int_equal(fwrite(bytes, 1, size, stream), size);
    assert_int_equal(fclose(stream), 0);
}

ip_dataset *read_text(const char *text) {
    char path[PATH_SIZE];
    ip_dataset *dataset = NULL;
    ip_error error;
    write_temporary(path, text, strlen(text));
    assert_ok(ip_dataset_new(&dataset, &error), &error);
    ip_status status = ip_dataset_read(dataset, path, 0, NULL, NULL, &error);
    remove(path);
    assert_ok(status, &error);
    return dataset;
}

ip_composition read_formula(const char *formula) {
    ip_composition composition;
    ip_error error;
    assert_ok(ip_composition_read(&composition, formula, &error), &error);
    return composition;
}

static double compound_energy(random_source *source, const double *amounts, const double *plane, int count, energy_kind kind) {
    double atoms = 0.0, squares = 0.0, height = 0.0;
    for (int i = 0; i < count; i++)
        atoms += amounts[i];
    for (int i = 0; i < count; i++) {
        squares += amounts[i] * amounts[i] / (atoms * atoms);
        height += plane[i] * amounts[i] / atoms;
    }
    return kind == TIED_ENERGIES ? height : 3.0 * (squares - 1.0) + random_between(source, -0.2, 0.2);
}

random_table random_table_make(random_source *source, const char *const *symbols, int symbol_count, int compounds,
                               energy_kind energies) {
    random_table table = {.count = 0};
    double plane[IP_ELEMENT_COUNT];
    for (int i = 0; i < symbol_count; i++) {
        snprintf(table.rows[table.count++], ROW_SIZE, "%s,0", symbols[i]);
        plane[i] = -0.001 * (200 + random_below(source, 1000));
    }
    for (int made = 0; made < compounds && table.count < ROW_LIMIT;) {
        double amounts[IP_ELEMENT_COUNT] = {0};
        int present = 0;
        for (int i = 0; i < symbol_count; i++)
            if (random_below(source, 2)) {
                amounts[i] = 1 + random_below(source, 4);
                present++;
            }
        if (present < 2)
            continue;
        char *row = table.rows[table.count++];
        int length = 0;
        for (int i = 0; i < symbol_count; i++)
            if (amounts[i] > 0.0)
                length += snprintf(row + length, (size_t)(ROW_SIZE - length), "%s%g", symbols[i], amounts[i]);
        snprintf(row + length, (size_t)(ROW_SIZE - length), ",%.17g",
                 compound_energy(source, amounts, plane, symbol_count, energies));
        made++;
    }
    return table;
}

void random_table_shuffle(random_table *table, random_source *source) {
    for (int i = table->count - 1; i > 0; i--) {
        int j = random_below(source, i + 1);
        char kept[ROW_SIZE];
        memcpy(kept, table->rows[i], ROW_SIZE);
        memcpy(table->rows[i], table->rows[j], ROW_SIZE);
        memcpy(table->rows[j], kept, ROW_SIZE);
    }
}

ip_dataset *random_table_read(const random_table *table) {
    char text[(ROW_LIMIT + 1) * (ROW_SIZE + 1)] = "formula,e_form\n";
    for (int i = 0; i < table->count; i++) {
        strcat(text, table->rows[i]);
        strcat(text, "\n");
    }
    return read_text(text);
}

ip_composition random_composition(random_source *source, const char *const *symbols, int symbol_count, int least) {
    ip_composition composition = {.count = 0};
    while (composition.count < least) {
        composition.count = 0;
        for (int i = 0; i < symbol_count; i++)
            if (random_below(source, 4)) {
                composition.element[composition.count] = ip_element_find(symbols[i], strlen(symbols[i]));
                composition.amount[composition.count++] = 1 + random_below(source, 6);
            }
    }
    return composition;
}

static double fraction(const ip_phase *phase, int element) {
    for (int i = 0; i < phase->element_count; i++)
        if (phase->elements[i] == element)
            return phase->amounts[i] / phase->atoms;
    return 0.0;
}

programme programme_make(const ip_dataset *dataset, const ip_composition *composition, const ip_reservoir *reservoir,
                         const ip_phase *without) {
    programme made = {0};
    ip_element_set open = {{0, 0}};
    int closed[IP_ELEMENT_COUNT];
    for (int i = 0; reservoir && i < reservoir->count; i++)
        ip_element_set_add(&open, reservoir->element[i]);
    for (int i = 0; i < composition->count; i++)
        if (!ip_element_set_has(open, composition->element[i]))
            closed[made.rows++] = composition->element[i];
    ip_element_set system = ip_element_set_union(open, ip_composition_elements(composition));
    size_t rows = (size_t)made.rows, most = (size_t)ip_dataset_count(dataset);
    made.coefficients = malloc(rows * most * sizeof(double));
    made.costs = malloc(most * sizeof(double));
    made.sides = malloc(rows * sizeof(double));
    made.phases = malloc(most * sizeof *made.phases);
    assert_true(made.coefficients && made.costs && made.sides && made.phases);
    for (int r = 0; r < made.rows; r++)
        made.sides[r] = ip_composition_amount(composition, closed[r]) / ip_composition_atoms(composition);
    for (long p = 0; p < ip_dataset_count(dataset); p++) {
        const ip_phase *phase = ip_dataset_phase(dataset, p);
        if (phase == without || phase->excluded || !ip_element_set_within(phase->element_set, system) ||
            ip_element_set_within(phase->element_set, open))
            continue;
        int column = made.columns++;
        made.phases[column] = phase;
        made.costs[column] = phase->formation_energy;
        for (int i = 0; reservoir && i < reservoir->count; i++)
            made.costs[column] -= reservoir->chemical_potential[i] * fraction(phase, reservoir->element[i]);
        for (int r = 0; r < made.rows; r++)
            made.coefficients[column * made.rows + r] = fraction(phase, closed[r]);
    }
    return made;
}

void programme_free(programme *made) {
    free(made->coefficients);
    free(made->costs);
    free(made->sides);
    free(made->phases);
}

enum { ROWS_LIMIT = 8 };

typedef struct corner_search {
    const double *coefficients, *sides;
    int rows, columns, count;
    int chosen[ROWS_LIMIT];
    corner_visitor visit;
    void *user;
} corner_search;

/* Gauss-Jordan with the largest pivot of each column; false where the columns depend on each other or do
 * not balance the sides. */
static bool solve_chosen(const corner_search *search, double *weights) {
    double matrix[ROWS_LIMIT][ROWS_LIMIT + 1];
    int rows = search->rows, count = search->count;
    for (int r = 0; r < rows; r++) {
        for (int i = 0; i < count; i++)
            matrix[r][i] = search->coefficients[search->chosen[i] * rows + r];
        matrix[r][count] = search->sides[r];
    }
    for (int k = 0; k < count; k++) {
        int pivot = k;
        for (int r = k + 1; r < rows; r++)
            if (fabs(matrix[r][k]) > fabs(matrix[pivot][k]))
                pivot = r;
        if (fabs(matrix[pivot][k]) < 1e-10)
            return false;
        for (int i = 0; i <= count; i++) {
            double kept = matrix[k][i];
            matrix[k][i] = matrix[pivot][i];
            matrix[pivot][i] = kept;
        }
        for (int r = 0; r < rows; r++) {
            double factor = r == k ? 0.0 : matrix[r][k] / matrix[k][k];
            for (int i = k; i <= count; i++)
                matrix[r][i] -= factor * matrix[k][i];
        }
    }
    for (int r = count; r < rows; r++)
        if (fabs(matrix[r][count]) > 1e-10)
            return false;
    for (int k = 0; k < count; k++)
        weights[k] = matrix[k][count] / matrix[k][k];
    return true;
}

static void search_corners(corner_search *search, int first) {
    double weights[ROWS_LIMIT];
    bool positive = search->count > 0 && solve_chosen(search, weights);
    for (int i = 0; positive && i < search->count; i++)
        positive = weights[i] > 1e-10;
    if (positive)
        search->visit(search->user, search->chosen, search->count, weights);
    if (search->count == search->rows)
        return;
    search->count++;
    for (int c = first; c < search->columns; c++) {
        search->chosen[search->count - 1] = c;
        search_corners(search, c + 1);
    }
    search->count--;
}

void visit_corners(const double *coefficients, int rows, int columns, const double *sides, corner_visitor visit, void *user) {
    corner_search search = {.coefficients = coefficients, .sides = sides, .rows = rows, .columns = columns,
                            .visit = visit, .user = user};
    assert_in_range(rows, 1, ROWS_LIMIT);
    search_corners(&search, 0);
}

typedef struct lowest_search {
    const double *costs;
    double lowest;
} lowest_search;

static void keep_lowest(void *user, const int *chosen, int count, const double *weights) {
    lowest_search *search = user;
    double energy = 0.0;
    for (int i = 0; i < count; i++)
        energy += weights[i] * search->costs[chosen[i]];
    if (!(energy >= search->lowest))
        search->lowest = energy;
}

double lowest_energy(const ip_dataset *dataset, const ip_composition *composition, const ip_reservoir *reservoir,
                     const ip_phase *without) {
    programme made = programme_make(dataset, composition, reservoir, without);
    lowest_search search = {made.costs, NAN};
    visit_corners(made.coefficients, made.rows, made.columns, made.sides, keep_lowest, &search);
    programme_free(&made);
    return search.lowest * ip_composition_atoms(composition);
}

ip_composition mix(const ip_composition *a, const ip_composition *b, double x) {
    double share_a = x / ip_composition_atoms(a), share_b = (1.0 - x) / ip_composition_atoms(b);
    ip_composition mixed = {.count = 0};
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++) {
        double amount = share_a * ip_composition_amount(a, element) + share_b * ip_composition_amount(b, element);
        if (amount > 0.0) {
            mixed.element[mixed.count] = element;
            mixed.amount[mixed.count++] = amount;
        }
    }
    return mixed;
}

ip_executor *new_executor(const ip_dataset *dataset, int width) {
    ip_executor *executor;
    assert_int_equal(ip_executors_new(&executor, NULL, dataset, width, NULL), IP_OK);
    return executor;
}

ip_coating_list find_layers(const ip_dataset *dataset, const ip_coating_search *search, int width) {
    ip_executor *executor = new_executor(dataset, width);
    ip_coating_list list;
    ip_error error;
    assert_ok(ip_coating_find(&list, executor, search, NULL, NULL, &error), &error);
    ip_executor_free(executor);
    return list;
}
