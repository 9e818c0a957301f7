/* Items are cut into blocks, by their number, and a block into groups of one key. Groups are handed out in order; a block
 * whose items are all done is taken, so that answers come in order while the next block is being worked on. */
#include "job_state.h"

#include <stdlib.h>
#include <string.h>

/* A longer run of one key is split, so that one system does not keep the others waiting. */
enum { LARGEST_GROUP = 64 };
/* Items of a block whose answers are to be taken: many, so that items of one key meet; few enough to hold two blocks. */
enum { BLOCK = 8192 };
/* Bytes of answers that are kept together, unless one is longer. */
enum { PIECE = 1 << 16 };

static int by_key(const void *a, const void *b) {
    const ip_job_item *left = a, *right = b;
    for (int word = 1; word >= 0; word--)
        if (left->key.word[word] != right->key.word[word])
            return left->key.word[word] < right->key.word[word] ? -1 : 1;
    return (left->item > right->item) - (left->item < right->item);
}

static long block_length(const ip_job_state *state, long block) {
    long rest = state->job->count - block * state->block_size;
    return rest < state->block_size ? rest : state->block_size;
}

static void add_groups(ip_job_state *state, long first, long count, bool has_keys) {
    const ip_job_item *items = state->items;
    for (long i = first; i < first + count; i++) {
        ip_job_group *last = i > first ? &state->groups[state->group_count - 1] : NULL;
        if (has_keys && last && last->count < LARGEST_GROUP && ip_element_set_same(items[last->first].key, items[i].key)) {
            last->count++;
        } else {
            ip_job_group group = {i, 1};
            state->groups[state->group_count++] = group;
        }
    }
}

static void order_items(ip_job_state *state) {
    const ip_job *job = state->job;
    for (long i = 0; i < job->count; i++) {
        ip_job_item entry = {job->keys ? job->keys[i] : (ip_element_set){{0, 0}}, i};
        state->items[i] = entry;
    }
    for (long block = 0; block < state->block_count; block++) {
        long first = block * state->block_size, count = block_length(state, block);
        if (job->keys)
            qsort(state->items + first, (size_t)count, sizeof *state->items, by_key);
        add_groups(state, first, count, job->keys != NULL);
        atomic_init(&state->left[block], count);
    }
}

static void free_pieces(ip_job_state *state, long block) {
    while (state->pieces[block]) {
        ip_job_piece *piece = state->pieces[block];
        state->pieces[block] = piece->next;
        free(piece);
    }
}

static void free_lists(ip_job_state *state) {
    free(state->pieces);
    free(state->parked);
    free(state->items);
    free(state->groups);
    free(state->left);
}

ip_status ip_job_begin(ip_job_state *state, const ip_job *job, ip_error *error) {
    size_t count = (size_t)job->count;
    memset(state, 0, sizeof *state);
    state->job = job;
    state->block_size = job->take || job->count == 0 ? BLOCK : job->count;
    state->block_count = (job->count + state->block_size - 1) / state->block_size;
    state->items = malloc((count + 1) * sizeof *state->items);
    state->groups = malloc((count + 1) * sizeof *state->groups);
    state->left = malloc(((size_t)state->block_count + 1) * sizeof *state->left);
    if (job->take) {
        state->parked = calloc(count + 1, sizeof *state->parked);
        state->pieces = calloc((size_t)state->block_count + 1, sizeof *state->pieces);
    }
    if (!state->items || !state->groups || !state->left || (job->take && (!state->parked || !state->pieces))) {
        free_lists(state);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    pthread_mutex_init(&state->lock, NULL);
    pthread_cond_init(&state->moved, NULL);
    order_items(state);
    return IP_OK;
}

static void signal_move(ip_job_state *state) {
    pthread_mutex_lock(&state->lock);
    pthread_cond_broadcast(&state->moved);
    pthread_mutex_unlock(&state->lock);
}

static void stop(ip_job_state *state, bool failed) {
    if (failed)
        atomic_store(&state->failed, true);
    atomic_store(&state->stopped, true);
    signal_move(state);
}

/* Where a thread keeps the answers of the block that it works on. */
typedef struct answer_room {
    ip_job_piece *piece; /* NULL before the first */
    long block;
} answer_room;

/* Room for so many bytes; NULL for lack of memory. */
static unsigned char *take_room(ip_job_state *state, answer_room *room, long block, size_t size) {
    ip_job_piece *piece = room->piece;
    if (!piece || room->block != block || size > piece->size - piece->used) {
        size_t whole = size > PIECE ? size : PIECE;
        piece = malloc(sizeof *piece + whole);
        if (!piece)
            return NULL;
        piece->used = 0;
        piece->size = whole;
        pthread_mutex_lock(&state->lock);
        piece->next = state->pieces[block];
        state->pieces[block] = piece;
        pthread_mutex_unlock(&state->lock);
        room->piece = piece;
        room->block = block;
    }
    piece->used += size;
    return piece->bytes + piece->used - size;
}

/* Keeps an answer until it is taken. Returns false for lack of memory. */
static bool park(ip_job_state *state, answer_room *room, long block, long item, const ip_packed *answer) {
    unsigned char *bytes = answer->failed ? NULL : take_room(state, room, block, answer->size);
    if (!bytes)
        return false;
    if (answer->size)
        memcpy(bytes, answer->bytes, answer->size);
    ip_parked_answer parked = {bytes, answer->size};
    state->parked[item] = parked;
    return true;
}

/* Returns false where no further item is to be begun. */
static bool do_group(ip_job_state *state, const ip_job_group *group, ip_solver *solver, answer_room *room, ip_packed *answer) {
    const ip_job *job = state->job;
    long block = group->first / state->block_size;
    for (long i = group->first; i < group->first + group->count; i++) {
        if (atomic_load(&state->stopped))
            return false;
        if (ip_stop_asked(job->stop)) {
            stop(state, false);
            return false;
        }
        long item = state->items[i].item;
        ip_packed_reset(answer);
        job->work(job->user, solver, item, answer);
        if (state->parked && !park(state, room, block, item, answer)) {
            stop(state, true);
            return false;
        }
    }
    if (atomic_fetch_sub(&state->left[block], group->count) == group->count)
        signal_move(state);
    return true;
}

/* Hands the answers of a block on, in the order of its items; some may be missing after a stop. */
static void take_block(ip_job_state *state, long block) {
    long first = block * state->block_size, count = block_length(state, block);
    for (long item = first; item < first + count; item++) {
        const ip_parked_answer *answer = &state->parked[item];
        if (answer->bytes)
            state->job->take(state->job->user, item, answer->bytes, answer->size);
    }
    free_pieces(state, block);
    pthread_mutex_lock(&state->lock);
    state->taken++;
    pthread_cond_broadcast(&state->moved);
    pthread_mutex_unlock(&state->lock);
}

static bool is_done(ip_job_state *state, long block) {
    return atomic_load(&state->left[block]) == 0;
}

/* Takes the blocks that are done. Only the calling thread takes, so that it may read `taken` without the lock. */
static void take_done(ip_job_state *state) {
    while (state->parked && state->taken < state->block_count && is_done(state, state->taken))
        take_block(state, state->taken);
}

/* Waits until blocks before `limit` are taken, but for the last of them: no thread is more than a block ahead of what is
 * taken. All groups of earlier blocks have been handed out to threads that do not wait here, so an end comes. */
static void wait_for_others(ip_job_state *state, long limit) {
    pthread_mutex_lock(&state->lock);
    while (state->taken + 1 < limit && !atomic_load(&state->stopped))
        pthread_cond_wait(&state->moved, &state->lock);
    pthread_mutex_unlock(&state->lock);
}

/* The same for the calling thread, which is the one that takes. */
static void take_until(ip_job_state *state, long limit) {
    take_done(state);
    while (state->taken + 1 < limit && !atomic_load(&state->stopped)) {
        pthread_mutex_lock(&state->lock);
        while (!is_done(state, state->taken) && !atomic_load(&state->stopped))
            pthread_cond_wait(&state->moved, &state->lock);
        pthread_mutex_unlock(&state->lock);
        take_done(state);
    }
}

static void do_groups(ip_job_state *state, ip_solver *solver, void (*keep_pace)(ip_job_state *state, long block)) {
    ip_packed answer = {0};
    answer_room room = {NULL, 0};
    for (bool going = true; going;) {
        long group = atomic_fetch_add(&state->next_group, 1);
        if (group >= state->group_count)
            break;
        if (state->parked)
            keep_pace(state, state->groups[group].first / state->block_size);
        going = do_group(state, &state->groups[group], solver, &room, &answer);
    }
    ip_packed_clear(&answer);
}

void ip_job_help(ip_job_state *state, ip_solver *solver) {
    do_groups(state, solver, wait_for_others);
}

void ip_job_lead(ip_job_state *state, ip_solver *solver) {
    do_groups(state, solver, take_until);
    if (state->parked)
        take_until(state, state->block_count + 1);
}

ip_status ip_job_end(ip_job_state *state, ip_error *error) {
    bool failed = atomic_load(&state->failed);
    while (state->parked && state->taken < state->block_count)
        take_block(state, state->taken);
    pthread_cond_destroy(&state->moved);
    pthread_mutex_destroy(&state->lock);
    free_lists(state);
    return failed ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
}
