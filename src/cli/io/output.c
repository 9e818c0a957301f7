/* Files that appear by a rename, and the removal of what is half-written when the program is interrupted. */
#include "output.h"

#include "report.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The one file in the making, for the signal handler. */
static char temporary_path[4096];
static volatile sig_atomic_t has_temporary;

static void remove_and_die(int signal_number) {
    if (has_temporary)
        unlink(temporary_path);
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static void watch_signals(void) {
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct sigaction action = {.sa_handler = remove_and_die};
        sigemptyset(&action.sa_mask);
        sigaction(signals[i], &action, NULL);
    }
}

static bool fail(output *out, const char *path, const char *what) {
    complain("%s: %s: %s", path, what, strerror(errno));
    free(out->path);
    free(out->temporary);
    memset(out, 0, sizeof *out);
    return false;
}

/* mkstemp makes private files; a result gets the permissions that any new file would. */
static void give_usual_permissions(int descriptor) {
    mode_t mask = umask(0);
    umask(mask);
    (void)!fchmod(descriptor, 0666 & ~mask);
}

bool output_is_input(const char *path, const char *input) {
    struct stat out, in;
    if (!path || stat(path, &out) != 0 || stat(input, &in) != 0 || !S_ISREG(out.st_mode) || out.st_dev != in.st_dev ||
        out.st_ino != in.st_ino)
        return false;
    complain("--output %s would take the place of a file that is read; another name is expected", path);
    return true;
}

bool output_open(output *out, const char *path) {
    struct stat existing;
    memset(out, 0, sizeof *out);
    if (!path) {
        out->stream = stdout;
        return true;
    }
    if (!*path) {
        complain("--output: the name of a file is expected");
        return false;
    }
    if (stat(path, &existing) == 0 && !S_ISREG(existing.st_mode)) {
        out->stream = fopen(path, "w");
        return out->stream ? true : fail(out, path, "cannot be written");
    }
    /* A link keeps pointing where it does: its target is replaced. */
    char *target = realpath(path, NULL);
    out->path = target ? target : strdup(path);
    size_t size = (out->path ? strlen(out->path) : 0) + sizeof ".XXXXXX";
    out->temporary = malloc(size);
    if (!out->path || !out->temporary)
        return fail(out, path, "cannot be written");
    snprintf(out->temporary, size, "%s.XXXXXX", out->path);
    int descriptor = mkstemp(out->temporary);
    if (descriptor < 0)
        return fail(out, path, "cannot be written");
    give_usual_permissions(descriptor);
    if (size <= sizeof temporary_path) {
        memcpy(temporary_path, out->temporary, size);
        has_temporary = 1;
        watch_signals();
    }
    out->stream = fdopen(descriptor, "w");
    return out->stream ? true : fail(out, path, "cannot be written");
}

bool output_close(output *out, bool keep) {
    const char *name = out->path ? out->path : "standard output";
    bool written = !ferror(out->stream);
    errno = 0;
    written = fflush(out->stream) == 0 && written;
    if (out->path && written)
        written = fsync(fileno(out->stream)) == 0 || errno == EINVAL;
    if (out->stream != stdout)
        written = fclose(out->stream) == 0 && written;
    if (!written)
        complain("%s: not everything could be written: %s", name, errno ? strerror(errno) : "output error");
    if (out->path) {
        if (!(keep && written)) {
            unlink(out->temporary);
        } else if (rename(out->temporary, out->path) != 0) {
            complain("%s: cannot be written: %s", name, strerror(errno));
            unlink(out->temporary);
            written = false;
        }
        has_temporary = 0;
    }
    free(out->path);
    free(out->temporary);
    memset(out, 0, sizeof *out);
    return written;
}
