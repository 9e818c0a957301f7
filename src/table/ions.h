/* What charges the elements take in salts, and which groups of elements are alike as cations. Constants; knows no
 * compositions. */
#ifndef INTERPHASE_SRC_IONS_H
#define INTERPHASE_SRC_IONS_H

#include <interphase/element.h>

typedef enum ip_ion_kind {
    IP_ION_NONE,    /* never a cation */
    IP_ION_FIXED,   /* of one charge */
    IP_ION_METAL,   /* of several charges, one of them usual */
    IP_ION_NONMETAL /* of no charge unless a stronger anion asks for it */
} ip_ion_kind;

typedef enum ip_ion_group {
    IP_GROUP_NONE,
    IP_GROUP_ALKALI,
    IP_GROUP_ALKALINE_EARTH,
    IP_GROUP_RARE_EARTH,
    IP_GROUP_EARLY,
    IP_GROUP_LATE,
    IP_GROUP_COINAGE,
    IP_GROUP_POST,
    IP_GROUP_NONMETAL,
    IP_GROUP_COUNT
} ip_ion_group;

typedef struct ip_ion {
    signed char usual, lowest, highest; /* charges as a cation */
    unsigned char kind, group;          /* ip_ion_kind, ip_ion_group */
    unsigned char rank;                 /* among the anions from 1, the most electronegative first; 0 never an anion */
    unsigned char taken;                /* charge that an anion takes */
} ip_ion;

enum { IP_ANION_COUNT = 16, IP_CATION_CHARGE_LIMIT = 8 };

/* By atomic number. */
extern const ip_ion ip_ions[IP_ELEMENT_COUNT + 1];

/* Names of the groups as tables write them, by ip_ion_group; NULL for none. */
extern const char *const ip_ion_group_names[IP_GROUP_COUNT];

#endif
