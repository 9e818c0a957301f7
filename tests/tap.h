/* What the test programs share: results in the Test Anything Protocol, and where the sources are. */
#ifndef INTERPHASE_TESTS_TAP_H
#define INTERPHASE_TESTS_TAP_H

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int tap_count;

static inline void tap_note(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline bool tap_ok(bool passed, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* A remark for whoever reads the log. */
static inline void tap_note(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("# ", stdout);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
}

/* One result; returns whether it passed. */
static inline bool tap_ok(bool passed, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    printf("%sok %d - ", passed ? "" : "not ", ++tap_count);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    fflush(stdout);
    return passed;
}

/* To be returned from main() when a whole program has nothing to test against. */
static inline int tap_skip_all(const char *reason) {
    printf("1..0 # SKIP %s\n", reason);
    return EXIT_SUCCESS;
}

static inline void tap_skip(const char *reason) {
    printf("ok %d # SKIP %s\n", ++tap_count, reason);
}

/* Something without which the rest makes no sense has failed. */
static inline void tap_bail_out(const char *reason) {
    printf("Bail out! %s\n", reason);
    exit(EXIT_FAILURE);
}

/* Prints the plan; to be returned from main(). The results count: a status would be one more failure. */
static inline int tap_done(void) {
    printf("1..%d\n", tap_count);
    return EXIT_SUCCESS;
}

static inline bool tap_environment(const char *name) {
    const char *value = getenv(name);
    return value && *value;
}

/* Whether the whole length is wanted, however long it takes. */
static inline bool tap_is_full(void) {
    return tap_environment("INTERPHASE_TEST_FULL");
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TAP_SANITIZED 1
#endif
#elif defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define TAP_SANITIZED 1
#endif

/* Whether every instruction is being watched, and a sample has to do. */
static inline bool tap_is_slow(void) {
#ifdef TAP_SANITIZED
    return true;
#else
    return tap_environment("INTERPHASE_TEST_WRAPPER");
#endif
}

/* Path of a file of the sources, in one static buffer. */
static inline const char *tap_source(const char *relative) {
    static char path[8192];
    const char *sources = getenv("SOURCES");
    snprintf(path, sizeof path, "%s/%s", sources && *sources ? sources : ".", relative);
    return path;
}

/* Path of a file of independent answers: in the folder that $INTERPHASE_VALIDATION names, else in
 * shared/validation beside the sources. One static buffer. */
static inline const char *tap_answers(const char *name) {
    static char path[4096];
    const char *folder = getenv("INTERPHASE_VALIDATION");
    if (!folder || !*folder)
        return tap_source((snprintf(path, sizeof path, "../shared/validation/%s", name), path));
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

#endif
