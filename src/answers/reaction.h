/* The text of an equation, for the other answers. */
#ifndef INTERPHASE_SRC_REACTION_H
#define INTERPHASE_SRC_REACTION_H

#include "base/buffer.h"

#include <interphase/reaction.h>

/* "Na3PS4 + 8 Na -> Na3P + 4 Na2S" with the given arrow. */
void ip_reaction_add(const ip_reaction *reaction, const char *arrow, ip_buffer *out);

#endif
