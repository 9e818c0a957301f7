/* What the files that hold and read correction constants share. No other file looks inside. */
#ifndef INTERPHASE_SRC_CORRECTION_STORE_H
#define INTERPHASE_SRC_CORRECTION_STORE_H

#include "base/digest.h"
#include "ions.h"

#include <interphase/correction.h>

/* A row's cation: any, an element by its number, or a group behind these. */
enum {
    IP_ANY_CATION = 0,
    IP_FIRST_GROUP = IP_ELEMENT_COUNT,
    IP_CATION_PLACES = IP_FIRST_GROUP + IP_GROUP_COUNT,
    IP_CHARGE_PLACES = IP_CATION_CHARGE_LIMIT + 2 /* any, and 0 .. the highest */
};

typedef struct ip_stored_constant {
    ip_constant constant;
    int file; /* number of the reading it came with */
} ip_stored_constant;

struct ip_corrections {
    ip_stored_constant *constants;
    long count, room;
    int files;
    /* 1 + the index of a constant, by cation, rank of the anion less 1, and charge + 1; 0 for none. */
    int held[IP_CATION_PLACES][IP_ANION_COUNT][IP_CHARGE_PLACES];
    int bonded[IP_ANION_COUNT];
    char *path; /* of the file read last, owned; NULL before any */
    char digest[IP_DIGEST_TEXT_SIZE];
};

/* Where the index of a constant for this cation, group, charge and anion stands. */
int *ip_corrections_place(ip_corrections *corrections, const ip_constant *constant);

#endif
