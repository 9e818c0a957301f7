/* The only file that handles signals. */
#include "signals.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
enum { ENDING_COUNT = sizeof ending / sizeof *ending, LONGEST_PATH = 4096 };

/* The one file in the making. */
static char path_to_remove[LONGEST_PATH];
static volatile sig_atomic_t has_path;

/* Set by the handler, read in all threads: safe only as it needs no lock. */
static atomic_int caught;
#if ATOMIC_INT_LOCK_FREE != 2
#error "an atomic int that needs a lock cannot be set by a signal handler"
#endif

static void ask_ending(sigset_t *set) {
    sigemptyset(set);
    for (int i = 0; i < ENDING_COUNT; i++)
        sigaddset(set, ending[i]);
}

void signals_hold(void) {
    sigset_t set;
    ask_ending(&set);
    sigprocmask(SIG_BLOCK, &set, NULL);
}

void signals_release(void) {
    sigset_t set;
    ask_ending(&set);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
}

static void handle(int number, void (*handler)(int)) {
    struct sigaction action = {.sa_handler = handler}, before;
    sigemptyset(&action.sa_mask);
    if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
        sigaction(number, &action, NULL);
}

static void remember(int number) {
    atomic_store(&caught, number);
}

/* Those that ask a run to stop. */
static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};

void signals_catch(void) {
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
        handle(stopping[i], remember);
    signal(SIGXFSZ, SIG_IGN);
}

void signals_let_be(void) {
    for (size_t i = 0; i < sizeof stopping / sizeof *stopping; i++)
        handle(stopping[i], SIG_DFL);
}

int signals_caught(void) {
    return atomic_load(&caught);
}

static bool is_caught(void *user) {
    (void)user;
    return signals_caught() != 0;
}

const ip_stop signals_stop = {is_caught, NULL};

void signals_die(void) {
    int number = signals_caught();
    if (number) {
        signal(number, SIG_DFL);
        raise(number);
    }
}

static void remove_and_die(int number) {
    if (has_path)
        unlink(path_to_remove);
    signal(number, SIG_DFL);
    raise(number);
}

void signals_remove(const char *path) {
    has_path = 0;
    /* No system makes a file of a longer name. */
    if (!path || strlen(path) >= sizeof path_to_remove)
        return;
    strcpy(path_to_remove, path);
    has_path = 1;
    for (int i = 0; i < ENDING_COUNT; i++)
        handle(ending[i], remove_and_die);
}
