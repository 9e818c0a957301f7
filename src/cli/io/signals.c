/* The only file that handles signals. */
#include "signals.h"

#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <unistd.h>

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
enum { ENDING_COUNT = sizeof ending / sizeof *ending, LONGEST_PATH = 4096 };

/* The one file in the making. */
static char path_to_remove[LONGEST_PATH];
static volatile sig_atomic_t has_path;

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
