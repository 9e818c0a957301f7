/* Every public function that takes an element or a reservoir: what is none is refused, and no set is shifted by it. */
#include "support.h"

#include <interphase/screening.h>

#include <limits.h>
#include <math.h>

static const int no_elements[] = {0, -1, IP_ELEMENT_COUNT + 1, 129, INT_MAX, INT_MIN};
enum { NO_ELEMENTS = sizeof no_elements / sizeof *no_elements, SODIUM = 11, SULFUR = 16 };

static const char *const table = "formula,e_form,band_gap\nNa,0,0\nS,0,2.5\nCl,0,2.5\nNa2S,-1.2,2.4\nNaCl,-2.1,5.0\n";

typedef struct fixture {
    ip_dataset *dataset;
    ip_solver *solver;
    ip_composition sulfide, salt;
} fixture;

static fixture begin(void) {
    fixture made = {.dataset = read_text(table), .sulfide = read_formula("Na2S"), .salt = read_formula("NaCl")};
    assert_int_equal(ip_solver_new(&made.solver, made.dataset, NULL), IP_OK);
    return made;
}

static void end(fixture *made) {
    ip_solver_free(made->solver);
    ip_dataset_free(made->dataset);
}

#define assert_refused(call)                                                                                                  \
    do {                                                                                                                      \
        ip_error error = {IP_OK, ""};                                                                                         \
        assert_int_equal(call, IP_BAD_ARGUMENT);                                                                              \
        assert_int_equal(error.status, IP_BAD_ARGUMENT);                                                                      \
        assert_true(error.message[0] != '\0');                                                                                \
    } while (0)

static void test_questions(void **state) {
    (void)state;
    fixture made = begin();
    ip_executor *executor = new_executor(made.dataset, 2);
    for (int i = 0; i < NO_ELEMENTS; i++) {
        int metal = no_elements[i];
        ip_reservoir reservoir = IP_RESERVOIR_INIT;
        ip_profile profile;
        ip_coating_list list;
        ip_coating coating;
        ip_coating_search search = IP_COATING_SEARCH_INIT;
        double low, high;
        search.metal = metal;
        assert_refused(ip_reservoir_open(&reservoir, metal, -1.0, &error));
        assert_refused(ip_reservoir_open_metal(&reservoir, metal, 1, 1.0, &error));
        assert_int_equal(reservoir.count, 0);
        for (int charge = 0; charge <= 1; charge++) {
            assert_refused(ip_profile_find(&profile, made.solver, &made.sulfide, metal, charge, &error));
            assert_refused(ip_window_find(&low, &high, made.solver, &made.sulfide, metal, charge, &error));
            assert_refused(ip_interface_worst_voltage(&low, NULL, made.solver, &made.sulfide, &made.salt, metal, charge, 1.0, 2.0,
                                                      NULL, &error));
            search.charge = charge;
            assert_refused(ip_coating_find(&list, executor, &search, NULL, NULL, &error));
        }
        ip_coating_examine(&coating, made.solver, &search, ip_dataset_find(made.dataset, &made.sulfide));
        assert_int_equal(coating.status, IP_BAD_ARGUMENT);
        ip_coating_clear(&coating);
        assert_null(ip_dataset_element(made.dataset, metal));
        assert_null(ip_element_symbol(metal));
        assert_int_equal(ip_element_charge(metal), 0);
        assert_near(ip_composition_amount(&made.sulfide, metal), 0.0, 0.0);
    }
    ip_executor_free(executor);
    end(&made);
}

/* A reservoir that was filled by hand is looked at before it is used. */
static void check_reservoir(const fixture *made, const ip_reservoir *reservoir) {
    ip_equilibrium equilibrium;
    ip_interface found;
    double depth;
    assert_refused(ip_equilibrium_find(&equilibrium, made->solver, &made->sulfide, reservoir, NULL, &error));
    assert_refused(ip_interface_find(&found, made->solver, &made->sulfide, &made->salt, reservoir, &error));
    assert_refused(ip_interface_depth(&depth, NULL, made->solver, &made->sulfide, &made->salt, reservoir, &error));
}

static void test_reservoirs(void **state) {
    (void)state;
    static const double no_potentials[] = {NAN, INFINITY, -INFINITY};
    static const int no_counts[] = {-1, INT_MIN, IP_ELEMENT_COUNT + 1, INT_MAX};
    fixture made = begin();
    ip_equilibrium equilibrium;
    for (int i = 0; i < NO_ELEMENTS; i++) {
        ip_reservoir reservoir = {1, {no_elements[i]}, {-1.0}, NULL};
        check_reservoir(&made, &reservoir);
        reservoir = (ip_reservoir){2, {SODIUM, no_elements[i]}, {-1.0, -1.0}, NULL};
        check_reservoir(&made, &reservoir);
    }
    for (int i = 0; i < 3; i++) {
        ip_reservoir reservoir = {1, {SODIUM}, {no_potentials[i]}, NULL};
        check_reservoir(&made, &reservoir);
    }
    for (int i = 0; i < 4; i++) {
        ip_reservoir reservoir = {no_counts[i], {SODIUM}, {-1.0}, NULL};
        check_reservoir(&made, &reservoir);
        assert_refused(ip_reservoir_open(&reservoir, SULFUR, -1.0, &error));
    }
    ip_reservoir twice = {2, {SODIUM, SODIUM}, {-1.0, -2.0}, NULL}, good = {1, {SODIUM}, {-1.0}, NULL};
    check_reservoir(&made, &twice);
    assert_int_equal(ip_equilibrium_find(&equilibrium, made.solver, &made.sulfide, &good, NULL, NULL), IP_OK);
    ip_equilibrium_clear(&equilibrium);
    end(&made);
}

/* Bits of a set beyond the last element are of no account, and a full set has room in its list. */
static void test_sets(void **state) {
    (void)state;
    ip_element_set set = {{UINT64_MAX, UINT64_MAX}};
    int list[IP_ELEMENT_COUNT];
    assert_int_equal(ip_element_set_list(set, list), IP_ELEMENT_COUNT);
    for (int i = 0; i < IP_ELEMENT_COUNT; i++)
        assert_int_equal(list[i], i + 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_questions),
        cmocka_unit_test(test_reservoirs),
        cmocka_unit_test(test_sets),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
