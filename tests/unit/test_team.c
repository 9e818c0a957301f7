/* A team of one, which every program is that is built without MPI. Teams of more are tested as they are started:
 * tests/cli/mpi.test. */
#include "support.h"

#include <interphase/executors.h>
#include <interphase/team.h>

#include <string.h>

static void test_one_is_first_and_alone(void **state) {
    ip_error error;
    (void)state;
    assert_false(ip_team_is_joint());
    assert_int_equal(ip_team_rank(), 0);
    assert_int_equal(ip_team_size(), 1);
    assert_ok(ip_team_join(&error), &error);
    assert_int_equal(ip_team_rank(), 0);
    assert_int_equal(ip_team_size(), 1);
}

static void test_one_agrees_with_itself(void **state) {
    ip_error error;
    (void)state;
    int whose = -1;
    assert_int_equal(ip_team_agree(0, NULL), 0);
    assert_int_equal(ip_team_agree(4, &whose), 4);
    assert_int_equal(whose, 0);
    assert_int_equal(ip_team_agree(0, NULL), 0); /* nobody else has to be told that it is over */
    assert_ok(ip_team_compare("tables", &error), &error);
}

static void test_counter_of_one(void **state) {
    (void)state;
    for (int again = 0; again < 2; again++) {
        assert_int_equal(ip_team_count_anew(), 0);
        for (long i = 0; i < 5; i++) {
            assert_int_equal(ip_team_next(), i);
            ip_team_attend();
        }
    }
    ip_team_end_count();
    long beyond = ip_team_next();
    assert_true(beyond > 1000000000000L && ip_team_next() > beyond);
    assert_int_equal(ip_team_leave(1, NULL), 1);
}

/* The library does not know MPI. */
static void test_library_has_no_executor_of_several_processes(void **state) {
    (void)state;
    for (int i = 0; ip_executors_name(i); i++)
        assert_string_not_equal(ip_executors_name(i), "mpi");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_is_first_and_alone),
        cmocka_unit_test(test_one_agrees_with_itself),
        cmocka_unit_test(test_counter_of_one),
        cmocka_unit_test(test_library_has_no_executor_of_several_processes),
    };
    return run_unit_tests(tests);
}
