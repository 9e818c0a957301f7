/* The pool of threads: every item once, items of one key in one thread, and the end that a stop brings. */
#include "support.h"

#include <interphase/screening.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* The pool splits longer runs of one key. */
enum { LARGEST_GROUP = 64 };

static const char *const table = "formula,energy\nNa,0\nS,0\nNa2S,-1.2\n";
static const int thread_counts[] = {1, 2, 3, 5, 16};
enum { THREAD_COUNTS = sizeof thread_counts / sizeof *thread_counts };

/* What the work notes of each item. */
typedef struct record {
    atomic_int times;    /* that the item was done */
    pthread_t thread;
    ip_solver *solver;
    long place;          /* among all items, in the order in which they were begun */
} record;

typedef struct notes {
    record *records;
    atomic_long begun;
    volatile int stop;
    long stop_after; /* items; -1 for never */
} notes;

static notes new_notes(long count) {
    notes made = {.records = calloc((size_t)count + 1, sizeof(record)), .stop_after = -1};
    assert_non_null(made.records);
    return made;
}

static void note(void *user, ip_solver *solver, long item) {
    notes *made = user;
    record *entry = &made->records[item];
    entry->place = atomic_fetch_add(&made->begun, 1);
    entry->thread = pthread_self();
    entry->solver = solver;
    atomic_fetch_add(&entry->times, 1);
    if (made->stop_after >= 0 && entry->place + 1 >= made->stop_after)
        made->stop = 1;
}

/* Some sets of elements, so many that runs of one key are short and long. */
static ip_element_set *random_keys(random_source *source, long count, int kinds) {
    ip_element_set *keys = calloc((size_t)count + 1, sizeof *keys);
    assert_non_null(keys);
    for (long i = 0; i < count; i++)
        ip_element_set_add(&keys[i], 1 + random_below(source, kinds));
    return keys;
}

static void check_each_once(const notes *made, long count) {
    for (long i = 0; i < count; i++)
        assert_int_equal(atomic_load(&made->records[i].times), 1);
    assert_int_equal(atomic_load(&made->begun), count);
}

/* A solver belongs to one thread, and no two threads share one. */
static void check_solvers(const notes *made, long count) {
    for (long i = 1; i < count; i++)
        assert_int_equal(pthread_equal(made->records[i].thread, made->records[0].thread) != 0,
                         made->records[i].solver == made->records[0].solver);
}

static void test_every_item_once(void **state) {
    (void)state;
    static const long counts[] = {0, 1, 2, 63, 64, 65, 1000};
    random_source source = random_start(701);
    ip_dataset *dataset = read_text(table);
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_workers *workers = new_workers(dataset, thread_counts[t]);
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            for (int kinds = 0; kinds <= 100; kinds += 50) {
                notes made = new_notes(counts[c]);
                ip_element_set *keys = kinds ? random_keys(&source, counts[c], kinds) : NULL;
                ip_workers_run(workers, counts[c], keys, note, &made, kinds == 50 ? &made.stop : NULL);
                check_each_once(&made, counts[c]);
                check_solvers(&made, counts[c]);
                free(keys);
                free(made.records);
            }
        ip_workers_free(workers);
    }
    ip_dataset_free(dataset);
}

/* In the list of its own key, an item that does not begin a group was done by the thread of the one before, later. */
static void check_groups(const notes *made, const ip_element_set *keys, long count) {
    for (long i = 0; i < count; i++) {
        long before = -1, rank = 0;
        for (long j = 0; j < i; j++)
            if (ip_element_set_same(keys[i], keys[j])) {
                before = j;
                rank++;
            }
        if (rank % LARGEST_GROUP == 0)
            continue;
        assert_true(pthread_equal(made->records[i].thread, made->records[before].thread));
        assert_true(made->records[i].place > made->records[before].place);
    }
}

static void test_keys_stay_together(void **state) {
    (void)state;
    random_source source = random_start(702);
    ip_dataset *dataset = read_text(table);
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_workers *workers = new_workers(dataset, thread_counts[t]);
        for (int round = repetitions(4); round > 0; round--) {
            long count = 1 + random_below(&source, 800);
            notes made = new_notes(count);
            ip_element_set *keys = random_keys(&source, count, 1 + random_below(&source, 60));
            ip_workers_run(workers, count, keys, note, &made, NULL);
            check_each_once(&made, count);
            check_groups(&made, keys, count);
            free(keys);
            free(made.records);
        }
        ip_workers_free(workers);
    }
    ip_dataset_free(dataset);
}

/* Sets that differ in one element, of either half of the table, are different keys. */
static void test_one_thread_follows_the_keys(void **state) {
    (void)state;
    static const int elements[] = {90, 3, 90, 64, 3, 63, 90, 64};
    static const long places[] = {5, 0, 6, 3, 1, 2, 7, 4}; /* 3, 3, 63, 64, 64, 90, 90, 90 */
    enum { COUNT = sizeof elements / sizeof *elements };
    ip_dataset *dataset = read_text(table);
    ip_workers *workers = new_workers(dataset, 1);
    ip_element_set keys[COUNT] = {{{0, 0}}};
    notes made = new_notes(COUNT);
    for (int i = 0; i < COUNT; i++)
        ip_element_set_add(&keys[i], elements[i]);
    ip_workers_run(workers, COUNT, keys, note, &made, NULL);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(made.records[i].place, places[i]);
    free(made.records);
    /* Without keys one thread keeps to the order of the items. */
    made = new_notes(COUNT);
    ip_workers_run(workers, COUNT, NULL, note, &made, NULL);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(made.records[i].place, i);
    free(made.records);
    ip_workers_free(workers);
    ip_dataset_free(dataset);
}

static void test_stop(void **state) {
    (void)state;
    enum { COUNT = 2000, STOP_AFTER = 20 };
    random_source source = random_start(703);
    ip_dataset *dataset = read_text(table);
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_workers *workers = new_workers(dataset, thread_counts[t]);
        notes made = new_notes(COUNT);
        ip_element_set *keys = random_keys(&source, COUNT, 7);
        made.stop_after = STOP_AFTER;
        ip_workers_run(workers, COUNT, keys, note, &made, &made.stop);
        /* Every other thread may have been about to begin one. */
        assert_in_range(atomic_load(&made.begun), STOP_AFTER, STOP_AFTER + thread_counts[t] - 1);
        for (long i = 0; i < COUNT; i++)
            assert_in_range(atomic_load(&made.records[i].times), 0, 1);
        /* A flag that is set from the start: nothing is begun, and the call returns. */
        long before = atomic_load(&made.begun);
        ip_workers_run(workers, COUNT, keys, note, &made, &made.stop);
        assert_int_equal(atomic_load(&made.begun), before);
        free(made.records);
        /* The pool is as good as before. */
        made = new_notes(COUNT);
        ip_workers_run(workers, COUNT, keys, note, &made, &made.stop);
        check_each_once(&made, COUNT);
        free(made.records);
        free(keys);
        ip_workers_free(workers);
    }
    ip_dataset_free(dataset);
}

/* Threads that never had work end too, and many short runs neither lose an item nor hang. */
static void test_many_runs(void **state) {
    (void)state;
    enum { COUNT = 3 };
    ip_dataset *dataset = read_text(table);
    for (int t = 0; t < THREAD_COUNTS; t++) {
        ip_workers_free(new_workers(dataset, thread_counts[t]));
        ip_workers *workers = new_workers(dataset, thread_counts[t]);
        for (int round = repetitions(100); round > 0; round--) {
            notes made = new_notes(COUNT);
            ip_workers_run(workers, COUNT, NULL, note, &made, NULL);
            check_each_once(&made, COUNT);
            free(made.records);
        }
        ip_workers_free(workers);
    }
    ip_workers_free(NULL);
    ip_dataset_free(dataset);
}

static void test_bad_arguments(void **state) {
    (void)state;
    static const int counts[] = {0, -1, -1000000, 1025, 1000000};
    ip_dataset *dataset = read_text(table);
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        ip_workers *workers = NULL;
        ip_error error;
        assert_int_equal(ip_workers_new(&workers, dataset, counts[i], &error), IP_BAD_ARGUMENT);
        assert_null(workers);
        assert_contains(error.message, "from 1 to 1024");
        assert_int_equal(ip_workers_new(&workers, dataset, counts[i], NULL), IP_BAD_ARGUMENT);
    }
    assert_true(ip_workers_processors() >= 1);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_item_once),
        cmocka_unit_test(test_keys_stay_together),
        cmocka_unit_test(test_one_thread_follows_the_keys),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_many_runs),
        cmocka_unit_test(test_bad_arguments),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
