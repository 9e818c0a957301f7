/* Work in order: every item once, back in the order in which it was given, whichever thread did it and when. */
#include "support.h"

#include "base/ordered_work.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_THREADS = 8 };

typedef struct item {
    long number;
    atomic_int times; /* worked on */
    int delay;        /* microseconds */
    void *context;
} item;

static void work(void *context, void *given) {
    item *own = given;
    struct timespec delay = {0, own->delay * 1000L};
    nanosleep(&delay, NULL);
    own->context = context;
    atomic_fetch_add(&own->times, 1);
}

static ip_ordered_work *start(int threads, int room, ip_item_work how) {
    static int own[MOST_THREADS];
    void *contexts[MOST_THREADS];
    for (int i = 0; i < MOST_THREADS; i++)
        contexts[i] = &own[i];
    ip_ordered_work *ordered;
    ip_error error;
    assert_ok(ip_ordered_work_new(&ordered, threads, room, how, contexts, &error), &error);
    return ordered;
}

static item *new_items(int count, random_source *source) {
    item *items = calloc((size_t)count, sizeof *items);
    assert_non_null(items);
    for (int i = 0; i < count; i++) {
        items[i].number = i;
        items[i].delay = random_below(source, 4) ? 0 : random_below(source, 300);
    }
    return items;
}

/* Gives as many as there is room for, or a random number of them, before each is taken. */
static void run_through(int threads, int room, int count, random_source *source) {
    item *items = new_items(count, source);
    ip_ordered_work *ordered = start(threads, room, work);
    int given = 0, taken = 0;
    assert_null(ip_ordered_work_take(ordered));
    while (taken < count) {
        int wish = random_below(source, room + 1);
        for (; given < count && ip_ordered_work_has_room(ordered) && given - taken < wish; given++)
            ip_ordered_work_give(ordered, &items[given]);
        assert_int_equal(ip_ordered_work_has_room(ordered), given - taken < room);
        item *next = ip_ordered_work_take(ordered);
        if (given == taken) {
            assert_null(next);
            continue;
        }
        assert_non_null(next);
        assert_int_equal(next->number, taken);
        assert_int_equal(atomic_load(&next->times), 1);
        taken++;
    }
    assert_null(ip_ordered_work_take(ordered));
    ip_ordered_work_free(ordered);
    for (int i = 0; i < count; i++)
        assert_int_equal(atomic_load(&items[i].times), 1);
    free(items);
}

static void test_items_come_back_in_order(void **state) {
    (void)state;
    random_source source = random_start(71);
    static const int threads[] = {1, 2, 3, MOST_THREADS};
    static const int rooms[] = {1, 2, 5, 32};
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++)
        for (size_t r = 0; r < sizeof rooms / sizeof *rooms; r++)
            run_through(threads[t], rooms[r], repetitions(120), &source);
}

static void test_one_thread_works_when_it_takes(void **state) {
    (void)state;
    item items[2] = {{.number = 0}, {.number = 1}};
    ip_ordered_work *ordered = start(1, 2, work);
    ip_ordered_work_give(ordered, &items[0]);
    ip_ordered_work_give(ordered, &items[1]);
    assert_int_equal(atomic_load(&items[0].times) + atomic_load(&items[1].times), 0);
    assert_ptr_equal(ip_ordered_work_take(ordered), &items[0]);
    assert_int_equal(atomic_load(&items[1].times), 0);
    ip_ordered_work_free(ordered); /* the second is left as it is */
    assert_int_equal(atomic_load(&items[1].times), 0);
    ip_ordered_work_free(NULL);
}

static pthread_barrier_t meeting;

static void meet(void *context, void *given) {
    item *own = given;
    own->context = context;
    pthread_barrier_wait(&meeting);
}

/* Each of two items waits for the other, so that one thread alone would never come back. */
static void test_threads_work_at_the_same_time(void **state) {
    (void)state;
    item items[2] = {{.number = 0}, {.number = 1}};
    assert_int_equal(pthread_barrier_init(&meeting, NULL, 2), 0);
    ip_ordered_work *ordered = start(2, 2, meet);
    for (int i = 0; i < 2; i++)
        ip_ordered_work_give(ordered, &items[i]);
    for (int i = 0; i < 2; i++)
        assert_ptr_equal(ip_ordered_work_take(ordered), &items[i]);
    assert_ptr_not_equal(items[0].context, items[1].context);
    ip_ordered_work_free(ordered);
    pthread_barrier_destroy(&meeting);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items_come_back_in_order),
        cmocka_unit_test(test_one_thread_works_when_it_takes),
        cmocka_unit_test(test_threads_work_at_the_same_time),
    };
    return run_unit_tests(tests);
}
