#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
/* Every executor: each item once, items of one key in one thread, answers in order, and the end that a stop brings. */
#include "support.h"

#include "base/processor_quota.h"

#include <interphase/processors.h>

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* The executors split longer runs of one key, and take answers in blocks of so many items. */
enum { LARGEST_GROUP = 64, BLOCK = 8192 };

static const char *const table = "formula,e_form\nNa,0\nS,0\nNa2S,-1.2\n";

/* Every kind there is, at some widths. */
static const int widths[] = {1, 2, 3, 5, 16};
enum { WIDTHS = sizeof widths / sizeof *widths, MOST_KINDS = 8 };

typedef void (*executor_test)(ip_executor *executor, bool is_ordered);

static void with_each(executor_test test) {
    ip_dataset *dataset = read_text(table);
    for (int kind = 0; ip_executors_name(kind); kind++)
        for (int w = 0; w < WIDTHS; w++) {
            ip_executor *executor;
            ip_error error;
            const char *name = ip_executors_name(kind);
            assert_ok(ip_executors_new(&executor, name, dataset, widths[w], &error), &error);
            assert_ptr_equal(ip_executor_dataset(executor), dataset);
            assert_int_equal(ip_executor_width(executor), strcmp(name, "serial") == 0 ? 1 : widths[w]);
            test(executor, ip_executor_width(executor) == 1);
            ip_executor_free(executor);
        }
    ip_dataset_free(dataset);
}

/* What the work notes of each item. */
typedef struct record {
    atomic_int times;    /* that the item was done */
    pthread_t thread;
    ip_solver *solver;
    long place;          /* among all items, in the order in which they were begun */
    int taken;           /* how often its answer was */
} record;

typedef struct notes {
    record *records;
    atomic_long begun;
    atomic_int stop;
    long stop_after; /* items; -1 for never */
    bool answers;    /* the work packs one */
    bool stop_at_take;
    pthread_t caller;
    long last_taken, taken;
    ip_stop asked;
} notes;

static bool is_stopped(void *user) {
    notes *made = user;
    return atomic_load(&made->stop) != 0;
}

static notes *new_notes(long count) {
    notes *made = calloc(1, sizeof *made);
    assert_non_null(made);
    made->records = calloc((size_t)count + 1, sizeof(record));
    made->stop_after = made->last_taken = -1;
    made->caller = pthread_self();
    made->asked.should_stop = is_stopped;
    made->asked.user = made;
    assert_non_null(made->records);
    return made;
}

static void free_notes(notes *made) {
    free(made->records);
    free(made);
}

/* An answer of a length that differs from item to item, empty for some. */
static void pack_answer(ip_packed *answer, long item) {
    assert_int_equal(answer->size, 0);
    for (long i = 0; i < item % 5; i++)
        ip_packed_put_integer(answer, item + i);
}

static void note(void *user, ip_solver *solver, long item, ip_packed *answer) {
    notes *made = user;
    record *entry = &made->records[item];
    entry->place = atomic_fetch_add(&made->begun, 1);
    entry->thread = pthread_self();
    entry->solver = solver;
    atomic_fetch_add(&entry->times, 1);
    if (made->answers)
        pack_answer(answer, item);
    if (made->stop_after >= 0 && entry->place + 1 >= made->stop_after)
        atomic_store(&made->stop, 1);
}

static void take(void *user, long item, const void *answer, size_t size) {
    notes *made = user;
    ip_packed_reader reader = ip_packed_read(answer, size);
    assert_true(pthread_equal(pthread_self(), made->caller));
    assert_int_equal(atomic_load(&made->records[item].times), 1);
    assert_true(item > made->last_taken);
    made->last_taken = item;
    made->taken++;
    made->records[item].taken++;
    for (long i = 0; i < item % 5; i++)
        assert_int_equal(ip_packed_get_integer(&reader), item + i);
    assert_int_equal(reader.left, 0);
    assert_false(reader.failed);
    if (made->stop_at_take)
        atomic_store(&made->stop, 1);
}

static void do_job(ip_executor *executor, notes *made, long count, const ip_element_set *keys, bool takes, bool stops) {
    ip_job job = {.count = count, .keys = keys, .work = note, .user = made};
    ip_error error;
    job.take = takes ? take : NULL;
    job.stop = stops ? &made->asked : NULL;
    made->answers = takes;
    made->last_taken = -1;
    assert_ok(ip_executor_run(executor, &job, &error), &error);
}

/* Some sets of elements, so many that runs of one key are short and long. */
static ip_element_set *random_keys(random_source *source, long count, int kinds) {
    ip_element_set *keys = calloc((size_t)count + 1, sizeof *keys);
    assert_non_null(keys);
    for (long i = 0; i < count; i++)
        ip_element_set_add(&keys[i], 1 + random_below(source, kinds));
    return keys;
}

static void check_each_once(const notes *made, long count, bool takes) {
    for (long i = 0; i < count; i++) {
        assert_int_equal(atomic_load(&made->records[i].times), 1);
        assert_int_equal(made->records[i].taken, takes);
    }
    assert_int_equal(atomic_load(&made->begun), count);
}

/* A solver belongs to one thread, and no two threads share one. */
static void check_solvers(const notes *made, long count) {
    for (long i = 1; i < count; i++)
        assert_int_equal(pthread_equal(made->records[i].thread, made->records[0].thread) != 0,
                         made->records[i].solver == made->records[0].solver);
}

static void check_every_item(ip_executor *executor, bool is_ordered) {
    static const long counts[] = {0, 1, 2, 63, 64, 65, 1000, BLOCK, 3 * BLOCK + 1};
    random_source source = random_start(701);
    (void)is_ordered;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
        for (int kinds = 0; kinds <= 100; kinds += 50)
            for (int takes = 0; takes <= 1; takes++) {
                notes *made = new_notes(counts[c]);
                ip_element_set *keys = kinds ? random_keys(&source, counts[c], kinds) : NULL;
                do_job(executor, made, counts[c], keys, takes, kinds == 50);
                check_each_once(made, counts[c], takes);
                check_solvers(made, counts[c]);
                free(keys);
                free_notes(made);
            }
}

static void test_every_item_once(void **state) {
    (void)state;
    with_each(check_every_item);
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

static void check_keys(ip_executor *executor, bool is_ordered) {
    random_source source = random_start(702);
    (void)is_ordered;
    for (int round = repetitions(4); round > 0; round--) {
        long count = 1 + random_below(&source, 800);
        notes *made = new_notes(count);
        ip_element_set *keys = random_keys(&source, count, 1 + random_below(&source, 60));
        do_job(executor, made, count, keys, round % 2, false);
        check_each_once(made, count, round % 2);
        check_groups(made, keys, count);
        free(keys);
        free_notes(made);
    }
}

static void test_keys_stay_together(void **state) {
    (void)state;
    with_each(check_keys);
}

/* Sets that differ in one element, of either half of the table, are different keys. */
static void check_order(ip_executor *executor, bool is_ordered) {
    static const int elements[] = {90, 3, 90, 64, 3, 63, 90, 64};
    static const long places[] = {5, 0, 6, 3, 1, 2, 7, 4}; /* 3, 3, 63, 64, 64, 90, 90, 90 */
    enum { COUNT = sizeof elements / sizeof *elements };
    ip_element_set keys[COUNT] = {{{0, 0}}};
    if (!is_ordered)
        return;
    for (int i = 0; i < COUNT; i++)
        ip_element_set_add(&keys[i], elements[i]);
    for (int takes = 0; takes <= 1; takes++) {
        notes *made = new_notes(COUNT);
        do_job(executor, made, COUNT, keys, takes, false);
        for (int i = 0; i < COUNT; i++)
            assert_int_equal(made->records[i].place, places[i]);
        free_notes(made);
        /* Without keys one thread keeps to the order of the items. */
        made = new_notes(COUNT);
        do_job(executor, made, COUNT, NULL, takes, false);
        for (int i = 0; i < COUNT; i++)
            assert_int_equal(made->records[i].place, i);
        free_notes(made);
    }
}

static void test_one_thread_follows_the_keys(void **state) {
    (void)state;
    with_each(check_order);
}

static void check_stop(ip_executor *executor, bool is_ordered) {
    enum { COUNT = 2000, STOP_AFTER = 20 };
    random_source source = random_start(703);
    int width = ip_executor_width(executor);
    (void)is_ordered;
    for (int takes = 0; takes <= 1; takes++) {
        notes *made = new_notes(COUNT);
        ip_element_set *keys = random_keys(&source, COUNT, 7);
        made->stop_after = STOP_AFTER;
        do_job(executor, made, COUNT, keys, takes, true);
        /* Every other thread may have been about to begin one. */
        assert_in_range(atomic_load(&made->begun), STOP_AFTER, STOP_AFTER + width - 1);
        for (long i = 0; i < COUNT; i++) {
            assert_in_range(atomic_load(&made->records[i].times), 0, 1);
            /* What was done is not lost. */
            assert_int_equal(made->records[i].taken, takes && atomic_load(&made->records[i].times));
        }
        /* A flag that is set from the start: nothing is begun, and the call returns. */
        long before = atomic_load(&made->begun), taken = made->taken;
        do_job(executor, made, COUNT, keys, takes, true);
        assert_int_equal(atomic_load(&made->begun), before);
        assert_int_equal(made->taken, taken);
        free_notes(made);
        /* The executor is as good as before. */
        made = new_notes(COUNT);
        do_job(executor, made, COUNT, keys, takes, true);
        check_each_once(made, COUNT, takes);
        free_notes(made);
        free(keys);
    }
}

static void test_stop(void **state) {
    (void)state;
    with_each(check_stop);
}

/* Whoever takes the first answers may wish to end it: then there is no going through what is left. */
static void check_stop_at_take(ip_executor *executor, bool is_ordered) {
    enum { COUNT = 6 * BLOCK };
    notes *made = new_notes(COUNT);
    (void)is_ordered;
    made->stop_at_take = true;
    do_job(executor, made, COUNT, NULL, true, true);
    /* One block had been done, and the next may have been begun. */
    assert_in_range(made->taken, BLOCK, 2 * BLOCK);
    assert_int_equal(made->taken, atomic_load(&made->begun));
    free_notes(made);
}

static void test_stop_at_take(void **state) {
    (void)state;
    with_each(check_stop_at_take);
}

/* A stop that is wished for once counts, though nobody wishes for it any more. */
static bool is_once(void *user) {
    notes *made = user;
    return atomic_load(&made->begun) >= 10 && atomic_fetch_add(&made->stop, 1) == 0;
}

static void check_lasting_stop(ip_executor *executor, bool is_ordered) {
    enum { COUNT = 500 };
    notes *made = new_notes(COUNT);
    ip_stop once = {is_once, made};
    ip_job job = {.count = COUNT, .work = note, .stop = &once, .user = made};
    ip_error error;
    (void)is_ordered;
    assert_ok(ip_executor_run(executor, &job, &error), &error);
    assert_in_range(atomic_load(&made->begun), 10, 10 + 2 * ip_executor_width(executor));
    free_notes(made);
}

static void test_lasting_stop(void **state) {
    (void)state;
    with_each(check_lasting_stop);
}

/* Threads that never had work end too, and many short jobs neither lose an item nor hang. */
static void check_many_jobs(ip_executor *executor, bool is_ordered) {
    enum { COUNT = 3 };
    (void)is_ordered;
    for (int round = repetitions(100); round > 0; round--) {
        notes *made = new_notes(COUNT);
        do_job(executor, made, COUNT, NULL, round % 2, false);
        check_each_once(made, COUNT, round % 2);
        free_notes(made);
    }
}

static void test_many_jobs(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(table);
    for (int w = 0; w < WIDTHS; w++)
        ip_executor_free(new_executor(dataset, widths[w]));
    ip_executor_free(NULL);
    ip_dataset_free(dataset);
    with_each(check_many_jobs);
}

/* An answer that could not be packed for lack of memory is no answer: the call says so, and hands on none for it. */
static void lose(void *user, ip_solver *solver, long item, ip_packed *answer) {
    note(user, solver, item, answer);
    answer->failed = answer->failed || item == 2;
}

static void check_lost_answer(ip_executor *executor, bool is_ordered) {
    enum { COUNT = 2000 };
    notes *made = new_notes(COUNT);
    ip_job job = {.count = COUNT, .work = lose, .take = take, .user = made};
    ip_error error;
    (void)is_ordered;
    made->answers = true;
    assert_int_equal(ip_executor_run(executor, &job, &error), IP_NO_MEMORY);
    assert_int_equal(error.status, IP_NO_MEMORY);
    assert_int_equal(made->records[2].taken, 0);
    free_notes(made);
}

static void test_lost_answer(void **state) {
    (void)state;
    with_each(check_lost_answer);
}

static void test_bad_arguments(void **state) {
    (void)state;
    static const int counts[] = {0, -1, -1000000, 1025, 1000000};
    ip_dataset *dataset = read_text(table);
    ip_executor *executor = NULL;
    ip_error error;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        assert_int_equal(ip_executors_new(&executor, NULL, dataset, counts[i], &error), IP_BAD_ARGUMENT);
        assert_null(executor);
        assert_contains(error.message, "from 1 to 1024");
        assert_int_equal(ip_executors_new(&executor, "threads", dataset, counts[i], NULL), IP_BAD_ARGUMENT);
    }
    assert_int_equal(ip_executors_new(&executor, "thread", dataset, 1, &error), IP_BAD_ARGUMENT);
    assert_contains(error.message, "'thread'");
    assert_null(executor);
    assert_string_equal(ip_executors_name(0), "serial");
    assert_string_equal(ip_executors_name(1), "threads");
    assert_null(ip_executors_name(-1));
    assert_null(ip_executors_name(MOST_KINDS));
    assert_true(ip_processors() >= 1);
    ip_dataset_free(dataset);
}

/* ---- processors. The system is asked through these, here. */

static int allowed_processors; /* 0: the system cannot say */

int sched_getaffinity(pid_t process, size_t size, cpu_set_t *set) {
    (void)process;
    if (!allowed_processors) {
        errno = EINVAL;
        return -1;
    }
    CPU_ZERO_S(size, set);
    for (int i = 0; i < allowed_processors; i++)
        CPU_SET_S(2 * (size_t)i + 1, size, set);
    return 0;
}

static void test_processors(void **state) {
    (void)state;
    long quota = ip_processor_quota(""), online = sysconf(_SC_NPROCESSORS_ONLN);
    allowed_processors = 3;
    assert_int_equal(ip_processors(), quota && quota < 3 ? quota : 3);
    allowed_processors = 1;
    assert_int_equal(ip_processors(), 1);
    allowed_processors = 0; /* as where there are more than its mask has room for */
    assert_int_equal(ip_processors(), quota && quota < online ? quota : online);
}

/* ---- quotas: a system's files below a folder */

static char system_root[] = "/tmp/interphase-system-XXXXXX";

static void put_file(const char *name, const char *text) {
    char path[256], call[300];
    snprintf(path, sizeof path, "%s%s", system_root, name);
    snprintf(call, sizeof call, "mkdir -p \"$(dirname '%s')\"", path);
    assert_int_equal(system(call), 0);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void test_quota(void **state) {
    (void)state;
    assert_non_null(mkdtemp(system_root));
    assert_int_equal(ip_processor_quota(system_root), 0);
    /* The second version: of the group and those above it the smallest counts, rounded up. */
    put_file("/proc/self/cgroup", "0::/slurm/job/step\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    put_file("/sys/fs/cgroup/slurm/job/step/cpu.max", "max 100000\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    put_file("/sys/fs/cgroup/slurm/job/cpu.max", "400000 100000\n");
    assert_int_equal(ip_processor_quota(system_root), 4);
    put_file("/sys/fs/cgroup/slurm/cpu.max", "250000 100000\n");
    assert_int_equal(ip_processor_quota(system_root), 3);
    put_file("/sys/fs/cgroup/slurm/job/step/cpu.max", "50000 100000\n");
    assert_int_equal(ip_processor_quota(system_root), 1);
    /* A container sees itself at the root. */
    put_file("/proc/self/cgroup", "0::/\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    put_file("/sys/fs/cgroup/cpu.max", "200000 100000\n");
    assert_int_equal(ip_processor_quota(system_root), 2);
    /* The first version, whose controllers have folders of their own; what is no quota is none. */
    put_file("/proc/self/cgroup", "5:cpuset:/a\n4:cpu,cpuacct:/a/b\nnonsense\n3:x\n2:cpu:b\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    put_file("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_quota_us", "-1\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/a/b/cpu.cfs_period_us", "100000\n");
    put_file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_quota_us", "600000\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    put_file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "100000\n");
    assert_int_equal(ip_processor_quota(system_root), 6);
    put_file("/sys/fs/cgroup/cpuset/a/cpu.cfs_quota_us", "100000\n");
    put_file("/sys/fs/cgroup/cpuset/a/cpu.cfs_period_us", "100000\n");
    assert_int_equal(ip_processor_quota(system_root), 6);
    put_file("/sys/fs/cgroup/cpu,cpuacct/a/cpu.cfs_period_us", "0\n");
    assert_int_equal(ip_processor_quota(system_root), 0);
    char call[100];
    snprintf(call, sizeof call, "rm -r %s", system_root);
    assert_int_equal(system(call), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_item_once),
        cmocka_unit_test(test_keys_stay_together),
        cmocka_unit_test(test_one_thread_follows_the_keys),
        cmocka_unit_test(test_stop),
        cmocka_unit_test(test_stop_at_take),
        cmocka_unit_test(test_lasting_stop),
        cmocka_unit_test(test_many_jobs),
        cmocka_unit_test(test_lost_answer),
        cmocka_unit_test(test_bad_arguments),
        cmocka_unit_test(test_processors),
        cmocka_unit_test(test_quota),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
