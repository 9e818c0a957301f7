/* The text of an equation, for the other answers. */
#ifndef INTERPHASE_SRC_REACTION_H
#define INTERPHASE_SRC_REACTION_H

#include "base/buffer.h"

#include <interphase/reaction.h>

/* "Na3PS4 + 8 Na -> Na3P + 4 Na2S" with the given arrow, and a mark behind weak products (NULL for none). */
void ip_reaction_add(const ip_reaction *reaction, const char *arrow, const char *mark, ip_buffer *out);

#endif
