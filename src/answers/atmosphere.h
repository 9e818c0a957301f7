/* What questions read of an atmosphere: its gases in lists, and what tells it from others. */
#ifndef INTERPHASE_SRC_ATMOSPHERE_H
#define INTERPHASE_SRC_ATMOSPHERE_H

#include <interphase/atmosphere.h>

typedef struct gas_entry {
    ip_phase phase;
    char *formula; /* without its state */
    bool released;
    double potential;
    double *amounts;
    unsigned char *elements;
} gas_entry;

struct ip_atmosphere {
    gas_entry **gases; /* [0 .. count-1], by formula, owned */
    const ip_phase **phases;         /* of these, in their order */
    const ip_phase **released;       /* [0 .. released_count-1] */
    int count, released_count;
    unsigned long serial; /* of this make: no other atmosphere has it, nor had this one before it was changed */
    bool (*rule)(void *user, const ip_phase *phase);
    void *user;
};

/* A serial that nothing has. */
unsigned long ip_atmosphere_next_serial(void);

#endif
