/* What the program shows to people, how wide and for how long still; and what signals do to it. */
#include "support.h"

#include "cli/io/progress.h"
#include "cli/io/signals.h"
#include "cli/io/text.h"

#include <fcntl.h>
#include <poll.h>
#include <math.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static progress_pace start_pace(void) {
    progress_pace pace;
    memset(&pace, 0, sizeof pace);
    progress_pass(&pace, 100.0, 0.0);
    return pace;
}

static void test_steady_work(void **state) {
    (void)state;
    progress_pace pace = start_pace();
    assert_true(isnan(progress_left(&pace, 100.5, 0.005))); /* too early to tell */
    for (int second = 2; second <= 100; second++)
        assert_near(progress_left(&pace, 100.0 + second, second / 100.0), 100.0 - second, 1e-6);
}

/* Batches that take a second each, but for every fourth, which takes eight: 275 s in all. */
static void test_uneven_work(void **state) {
    (void)state;
    progress_pace pace = start_pace();
    double time = 100.0, before = NAN;
    for (int batch = 1; batch <= 100; batch++) {
        double taken = batch % 4 ? 1.0 : 8.0;
        time += taken;
        double left = progress_left(&pace, time, batch / 100.0);
        if (batch > 12) {
            assert_near(left, 2.75 * (100 - batch), 0.30 * 2.75 * (100 - batch) + 3.0);
            /* It goes down as the clock goes on, and does not jump. */
            assert_near(left, fmax(before - taken, 0.0), 0.25 * before + 3.0);
        }
        before = left;
    }
}

/* Work that is a quarter as fast from some row on is seen to be so, not spread over what was quick. */
static void test_slower_work(void **state) {
    (void)state;
    progress_pace pace = start_pace();
    double time = 100.0, fraction = 0.0, left = NAN;
    while (fraction < 0.5)
        left = progress_left(&pace, time += 0.5, fraction += 0.002);
    for (int i = 0; i < 800; i++)
        left = progress_left(&pace, time += 0.5, fraction += 0.0005);
    assert_near(left, (1.0 - fraction) / 0.001, 0.02 * (1.0 - fraction) / 0.001);
}

static void test_nothing_known(void **state) {
    (void)state;
    progress_pace pace = start_pace();
    assert_true(isnan(progress_left(&pace, 110.0, NAN)));      /* a pipe */
    assert_true(isnan(progress_left(&pace, 120.0, 0.0)));      /* nothing done yet */
    assert_true(isnan(progress_left(&pace, 90.0, 0.5)));       /* a clock that went back */
    assert_near(progress_left(&pace, 120.0, 1.0), 0.0, 1e-12);
}

/* What an earlier run left is no work of this one. */
static void test_passed_work(void **state) {
    (void)state;
    progress_pace pace = start_pace();
    progress_pass(&pace, 100.1, 0.9);
    progress_left(&pace, 105.1, 0.91);
    assert_near(progress_left(&pace, 110.1, 0.92), 40.0, 1e-6);
}

static void test_width(void **state) {
    (void)state;
    unsetenv("COLUMNS");
    if (!isatty(STDOUT_FILENO))
        assert_int_equal(text_width(), 100);
    setenv("COLUMNS", "64", 1);
    assert_int_equal(text_width(), 64);
    setenv("COLUMNS", "3", 1);
    assert_int_equal(text_width(), 20);
    setenv("COLUMNS", "1e300", 1);
    assert_int_equal(text_width(), 10000);
    const char *const senseless[] = {"", "0", "-5", "wide", "nan"};
    for (size_t i = 0; i < sizeof senseless / sizeof *senseless; i++) {
        setenv("COLUMNS", senseless[i], 1);
        if (!isatty(STDOUT_FILENO))
            assert_int_equal(text_width(), 100);
    }
    unsetenv("COLUMNS");
}

/* A terminal, and the other end of its line; false where none can be had, which is said here: cmocka 1.1.5 has "not ok" for what
 * is skipped. */
static bool open_terminal(int *terminal, int *master) {
    *master = posix_openpt(O_RDWR | O_NOCTTY);
    if (*master < 0 || grantpt(*master) != 0 || unlockpt(*master) != 0) {
        printf("# not tested here: there are no terminals\n");
        return false;
    }
    *terminal = open(ptsname(*master), O_RDWR | O_NOCTTY);
    assert_true(*terminal >= 0);
    return true;
}

/* Standard output as a terminal of 77 columns. */
static void test_width_of_a_terminal(void **state) {
    (void)state;
    int terminal, master;
    if (!open_terminal(&terminal, &master))
        return;
    struct winsize window = {.ws_row = 24, .ws_col = 77};
    assert_int_equal(ioctl(terminal, TIOCSWINSZ, &window), 0);
    unsetenv("COLUMNS");
    fflush(stdout);
    int kept = dup(STDOUT_FILENO);
    dup2(terminal, STDOUT_FILENO);
    int found = text_width();
    setenv("COLUMNS", "64", 1);
    int given = text_width();
    dup2(kept, STDOUT_FILENO);
    close(kept);
    close(terminal);
    close(master);
    unsetenv("COLUMNS");
    assert_int_equal(found, 77);
    assert_int_equal(given, 64);
}

/* What a terminal was sent, `length` bytes in as many pieces as it comes in, or less where no more comes for ten seconds. */
static void receive(int master, char *text, size_t length) {
    size_t have = 0;
    struct pollfd wait = {.fd = master, .events = POLLIN};
    while (have < length && poll(&wait, 1, 10000) > 0) {
        ssize_t more = read(master, text + have, length - have);
        assert_true(more >= 0);
        have += (size_t)more;
    }
    text[have] = '\0';
}

static void test_progress_on_a_terminal(void **state) {
    (void)state;
    static const char wanted[] = "\r\033[K100000 done, 100/s, 16:40 left, 2 failed";
    char text[200];
    int terminal, master;
    if (!open_terminal(&terminal, &master))
        return;
    fflush(stderr);
    int kept = dup(STDERR_FILENO);
    dup2(terminal, STDERR_FILENO);
    progress quiet, line;
    progress_start(&quiet, true);
    progress_start(&line, false);
    bool is_shown = line.shown;
    line.last += 3600.0; /* however slow the machine is, this is too early */
    progress_update(&line, 3, 0, 0.1);
    bool is_early = line.printed;
    progress_end(&line);
    /* As if it had begun a thousand seconds ago. */
    line.started -= 1000.0;
    line.last = line.started;
    line.pace.time -= 1000.0;
    progress_update(&line, 100000, 2, 0.5);
    receive(master, text, strlen(wanted));
    line.last += 3600.0;
    progress_update(&line, 100001, 2, 0.5); /* too early again */
    progress_end(&line);
    char end[200];
    receive(master, end, strlen("\r\033[K"));
    dup2(kept, STDERR_FILENO);
    close(kept);
    close(terminal);
    close(master);
    assert_false(quiet.shown);
    assert_true(is_shown);
    assert_false(is_early);
    assert_string_equal(text, wanted);
    assert_string_equal(end, "\r\033[K");
}

/* ---- signals. What would end the program is noted here instead. */

static int raised;

int raise(int number) {
    raised = number;
    return 0;
}

static int sent(int number) {
    raised = 0;
    assert_int_equal(kill(getpid(), number), 0);
    return raised;
}

static void test_a_signal_removes_the_file_in_the_making(void **state) {
    (void)state;
    char path[PATH_SIZE], *endless = calloc(5001, 1);
    assert_non_null(endless);
    write_temporary(path, "x", 1);
    signal(SIGHUP, SIG_IGN);
    signals_remove(path);
    assert_int_equal(sent(SIGHUP), 0); /* which it was started to ignore */
    assert_int_equal(access(path, F_OK), 0);
    signals_hold();
    assert_int_equal(sent(SIGTERM), 0);
    assert_int_equal(access(path, F_OK), 0);
    signals_release();
    assert_int_equal(raised, SIGTERM);
    assert_int_equal(access(path, F_OK), -1);

    write_temporary(path, "x", 1);
    signals_remove(path);
    signals_remove(NULL);
    assert_int_equal(sent(SIGINT), SIGINT);
    assert_int_equal(access(path, F_OK), 0); /* it is finished */
    signals_remove(path);
    signals_remove(memset(endless, 'a', 5000)); /* no file has such a name */
    assert_int_equal(sent(SIGINT), SIGINT);
    assert_int_equal(access(path, F_OK), 0);
    remove(path);
    free(endless);
    signal(SIGHUP, SIG_DFL);
}

static void test_a_signal_asks_for_a_stop(void **state) {
    (void)state;
    raised = 0;
    signals_catch();
    assert_int_equal(signals_caught(), 0);
    assert_false(signals_stop.should_stop(signals_stop.user));
    signals_die();
    assert_int_equal(raised, 0);
    assert_int_equal(sent(SIGTERM), 0);
    assert_int_equal(signals_caught(), SIGTERM);
    assert_true(signals_stop.should_stop(signals_stop.user));
    signals_die();
    assert_int_equal(raised, SIGTERM);
}

/* Words for people are masked. */
static void test_masked_text(void **state) {
    (void)state;
    assert_string_equal(text_masked("a\nb"), "a\\nb");
    assert_string_equal(text_masked("Na\x1b[1m"), "Na\\x1b[1m");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_steady_work), cmocka_unit_test(test_uneven_work), cmocka_unit_test(test_slower_work),
        cmocka_unit_test(test_nothing_known), cmocka_unit_test(test_passed_work), cmocka_unit_test(test_width),
        cmocka_unit_test(test_width_of_a_terminal), cmocka_unit_test(test_progress_on_a_terminal),
        cmocka_unit_test(test_a_signal_removes_the_file_in_the_making), cmocka_unit_test(test_a_signal_asks_for_a_stop),
        cmocka_unit_test(test_masked_text),
    };
    return run_unit_tests(tests);
}
