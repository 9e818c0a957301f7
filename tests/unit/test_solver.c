/* Solvers pass from thread to thread: any may free one, and one may be used by one thread after another. */
#include "support.h"

#include <interphase/hull.h>
#include <interphase/profile.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static const char *const table = "formula,e_form\nNa,0\nS,0\nCl,0\nNa2S,-1.2\nNaS,-0.9\nNaCl,-2.1\nSCl2,-0.3\nNa3SCl,-1.5\n";
static const char *const subjects[] = {"Na2S", "NaS2", "Na3SCl", "SCl2", "NaCl"};
enum { SUBJECTS = sizeof subjects / sizeof *subjects };

typedef struct errand {
    const ip_dataset *dataset;
    ip_solver *solver; /* given or made by the thread */
    double energies[SUBJECTS];
    bool ends; /* the thread says that it is done with its solvers */
    ip_status status;
} errand;

static void ask(errand *run) {
    for (int i = 0; i < SUBJECTS && !run->status; i++) {
        ip_composition composition;
        ip_hull hull;
        run->status = ip_composition_read(&composition, subjects[i], NULL);
        if (!run->status)
            run->status = ip_hull_find(&hull, run->solver, &composition, NULL);
        if (run->status)
            break;
        run->energies[i] = hull.hull_energy;
        ip_hull_clear(&hull);
    }
}

static void *make_and_ask(void *user) {
    errand *run = user;
    run->status = ip_solver_new(&run->solver, run->dataset, NULL);
    if (!run->status)
        ask(run);
    if (run->ends)
        ip_solver_end_thread();
    return NULL;
}

static void *only_ask(void *user) {
    ask(user);
    return NULL;
}

static void *only_free(void *user) {
    errand *run = user;
    ip_solver_free(run->solver);
    return NULL;
}

static void in_a_thread(void *(*function)(void *), errand *run) {
    pthread_t thread;
    assert_int_equal(pthread_create(&thread, NULL, function, run), 0);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(run->status, IP_OK);
}

static errand reference(const ip_dataset *dataset) {
    errand run = {.dataset = dataset};
    make_and_ask(&run);
    assert_int_equal(run.status, IP_OK);
    ip_solver_free(run.solver);
    return run;
}

static void check_same(const errand *a, const errand *b) {
    for (int i = 0; i < SUBJECTS; i++)
        assert_near(a->energies[i], b->energies[i], 1e-12);
}

static void test_freed_by_another_thread(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    errand expected = reference(dataset), here = {.dataset = dataset};
    for (int round = 0; round < 4; round++) {
        /* Made there, freed here when that thread is gone. */
        errand there = {.dataset = dataset, .ends = round % 2};
        in_a_thread(make_and_ask, &there);
        check_same(&there, &expected);
        ip_solver_free(there.solver);
        /* Made here, freed there; this thread goes on with another. */
        make_and_ask(&here);
        in_a_thread(only_free, &here);
        make_and_ask(&here);
        check_same(&here, &expected);
        if (round % 2)
            ip_solver_end_thread();
        in_a_thread(only_free, &here);
    }
    ip_dataset_free(dataset);
}

static void test_used_by_one_thread_after_another(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    errand expected = reference(dataset), run = {.dataset = dataset};
    in_a_thread(make_and_ask, &run);
    for (int round = 0; round < 3; round++) {
        ask(&run);
        assert_int_equal(run.status, IP_OK);
        check_same(&run, &expected);
        in_a_thread(only_ask, &run);
        check_same(&run, &expected);
    }
    ip_solver_free(run.solver);
    ip_dataset_free(dataset);
}

/* Threads that make solvers, and free those of each other while these go on. */
enum { THREADS = 4, ROUNDS = 60, PLACES = 8 };

typedef struct exchange {
    const ip_dataset *dataset;
    _Atomic(ip_solver *) places[PLACES];
    errand expected;
    atomic_int failures;
} exchange;

static void *exchange_solvers(void *user) {
    exchange *shared = user;
    for (int round = 0; round < ROUNDS; round++) {
        errand run = {.dataset = shared->dataset};
        make_and_ask(&run);
        bool same = !run.status;
        for (int i = 0; i < SUBJECTS && same; i++)
            same =
                run.energies[i] - shared->expected.energies[i] < 1e-12 && run.energies[i] - shared->expected.energies[i] > -1e-12;
        if (!same)
            atomic_fetch_add(&shared->failures, 1);
        ip_solver_free(atomic_exchange(&shared->places[round % PLACES], run.solver));
    }
    return NULL;
}

static void test_exchanged_between_threads(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    exchange shared = {.dataset = dataset, .expected = reference(dataset)};
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, exchange_solvers, &shared), 0);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_join(threads[i], NULL), 0);
    for (int i = 0; i < PLACES; i++)
        ip_solver_free(atomic_load(&shared.places[i]));
    assert_int_equal(atomic_load(&shared.failures), 0);
    ip_dataset_free(dataset);
}

/* A thread that never asked has nothing to release. */
static void test_end_of_a_thread_that_never_asked(void **state) {
    (void)state;
    ip_solver *solver;
    ip_dataset *dataset = read_text(table);
    ip_solver_end_thread();
    ip_solver_end_thread();
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    ip_solver_free(solver);
    ip_solver_free(NULL);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_freed_by_another_thread),
        cmocka_unit_test(test_used_by_one_thread_after_another),
        cmocka_unit_test(test_exchanged_between_threads),
        cmocka_unit_test(test_end_of_a_thread_that_never_asked),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
