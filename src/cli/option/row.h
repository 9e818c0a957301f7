/* What an option is: a row of a table, which says where its value goes and how it is read, shown and completed. Knows no
 * option by name. */
#ifndef INTERPHASE_CLI_ROW_H
#define INTERPHASE_CLI_ROW_H

#include "values.h"

#include <interphase/element.h>

#include <limits.h>
#include <math.h>
#include <stddef.h>

/* What a shell may put in the place of a value, beside the words of its name. */
typedef enum option_completion { COMPLETES_NOTHING, COMPLETES_FILES, COMPLETES_TABLES, COMPLETES_WORDS } option_completion;

typedef struct option_row option_row;

/* How values of one type are read into a member of a struct. */
typedef struct option_kind {
    option_completion completes;
    /* Fails with what was expected. */
    ip_status (*read)(void *member, const option_row *row, const char *text, ip_error *error);
    void (*start)(void *member, const option_row *row); /* the value before any option; NULL for zero bytes */
    void (*clear)(void *member);                        /* NULL where nothing is owned */
    /* What can be said only once all options are read; NULL for nothing. `force`: what is unusual is meant. */
    ip_status (*check)(const void *member, bool force, ip_error *error);
} option_kind;

/* How often an option may be given where not a number of times: the last one counts, or each does. */
enum { OPTION_LAST = 0, OPTION_EACH = INT_MAX };

/* In a table `{"name", 'letter' or 0, "VALUE" or NULL, "what it means", OPTION_KIND(struct, member), .further = …}`. */
struct option_row {
    const char *name;
    char letter;         /* of the short form; 0 for none */
    const char *value; /* what stands for its value in the help, words to choose from with | between; NULL where it takes none */
    const char *meaning; /* for the help, without a full stop */
    const option_kind *kind;
    size_t offset;       /* of the member in its struct */
    bool common;         /* that struct is `options`, and not one of the command's own */
    const char *unit;    /* of a number; NULL for none */
    double low, high;    /* range of a number, both ends allowed */
    double start;        /* value of a number before any option */
    const char *usually; /* for the help: the default, where it is no number or not that alone */
    const char *hint;    /* what else to do, behind the complaint about a wrong value */
    int repeat;          /* OPTION_LAST, OPTION_EACH, or how often it may be given */
    bool aside;          /* says where answers go and who finds them, and not what they are */
};

/* A table ends with a row without a name. */
#define OPTION_END {.name = NULL}

extern const option_kind option_flag, option_flag_off, option_number, option_whole, option_text, option_file, option_texts,
    option_tables, option_energies, option_potentials, option_gases, option_gases_or_swept, option_elements,
    option_elements_or_none, option_voltages, option_metal, option_choice, option_size,
    option_part;

/* The kind of an option and its member, whose type is checked here: no association fits another. */
#define OPTION_MEMBER(struct_type, member, member_type)                                                                 \
    .offset = _Generic(((struct_type *)0)->member, member_type: offsetof(struct_type, member)),                         \
    .common = _Generic((struct_type *)0, options *: true, default: false)
#define OPTION_FLAG(struct_type, member) .kind = &option_flag, OPTION_MEMBER(struct_type, member, bool)
#define OPTION_FLAG_OFF(struct_type, member) .kind = &option_flag_off, OPTION_MEMBER(struct_type, member, bool)
#define OPTION_NUMBER(struct_type, member) .kind = &option_number, OPTION_MEMBER(struct_type, member, double)
#define OPTION_WHOLE(struct_type, member) .kind = &option_whole, OPTION_MEMBER(struct_type, member, int)
#define OPTION_TEXT(struct_type, member) .kind = &option_text, OPTION_MEMBER(struct_type, member, const char *)
#define OPTION_FILE(struct_type, member) .kind = &option_file, OPTION_MEMBER(struct_type, member, const char *)
#define OPTION_TEXTS(struct_type, member) .kind = &option_texts, OPTION_MEMBER(struct_type, member, text_list)
#define OPTION_TABLES(struct_type, member) .kind = &option_tables, OPTION_MEMBER(struct_type, member, text_list)
#define OPTION_ENERGIES(struct_type, member) .kind = &option_energies, OPTION_MEMBER(struct_type, member, assignment_list)
#define OPTION_POTENTIALS(struct_type, member) .kind = &option_potentials, OPTION_MEMBER(struct_type, member, potential_list)
#define OPTION_GASES(struct_type, member) .kind = &option_gases, OPTION_MEMBER(struct_type, member, gas_list)
/* A gas may stand without a pressure. */
#define OPTION_GASES_OR_SWEPT(struct_type, member) .kind = &option_gases_or_swept, OPTION_MEMBER(struct_type, member, gas_list)
#define OPTION_ELEMENTS(struct_type, member) .kind = &option_elements, OPTION_MEMBER(struct_type, member, ip_element_set)
#define OPTION_ELEMENTS_OR_NONE(struct_type, member)                                                                    \
    .kind = &option_elements_or_none, OPTION_MEMBER(struct_type, member, ip_element_set)
#define OPTION_VOLTAGES(struct_type, member) .kind = &option_voltages, OPTION_MEMBER(struct_type, member, voltage_list)
#define OPTION_METAL(struct_type, member) .kind = &option_metal, OPTION_MEMBER(struct_type, member, metal_choice)
#define OPTION_SIZE(struct_type, member) .kind = &option_size, OPTION_MEMBER(struct_type, member, picture_size)
#define OPTION_PART(struct_type, member) .kind = &option_part, OPTION_MEMBER(struct_type, member, part_choice)
/* A word of the row's `value`; the member has their order from 0. */
#define OPTION_CHOICE(struct_type, member, enum_type) .kind = &option_choice, OPTION_MEMBER(struct_type, member, enum_type)

#endif
