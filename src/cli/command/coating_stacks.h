/* A layer on each side of an electrolyte: the best stacks. */
#ifndef INTERPHASE_CLI_COATING_STACKS_H
#define INTERPHASE_CLI_COATING_STACKS_H

#include "coating_output.h"

#include <interphase/coating_stack_row.h>

/* Shows the `top` best stacks (0 for all) of the layers that passed on both sides. */
void coating_show_stacks(session *out, const coating_side *anode, const coating_side *cathode, long top);

#endif
