/* Status codes and error messages shared by every module.
 *
 * A function that can fail returns an ip_status and, where the caller passes an ip_error, fills it with a
 * sentence for people: what was wrong, where, and what was expected. Nothing here allocates or prints. */
#ifndef INTERPHASE_STATUS_H
#define INTERPHASE_STATUS_H

#if defined(__GNUC__)
#define IP_API __attribute__((visibility("default")))
#define IP_PRINTF(format_index, first_argument) __attribute__((format(printf, format_index, first_argument)))
#else
#define IP_API
#define IP_PRINTF(format_index, first_argument)
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef enum ip_status {
    IP_OK = 0,
    IP_BAD_FORMULA,     /* a chemical formula that cannot be read */
    IP_BAD_TABLE,       /* a formation-energy table that cannot be used */
    IP_BAD_ARGUMENT,    /* a value outside its documented range */
    IP_MISSING_ELEMENT, /* an element of the question has no row of its own in the table */
    IP_INFEASIBLE,      /* no combination of the phases left balances the composition */
    IP_UNBOUNDED,       /* at these chemical potentials a phase would grow without bound */
    IP_RESERVOIR,       /* the composition holds nothing but open elements: there is nothing to react */
    IP_NUMERIC,         /* an answer that failed its certificate, even in exact arithmetic */
    IP_INPUT_OUTPUT,    /* a file that cannot be opened, read or written */
    IP_NO_MEMORY,
    IP_STATUS_COUNT
} ip_status;

#define IP_MESSAGE_SIZE 512

/* Filled by a function that fails; untouched by one that succeeds. Plain data, owned by the caller. */
typedef struct ip_error {
    ip_status status;
    char message[IP_MESSAGE_SIZE]; /* one sentence, no newline, cut at the end if it does not fit */
} ip_error;

/* The stable word that stands in CSV and JSON output, such as "ok" or "bad-formula". Static storage;
 * "unknown" for a value outside the enumeration. */
IP_API const char *ip_status_word(ip_status status);

/* Records `status` and a printf-style message in *error and returns `status`, so that a failing function can
 * end with `return ip_error_set(error, …)`. `error` may be NULL: then only the status is returned. */
IP_API ip_status ip_error_set(ip_error *error, ip_status status, const char *format, ...) IP_PRINTF(3, 4);

/* Puts "prefix: " in front of a message that a lower layer left, keeping its status, which is returned. */
IP_API ip_status ip_error_prefix(ip_error *error, ip_status status, const char *format, ...) IP_PRINTF(3, 4);

#ifdef __cplusplus
}
#endif
#endif
