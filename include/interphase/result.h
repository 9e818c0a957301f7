/* Results described once: a row is a flat struct, and a list of columns says of each member what it is called, in which
 * unit it counts, what it means and how it is shown.
 *
 * Everything that shows rows (text, CSV, JSON, --describe, man pages, other languages) or carries them (between threads and
 * processes) goes by the description; the functions here know rows as bytes with members and no chemistry. All are safe in
 * any thread for rows and memory that no other thread uses. */
#ifndef INTERPHASE_RESULT_H
#define INTERPHASE_RESULT_H

#include <interphase/packed.h>
#include <interphase/status.h>

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* ---- members */

/* The C type of a member is its kind:
 *   text      const char *      NULL where undefined
 *   number    double            NaN where undefined
 *   count     long              IP_NO_COUNT where undefined
 *   flag      ip_flag           IP_FLAG_NONE where undefined
 *   products  ip_row_products   count -1 where undefined */
typedef enum ip_column_kind { IP_KIND_TEXT, IP_KIND_NUMBER, IP_KIND_COUNT, IP_KIND_FLAG, IP_KIND_PRODUCTS } ip_column_kind;

#define IP_NO_COUNT LONG_MIN

typedef enum ip_flag { IP_FLAG_NONE, IP_FLAG_NO, IP_FLAG_YES } ip_flag;

static inline ip_flag ip_flag_of(bool value) {
    return value ? IP_FLAG_YES : IP_FLAG_NO;
}

/* A phase among products, with what a reader of a row needs of it. */
typedef struct ip_row_product {
    const char *formula;
    double amount;   /* formula units */
    double band_gap; /* eV; NaN where unknown */
    ip_flag weak;    /* its energy is one that little can rest on */
} ip_row_product;

typedef struct ip_row_products {
    long count;                 /* 0 or more; -1 for an undefined list */
    const ip_row_product *list; /* [0 .. count-1] */
} ip_row_products;

/* ---- descriptions */

/* What a column is for, bits of ip_column.uses. */
enum {
    IP_COLUMN_SUBJECT = 1,      /* says what was asked: kept in the row of an answer that failed */
    IP_COLUMN_TEXT_ONLY = 2,    /* for the table in text; not a column of CSV and JSON */
    IP_COLUMN_LONG = 4,         /* in text, folded where the table is wider than the page */
    IP_COLUMN_SIGNED = 8,       /* in text, with a sign and without trailing zeros */
    IP_COLUMN_OPEN_END = 16,    /* in text, blank where infinite */
    IP_COLUMN_NOTED = 32,       /* in text, explained by its meaning below the table */
    IP_COLUMN_OPTIONAL = 64,    /* in text, left out where no row has a value */
    IP_COLUMN_INFINITE = 4096,  /* of an answer that did not fail, infinite rather than undefined */
    IP_COLUMN_UNCERTAIN = 1024, /* in text, with its uncertainty behind it */
    IP_COLUMN_LIST = 2048,      /* of IP_COLUMN_LONG: folded behind commas where that is possible, not inside what they part */
    IP_COLUMN_POWER = 512, /* of many orders of magnitude: written as a mantissa, which the decimals are of, and a power of ten */
    IP_COLUMN_FIXED = 256  /* does not follow from energies alone, so that draws of energies say nothing of it */
};

typedef struct ip_column {
    const char *name;    /* of the column, and of the member */
    const char *title;   /* heading in text */
    const char *unit;    /* "V", "eV/atom"; "" for none */
    const char *meaning; /* a phrase for people, without the unit */
    ip_column_kind kind;
    int decimals;        /* of a number in CSV and JSON */
    int shown;           /* place in the text table, from 1; 0 for none */
    int shown_decimals;  /* of a number there */
    unsigned uses;
    size_t offset;       /* of the member in the row */
} ip_column;

/* The list is an array of static storage. */
typedef struct ip_result_type {
    const char *name; /* such as "window" */
    size_t size;      /* of the row's struct */
    int column_count;
    const ip_column *columns;
} ip_result_type;

#ifndef __cplusplus
/* Describes a member of a row: the name is the member, and its type decides the kind; a type that is none of those above,
 * or a member that is not there, does not compile. */
#define IP_KIND_OF(row, member)                                                                                             \
    _Generic(((row *)0)->member, const char *: IP_KIND_TEXT, double: IP_KIND_NUMBER, long: IP_KIND_COUNT, ip_flag: IP_KIND_FLAG, \
             ip_row_products: IP_KIND_PRODUCTS)
#define IP_COLUMN(row, member, title, unit, decimals, shown, shown_decimals, uses, meaning)                                  \
    { #member, title, unit, meaning, IP_KIND_OF(row, member), decimals, shown, shown_decimals, uses, offsetof(row, member) }
#define IP_RESULT_TYPE(name, row, columns) { name, sizeof(row), (int)(sizeof(columns) / sizeof *(columns)), columns }
#endif

/* The column of a name; NULL where the type has none. */
IP_API const ip_column *ip_result_column(const ip_result_type *type, const char *name);

/* "text", "number", "count", "flag" or "products". Static storage. */
IP_API const char *ip_column_kind_word(ip_column_kind kind);

/* The value of a column in a row, by its kind. */
IP_API const char *ip_row_text(const void *row, const ip_column *column);
IP_API double ip_row_number(const void *row, const ip_column *column);
IP_API long ip_row_count(const void *row, const ip_column *column);
IP_API ip_flag ip_row_flag(const void *row, const ip_column *column);
IP_API ip_row_products ip_row_products_of(const void *row, const ip_column *column);

/* Makes every member undefined. */
IP_API void ip_row_blank(const ip_result_type *type, void *row);

/* Turns a row into that of a failed answer: the columns of IP_COLUMN_SUBJECT stay as they are, `status` and `message` take
 * those of the error (borrowed), every other member becomes undefined. */
IP_API void ip_row_fail(const ip_result_type *type, void *row, const ip_error *error);

/* ---- memory */

/* Where the texts and lists of rows stand. A row borrows from the memory it was filled with. */
typedef struct ip_memory ip_memory;

/* Fails with IP_NO_MEMORY. The caller frees it. */
IP_API ip_status ip_memory_new(ip_memory **out, ip_error *error);

/* `size` bytes, uninitialised, aligned for any member; NULL for lack of memory. Good until the memory is emptied or freed. */
IP_API void *ip_memory_take(ip_memory *memory, size_t size);

/* A copy of a text; NULL for lack of memory. */
IP_API char *ip_memory_copy(ip_memory *memory, const char *text);

/* Gives everything up that was taken; the room is kept for what comes. */
IP_API void ip_memory_empty(ip_memory *memory);
IP_API void ip_memory_free(ip_memory *memory);

/* ---- packed rows */

/* A row with all that it refers to in one piece of bytes that may be moved, stored and sent to another process of the same
 * program: the form in which answers travel. *bytes is owned by the caller (free). Fails with IP_NO_MEMORY. */
IP_API ip_status ip_row_pack(void **bytes, size_t *size, const ip_result_type *type, const void *row, ip_error *error);

/* Reads a packed row; *row points into the bytes, which are changed and have to outlive it (once only, aligned as malloc does).
 * Fails with IP_BAD_ARGUMENT where they are no packed row of this type. */
IP_API ip_status ip_row_unpack(void *row, const ip_result_type *type, void *bytes, size_t size, ip_error *error);

/* The same at the end of an answer in packed.h: puts a packed row behind what is there, and takes it from there into memory that
 * the row borrows from. Putting marks `packed` as failed for lack of memory; getting fails with IP_NO_MEMORY and as
 * ip_row_unpack(). */
IP_API void ip_row_put(ip_packed *packed, const ip_result_type *type, const void *row);
IP_API ip_status ip_row_get(void *row, const ip_result_type *type, ip_memory *memory, ip_packed_reader *reader, ip_error *error);

#ifdef __cplusplus
}
#endif
#endif
