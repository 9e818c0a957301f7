/* Work on items by several threads; the items come back in the order in which they were given, whichever thread was the
 * first to be done. Knows nothing of the items and of the work. */
#ifndef INTERPHASE_SRC_ORDERED_WORK_H
#define INTERPHASE_SRC_ORDERED_WORK_H

#include <interphase/status.h>

#include <stdbool.h>

typedef struct ip_ordered_work ip_ordered_work;

/* Called once an item, in any thread, with that thread's context. */
typedef void (*ip_item_work)(void *context, void *item);

/* Starts `threads` - 1 threads beside the calling one, which works too while it waits; threads that cannot be started
 * are done without. `contexts` [0 .. threads-1] are borrowed: one for each thread, the first for the calling thread. At
 * most `room` items (at least 1) are held at a time. Fails with IP_NO_MEMORY. All calls are made from one thread. */
ip_status ip_ordered_work_new(ip_ordered_work **out, int threads, int room, ip_item_work work, void *const *contexts,
                              ip_error *error);

/* Whether another item can be given. */
bool ip_ordered_work_has_room(const ip_ordered_work *ordered);

/* Gives an item; there must be room. */
void ip_ordered_work_give(ip_ordered_work *ordered, void *item);

/* The oldest item that was given and not yet taken, once it is done; NULL where there is none. */
void *ip_ordered_work_take(ip_ordered_work *ordered);

/* Ends the threads; items that no thread has begun are left as they are. NULL is fine. */
void ip_ordered_work_free(ip_ordered_work *ordered);

#endif
