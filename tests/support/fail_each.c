/* Runs a program again and again with one allocation after another failing, and looks at what it leaves each time.
 *
 *   fail_each [OPTION]... -- PROGRAM ARGUMENT...
 *     --hook FILE     what is preloaded, see failing_malloc.h
 *     --work FOLDER   empty, for what the runs write
 *     --later         each failing call is followed by failing ones
 *     --most N        so many of the calls, spread over them, instead of all
 *     --places FILE   besides these, the first call of each place of the program that is not yet in the file, which they are
 * added to
 *     --json          standard output, or the file, is JSON
 *     --output        the arguments say `-o FOLDER/result`, which exists whole or not at all
 *     --figure        the arguments say `--plot FOLDER/result.gp`, the same
 *     --named NAME    that file is FOLDER/NAME
 *     --refused       the run without failures ends with status 2 or 3
 *     --resume        the same of a command that keeps what is finished: with `--resume` it then ends as it would have
 *
 * A run without failures comes first. Each of the others must either give the same bytes and the same status, or end with
 * status 4 and say "out of memory"; then standard output may be cut short, but what stands there is true: whole lines as
 * in the good run, or such as name the lack of memory. Prints a line for each run that is amiss, and what was seen in all. */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NO_MEMORY_STATUS = 4, SHOWN_FAULTS = 5, MOST_ARGUMENTS = 64, ENVIRONMENT_SIZE = 10 };

typedef struct bytes {
    char *text; /* ends in a zero byte */
    size_t size;
} bytes;

typedef struct outcome {
    int status; /* as a shell has it: 128 + a signal */
    long calls;
    bytes out, err, file; /* the file's text is NULL where there is none */
} outcome;

typedef struct trial {
    const char *hook, *work, *known; /* known: the file of places, or NULL */
    long most;
    bool later, json, output, figure, resume, refused;
    char *arguments[MOST_ARGUMENTS + 2];
    int argument_count;
    char out[4096], err[4096], calls[4096], file[4096], places[4096];
} trial;

static void die(const char *what) {
    fprintf(stderr, "fail_each: %s: %s\n", what, strerror(errno));
    exit(125);
}

static bytes read_file(const char *path) {
    bytes found = {NULL, 0};
    struct stat about;
    int descriptor = open(path, O_RDONLY);
    if (descriptor < 0)
        return found;
    if (fstat(descriptor, &about) || !(found.text = malloc((size_t)about.st_size + 1)) ||
        read(descriptor, found.text, (size_t)about.st_size) != about.st_size)
        die(path);
    close(descriptor);
    found.size = (size_t)about.st_size;
    found.text[found.size] = '\0';
    return found;
}

static void forget(outcome *past) {
    free(past->out.text);
    free(past->err.text);
    free(past->file.text);
}

/* Where the counters of coverage go, so that those of these runs count, too. `environment` ends in NULLs. */
static void add_coverage(char **environment, int count) {
    static char settings[2][4200];
    static const char *const names[] = {"GCOV_PREFIX", "GCOV_ERROR_FILE"};
    for (int i = 0; i < 2; i++)
        if (getenv(names[i])) {
            snprintf(settings[i], sizeof settings[i], "%s=%s", names[i], getenv(names[i]));
            environment[count++] = settings[i];
        }
}

/* Runs the program with the call `number` failing, 0 for none. */
static outcome run(trial *test, long number, bool resume) {
    outcome found = {0};
    char preload[4200], failing[64], report[4200], places[4200];
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", test->hook);
    snprintf(failing, sizeof failing, "FAILING_MALLOC_%s=%ld", test->later ? "FROM" : "AT", number);
    snprintf(report, sizeof report, "FAILING_MALLOC_REPORT=%s", test->calls);
    char *environment[ENVIRONMENT_SIZE] = {preload, failing, report, (char[]){"LC_ALL=C"}, (char[]){"COLUMNS=200"},
                                           /* No other program is found: its allocations are not those of this one. */
                                           (char[]){"PATH=/nowhere"}};
    int count = 6;
    if (number == 0 && test->known && !resume) {
        snprintf(places, sizeof places, "FAILING_MALLOC_PLACES=%s", test->places);
        environment[count++] = places;
    }
    add_coverage(environment, count);
    test->arguments[test->argument_count] = resume ? (char[]){"--resume"} : NULL;
    posix_spawn_file_actions_t streams;
    posix_spawn_file_actions_init(&streams);
    posix_spawn_file_actions_addopen(&streams, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&streams, STDOUT_FILENO, test->out, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&streams, STDERR_FILENO, test->err, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    pid_t child;
    int ended = 0;
    unlink(test->calls);
    errno = posix_spawn(&child, test->arguments[0], &streams, NULL, test->arguments, environment);
    if (errno)
        die(test->arguments[0]);
    while (waitpid(child, &ended, 0) < 0)
        if (errno != EINTR)
            die("waitpid");
    posix_spawn_file_actions_destroy(&streams);
    found.status = WIFSIGNALED(ended) ? 128 + WTERMSIG(ended) : WEXITSTATUS(ended);
    bytes calls = read_file(test->calls);
    found.calls = calls.text ? strtol(calls.text, NULL, 10) : 0;
    free(calls.text);
    found.out = read_file(test->out);
    found.err = read_file(test->err);
    found.file = read_file(test->file);
    return found;
}

static bool is_same(bytes a, bytes b) {
    return a.size == b.size && (a.size == 0 || memcmp(a.text, b.text, a.size) == 0) && !a.text == !b.text;
}

/* ---- what a cut answer may hold */

/* The next line without what widths of columns make of it; returns its begin in `place` and its length. */
static size_t squeeze(char *place, const char **from) {
    size_t length = 0;
    const char *at = *from;
    for (; *at && *at != '\n'; at++)
        if (*at != ' ' && *at != '-')
            place[length++] = *at;
    place[length] = '\0';
    *from = *at ? at + 1 : at;
    return length;
}

static bool names_memory(const char *line) {
    return strstr(line, "outofmemory") || strstr(line, "no_memory");
}

static bool holds_line(const char *whole, const char *line, char *place) {
    while (*whole) {
        squeeze(place, &whole);
        if (strcmp(place, line) == 0)
            return true;
    }
    return !*line;
}

/* Whether every whole line stands in the good answer, or names the lack of memory. */
static bool is_true(bytes cut, bytes whole) {
    char *line = malloc(cut.size + 1), *place = malloc(whole.size + 1);
    if (!line || !place)
        die("malloc");
    bool good = true;
    const char *at = cut.text;
    while (good && strchr(at, '\n')) {
        squeeze(line, &at);
        good = names_memory(line) || holds_line(whole.text, line, place);
    }
    free(line);
    free(place);
    return good;
}

/* A cut JSON text is none, or says itself what is missing. */
static bool is_honest_json(bytes cut) {
    json_t *value = json_loadb(cut.text, cut.size, 0, NULL);
    json_decref(value);
    return !value || strstr(cut.text, "out of memory") || strstr(cut.text, "no_memory");
}

/* ---- one run */

/* Names of what is left in the folder beside this program's own files; empty for nothing. */
static void list_rest(const trial *test, char *names, size_t size) {
    DIR *folder = opendir(test->work);
    if (!folder)
        die(test->work);
    names[0] = '\0';
    for (struct dirent *entry; (entry = readdir(folder));)
        if (entry->d_name[0] != '.' || strlen(entry->d_name) > 2) {
            size_t used = strlen(names);
            if (strncmp(entry->d_name, "stream-", 7) != 0)
                snprintf(names + used, size - used, " %s", entry->d_name);
        }
    closedir(folder);
}

static void clear_rest(const trial *test) {
    char path[8192];
    DIR *folder = opendir(test->work);
    if (!folder)
        die(test->work);
    for (struct dirent *entry; (entry = readdir(folder));) {
        snprintf(path, sizeof path, "%s/%s", test->work, entry->d_name);
        if (strncmp(entry->d_name, "stream-", 7) != 0)
            unlink(path);
    }
    closedir(folder);
}

/* What is wrong with a run that ended for lack of memory; NULL for nothing. */
static const char *judge_failure(trial *test, const outcome *good, const outcome *found) {
    static char complaint[9000];
    char names[8192];
    if (!strstr(found->err.text, "out of memory"))
        return "status 4 without the words 'out of memory'";
    if (test->json && !is_honest_json(found->out))
        return "cut, and yet whole JSON";
    if (!test->json && !is_true(found->out, good->out))
        return "a line that is not true";
    if (found->file.text)
        return "a file in spite of status 4";
    list_rest(test, names, sizeof names);
    if (names[0] && !test->resume) {
        snprintf(complaint, sizeof complaint, "left behind:%s", names);
        return complaint;
    }
    if (test->resume) {
        outcome resumed = run(test, 0, true);
        snprintf(complaint, sizeof complaint, "--resume after that: status %d", resumed.status);
        bool same = resumed.status == good->status && is_same(resumed.file, good->file);
        forget(&resumed);
        return same ? NULL : complaint;
    }
    return NULL;
}

static const char *judge(trial *test, const outcome *good, const outcome *found) {
    static char complaint[64];
    if (found->status == NO_MEMORY_STATUS)
        return judge_failure(test, good, found);
    snprintf(complaint, sizeof complaint, "status %d", found->status);
    if (found->status != good->status)
        return complaint;
    if (!is_same(found->out, good->out) || !is_same(found->file, good->file))
        return "another answer with the status of a good one";
    /* The tally of a few commands stands on standard error. */
    return is_same(found->err, good->err) ? NULL : "other words with the status of a good run";
}

/* The i-th of `most` numbers in 1 .. count: one from each of as many equal parts, at a place that changes from part to part. */
static long number_of(long i, long most, long count) {
    double place = (double)(i * 618034 % 1000000) / 1e6;
    return most >= count ? i + 1 : 1 + (long)(((double)i + place) * (double)count / (double)most);
}

/* What came of all runs. */
typedef struct tally {
    long tried, failures, unharmed, faults;
} tally;

static void try_one(tally *so_far, trial *test, const outcome *good, long number) {
    clear_rest(test);
    outcome found = run(test, number, false);
    const char *complaint = judge(test, good, &found);
    so_far->tried++;
    if (found.status == NO_MEMORY_STATUS)
        so_far->failures++;
    else
        so_far->unharmed++;
    if (complaint && ++so_far->faults <= SHOWN_FAULTS)
        printf("%s %ld of %ld: %s: %.*s\n", test->later ? "from" : "at", number, good->calls, complaint,
               (int)strcspn(found.err.text, "\n"), found.err.text);
    forget(&found);
}

/* The places that the good run noted and no command before it. */
static void try_places(tally *so_far, trial *test, const outcome *good) {
    bytes known = read_file(test->known), noted = read_file(test->places);
    FILE *out = fopen(test->known, "a");
    if (!out)
        die(test->known);
    char line[64];
    for (const char *at = noted.text; at && *at; at += strcspn(at, "\n") + 1) {
        char *place;
        long number = strtol(at, &place, 10);
        snprintf(line, sizeof line, "%.*s\n", (int)strcspn(place, "\n"), place);
        if (known.text && strstr(known.text, line))
            continue;
        try_one(so_far, test, good, number);
        fputs(line, out);
    }
    fclose(out);
    free(known.text);
    free(noted.text);
}

static int try_all(trial *test) {
    outcome good = run(test, 0, false);
    tally so_far = {0};
    bool is_meant = test->refused ? good.status == 2 || good.status == 3 : good.status <= 1;
    if (!is_meant || good.calls < 1 || (test->output && !good.file.text)) {
        fprintf(stderr, "fail_each: the run without failures: status %d, %ld calls\n%s", good.status, good.calls, good.err.text);
        return 125;
    }
    if (test->known)
        try_places(&so_far, test, &good);
    long wanted = test->most && test->most < good.calls ? test->most : good.calls;
    for (long i = 0; i < wanted; i++)
        try_one(&so_far, test, &good, number_of(i, wanted, good.calls));
    clear_rest(test);
    unlink(test->places);
    printf("%ld of %ld calls tried: %ld runs ended, %ld could do without, %ld amiss\n", so_far.tried, good.calls, so_far.failures,
           so_far.unharmed, so_far.faults);
    forget(&good);
    return so_far.faults > 0;
}

int main(int argc, char **argv) {
    trial test = {0};
    const char *result = "result";
    int i = 1;
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        const char *name = argv[i];
        if (strcmp(name, "--later") == 0)
            test.later = true;
        else if (strcmp(name, "--json") == 0)
            test.json = true;
        else if (strcmp(name, "--output") == 0)
            test.output = true;
        else if (strcmp(name, "--figure") == 0)
            test.output = test.figure = true;
        else if (strcmp(name, "--refused") == 0)
            test.refused = true;
        else if (strcmp(name, "--resume") == 0)
            test.output = test.resume = true;
        else if (i + 1 < argc && strcmp(name, "--hook") == 0)
            test.hook = argv[++i];
        else if (i + 1 < argc && strcmp(name, "--work") == 0)
            test.work = argv[++i];
        else if (i + 1 < argc && strcmp(name, "--places") == 0)
            test.known = argv[++i];
        else if (i + 1 < argc && strcmp(name, "--named") == 0)
            result = argv[++i];
        else if (i + 1 < argc && strcmp(name, "--most") == 0)
            test.most = strtol(argv[++i], NULL, 10);
        else
            break;
    }
    if (!test.hook || !test.work || i + 1 >= argc || strcmp(argv[i], "--") != 0 || argc - i > MOST_ARGUMENTS) {
        fprintf(stderr, "fail_each: wrong call, at '%s'\n", i < argc ? argv[i] : "");
        return 125;
    }
    for (i++; i < argc; i++)
        test.arguments[test.argument_count++] = argv[i];
    snprintf(test.out, sizeof test.out, "%s/stream-out", test.work);
    snprintf(test.err, sizeof test.err, "%s/stream-err", test.work);
    snprintf(test.calls, sizeof test.calls, "%s/stream-calls", test.work);
    snprintf(test.places, sizeof test.places, "%s/stream-places", test.work);
    snprintf(test.file, sizeof test.file, "%s/%s%s", test.work, result, test.figure ? ".gp" : "");
    return try_all(&test);
}
