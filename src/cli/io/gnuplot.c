/* Starts gnuplot, waits for it, and says what became of it. */
#include "gnuplot.h"

#include "report.h"

#include <errno.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NEWEST_NEEDED = 504 }; /* 5.4 */

extern char **environ;

/* Runs it with these files as its streams. Returns its exit status, -1 with errno where it could not be run. */
static int run(char *const *arguments, FILE *in, FILE *out, FILE *errors) {
    posix_spawn_file_actions_t actions;
    pid_t child;
    int status, reason = posix_spawn_file_actions_init(&actions);
    if (reason) {
        errno = reason;
        return -1;
    }
    if (in)
        posix_spawn_file_actions_adddup2(&actions, fileno(in), STDIN_FILENO);
    else
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", 0, 0);
    posix_spawn_file_actions_adddup2(&actions, fileno(out), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, fileno(errors), STDERR_FILENO);
    reason = posix_spawnp(&child, arguments[0], &actions, NULL, arguments, environ);
    posix_spawn_file_actions_destroy(&actions);
    if (reason) {
        errno = reason;
        return -1;
    }
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}

/* Returns what it says when it is asked for its version in line[0 .. size-1], and its exit status, -1 with errno where there is
 * none; whether it is new enough. */
static bool ask_version(char *line, int size, int *status) {
    char name[] = "gnuplot", version[] = "--version";
    char *arguments[] = {name, version, NULL};
    FILE *out = tmpfile();
    int major = 0, minor = 0;
    *status = out ? run(arguments, NULL, out, out) : -1;
    int reason = errno;
    line[0] = '\0';
    if (out) {
        rewind(out);
        if (!fgets(line, size, out))
            line[0] = '\0';
        fclose(out);
    }
    line[strcspn(line, "\n")] = '\0';
    errno = reason;
    return *status == 0 && sscanf(line, "gnuplot %d.%d", &major, &minor) == 2 && major * 100 + minor >= NEWEST_NEEDED;
}

bool gnuplot_found(void) {
    char line[128];
    int status;
    if (ask_version(line, sizeof line, &status))
        return true;
    int reason = errno;
    if (status == 0)
        complain("--plot needs gnuplot 5.4 or newer, and this is '%s'; a file that ends in .gp takes the script for another one",
                 line);
    else if (status < 0 && reason != ENOENT)
        complain("gnuplot cannot be run: %s", report_reason(reason));
    else
        complain("--plot needs gnuplot 5.4 or newer, which is not to be found; on Debian: apt install gnuplot-nox. A file that "
                 "ends in .gp "
                 "takes the script alone");
    return false;
}

bool gnuplot_offered(bool quiet) {
    static enum { UNKNOWN, THERE, MISSING } found;
    char line[128];
    int status;
    if (found == UNKNOWN) {
        found = ask_version(line, sizeof line, &status) ? THERE : MISSING;
        if (found == MISSING && errno == ENOMEM)
            complain("gnuplot cannot be run: %s", report_reason(errno));
        else if (found == MISSING && !quiet)
            complain("notice: gnuplot 5.4 or newer is not to be found, so the page has no figures; on Debian: apt install "
                     "gnuplot-nox");
    }
    return found == THERE;
}

/* gnuplot's complaint: the last line that says something. */
static void complain_of_run(FILE *errors, int status) {
    char line[512], last[512] = "";
    rewind(errors);
    while (fgets(line, sizeof line, errors)) {
        line[strcspn(line, "\n")] = '\0';
        if (strspn(line, " ^") < strlen(line))
            memcpy(last, line, sizeof last);
    }
    complain("gnuplot failed with status %d: %s", status, last[0] ? last : "it says nothing");
}

bool gnuplot_run(FILE *script, FILE *out) {
    char name[] = "gnuplot", defaults[] = "-d", input[] = "-";
    char *arguments[] = {name, defaults, input, NULL};
    FILE *errors = tmpfile();
    bool done = errors && fflush(script) == 0 && fflush(out) == 0;
    if (done)
        rewind(script);
    int status = done ? run(arguments, script, out, errors) : -1;
    if (status < 0)
        complain("gnuplot cannot be run: %s", report_reason(errno));
    else if (status > 0)
        complain_of_run(errors, status);
    if (errors)
        fclose(errors);
    return status == 0;
}
