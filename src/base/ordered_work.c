/* A ring of items and the threads that work on them. */
#include "ordered_work.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct work_slot {
    void *item;
    bool done;
} work_slot;

typedef struct work_thread {
    ip_ordered_work *ordered;
    void *context;
    pthread_t thread;
} work_thread;

struct ip_ordered_work {
    ip_item_work work;
    void *own_context;
    work_thread *threads;
    int thread_count; /* started */
    work_slot *slots; /* a ring */
    long room;
    pthread_mutex_t lock;
    pthread_cond_t given, done;
    /* Numbers of items, each at or behind the next; an item's slot is its number modulo the room. */
    long oldest; /* the next to be taken */
    long begun;  /* the next to be worked on */
    long newest; /* the next to be given */
    bool ending;
};

/* Works on the next item that no thread has begun; called with the lock, which is let go meanwhile. */
static void do_next(ip_ordered_work *ordered, void *context) {
    work_slot *slot = &ordered->slots[ordered->begun++ % ordered->room];
    pthread_mutex_unlock(&ordered->lock);
    ordered->work(context, slot->item);
    pthread_mutex_lock(&ordered->lock);
    slot->done = true;
    pthread_cond_signal(&ordered->done); /* only the thread that takes waits for this */
}

static void *run_thread(void *argument) {
    work_thread *own = argument;
    ip_ordered_work *ordered = own->ordered;
    pthread_mutex_lock(&ordered->lock);
    while (!ordered->ending) {
        if (ordered->begun < ordered->newest)
            do_next(ordered, own->context);
        else
            pthread_cond_wait(&ordered->given, &ordered->lock);
    }
    pthread_mutex_unlock(&ordered->lock);
    return NULL;
}

ip_status ip_ordered_work_new(ip_ordered_work **out, int threads, int room, ip_item_work work, void *const *contexts,
                              ip_error *error) {
    ip_ordered_work *ordered = calloc(1, sizeof *ordered);
    if (!ordered)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    pthread_mutex_init(&ordered->lock, NULL);
    pthread_cond_init(&ordered->given, NULL);
    pthread_cond_init(&ordered->done, NULL);
    ordered->work = work;
    ordered->own_context = contexts[0];
    ordered->room = room;
    ordered->slots = calloc((size_t)room, sizeof *ordered->slots);
    ordered->threads = calloc((size_t)threads, sizeof *ordered->threads);
    if (!ordered->slots || !ordered->threads) {
        ip_ordered_work_free(ordered);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    for (int i = 1; i < threads; i++) {
        work_thread *started = &ordered->threads[ordered->thread_count];
        started->ordered = ordered;
        started->context = contexts[i];
        ordered->thread_count += pthread_create(&started->thread, NULL, run_thread, started) == 0;
    }
    *out = ordered;
    return IP_OK;
}

bool ip_ordered_work_has_room(const ip_ordered_work *ordered) {
    return ordered->newest - ordered->oldest < ordered->room; /* both are the calling thread's own */
}

void ip_ordered_work_give(ip_ordered_work *ordered, void *item) {
    work_slot slot = {item, false};
    pthread_mutex_lock(&ordered->lock);
    ordered->slots[ordered->newest++ % ordered->room] = slot;
    pthread_cond_signal(&ordered->given);
    pthread_mutex_unlock(&ordered->lock);
}

void *ip_ordered_work_take(ip_ordered_work *ordered) {
    void *item = NULL;
    pthread_mutex_lock(&ordered->lock);
    if (ordered->oldest < ordered->newest) {
        work_slot *slot = &ordered->slots[ordered->oldest % ordered->room];
        while (!slot->done) {
            if (ordered->begun < ordered->newest)
                do_next(ordered, ordered->own_context);
            else
                pthread_cond_wait(&ordered->done, &ordered->lock);
        }
        item = slot->item;
        ordered->oldest++;
    }
    pthread_mutex_unlock(&ordered->lock);
    return item;
}

void ip_ordered_work_free(ip_ordered_work *ordered) {
    if (!ordered)
        return;
    pthread_mutex_lock(&ordered->lock);
    ordered->ending = true;
    pthread_cond_broadcast(&ordered->given);
    pthread_mutex_unlock(&ordered->lock);
    for (int i = 0; i < ordered->thread_count; i++)
        pthread_join(ordered->threads[i].thread, NULL);
    pthread_cond_destroy(&ordered->given);
    pthread_cond_destroy(&ordered->done);
    pthread_mutex_destroy(&ordered->lock);
    free(ordered->threads);
    free(ordered->slots);
    free(ordered);
}
