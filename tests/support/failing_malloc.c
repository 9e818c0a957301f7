/* Stands before the allocator of the system, which is asked for all but the calls that fail. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include "failing_malloc.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <execinfo.h>
#else
#define backtrace(frames, size) ((void)(frames), 0) /* all calls are of one place, then */
#endif

static atomic_long calls, failing;
static atomic_bool goes_on; /* all calls behind that one fail, too */
static atomic_bool has_ended; /* what destructors ask for, such as counters of coverage, is no part of the program */
static atomic_flag is_registered = ATOMIC_FLAG_INIT;
static bool can_register;

static void *(*next_malloc)(size_t);
static void *(*next_calloc)(size_t, size_t);
static void *(*next_realloc)(void *, size_t);
static void *(*next_aligned)(size_t, size_t);
static void (*next_free)(void *);

/* Where memory was asked for: the first call of each place, that is, of each so many returns. */
enum { MOST_PLACES = 8192, RETURNS = 6, MOST_FRAMES = RETURNS + 4 };
static struct {
    unsigned long place;
    long call;
} places[MOST_PLACES];
static int place_count;
static bool notes_places;
static const void *own_base;

/* What is asked for while the next allocator is looked up; never given back. */
static _Alignas(16) char early[4096];
static size_t early_used;
static bool looking;

static bool is_early(const void *memory) {
    const char *byte = memory;
    return byte >= early && byte < early + sizeof early;
}

static void *take_early(size_t size) {
    size_t begin = early_used;
    size = (size + 15) / 16 * 16;
    if (size > sizeof early - begin)
        return NULL;
    early_used += size;
    return early + begin;
}

/* ISO C knows no way from an object's address to a function's. */
static void look_up(void *function, const char *name) {
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, sizeof found);
}

static bool is_ready(void) {
    if (next_free)
        return true;
    if (looking)
        return false;
    looking = true;
    look_up(&next_malloc, "malloc");
    look_up(&next_calloc, "calloc");
    look_up(&next_realloc, "realloc");
    look_up(&next_aligned, "aligned_alloc");
    look_up(&next_free, "free");
    looking = false;
    return true;
}

static void end(void) {
    atomic_store(&has_ended, true);
}

/* At the first call of the program: handlers of its end that were registered before it began run behind all destructors. */
static void register_end(void) {
    if (can_register && !atomic_flag_test_and_set(&is_registered))
        atexit(end);
}

/* A number for the functions that led here, wherever they were loaded. */
static unsigned long find_place(void) {
    void *frames[MOST_FRAMES];
    unsigned long place = 0;
    int count = backtrace(frames, MOST_FRAMES), used = 0;
    for (int i = 0; i < count && used < RETURNS; i++) {
        Dl_info about;
        if (!dladdr(frames[i], &about) || about.dli_fbase == own_base)
            continue;
        place = place * 1000003 + (unsigned long)((char *)frames[i] - (char *)about.dli_fbase);
        used++;
    }
    return place;
}

/* Of the one thread that there is. */
static void note_place(long call) {
    unsigned long place = find_place();
    int i = 0;
    while (i < place_count && places[i].place != place)
        i++;
    if (i < place_count || i == MOST_PLACES)
        return;
    places[i].place = place;
    places[i].call = call;
    place_count++;
}

static bool fails(void) {
    register_end();
    if (atomic_load(&has_ended))
        return false;
    long at = atomic_load(&failing);
    long call = atomic_fetch_add(&calls, 1) + 1;
    if (notes_places)
        note_place(call);
    if (call != at && !(at && call > at && atomic_load(&goes_on)))
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size) {
    if (!is_ready())
        return take_early(size);
    return fails() ? NULL : next_malloc(size);
}

void *calloc(size_t count, size_t size) {
    if (!is_ready())
        return take_early(count * size);
    return fails() ? NULL : next_calloc(count, size);
}

void *realloc(void *memory, size_t size) {
    if (!is_ready())
        return NULL;
    return fails() ? NULL : next_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
    if (!is_ready())
        return NULL;
    return fails() ? NULL : next_aligned(alignment, size);
}

void free(void *memory) {
    if (memory && !is_early(memory) && is_ready())
        next_free(memory);
}

void failing_malloc_at(long number) {
    atomic_store(&calls, 0);
    atomic_store(&goes_on, false);
    atomic_store(&failing, number);
}

long failing_malloc_calls(void) {
    return atomic_load(&calls);
}

static void __attribute__((constructor)) read_environment(void) {
    const char *at = getenv("FAILING_MALLOC_AT"), *from = getenv("FAILING_MALLOC_FROM");
    Dl_info about;
    is_ready();
    if (getenv("FAILING_MALLOC_PLACES") && dladdr(places, &about)) {
        own_base = about.dli_fbase;
        find_place(); /* the first time asks for memory itself */
        notes_places = true;
    }
    failing_malloc_at(from ? strtol(from, NULL, 10) : at ? strtol(at, NULL, 10) : 0);
    atomic_store(&goes_on, from != NULL);
    can_register = true;
}

/* Written without a stream: those may be closed, and would ask for memory. */
static void write_report(const char *path, const char *text, int length) {
    int descriptor = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
    if (descriptor < 0)
        return;
    if (write(descriptor, text, (size_t)length) != length)
        _exit(125);
    close(descriptor);
}

static void __attribute__((destructor)) report(void) {
    char text[64];
    write_report(getenv("FAILING_MALLOC_REPORT"), text, snprintf(text, sizeof text, "%ld\n", failing_malloc_calls()));
    for (int i = 0; i < place_count; i++)
        write_report(getenv("FAILING_MALLOC_PLACES"), text,
                     snprintf(text, sizeof text, "%ld %lx\n", places[i].call, places[i].place));
}
