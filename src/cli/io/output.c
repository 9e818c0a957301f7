/* Files that appear by a rename, standard output, and what became of both. */
#include "output.h"

#include "compressed.h"
#include "files.h"
#include "place.h"
#include "report.h"
#include "signals.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const standard_name = "standard output";
static bool failure_is_told;

void output_start(void) {
    for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
        if (fcntl(descriptor, F_GETFD) < 0 && errno == EBADF)
            /* The lowest free number is this one. Open the other way round, for what was closed cannot be used. */
            (void)!open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

void output_silence(void) {
    (void)!freopen("/dev/null", "w", stdout);
}

static void complain_of_writing(const char *name, int reason) {
    complain("%s: not everything could be written: %s", name, reason ? report_reason(reason) : "output error");
}

/* Why a stream failed while it was printed to, where nobody asked: what stood in the way still does. 0 where it does not. */
static int ask_why(FILE *stream) {
    clearerr(stream);
    errno = 0;
    return fputc('\n', stream) == EOF || fflush(stream) != 0 ? errno : 0;
}

bool output_reached(int reason) {
    bool written = !ferror(stdout);
    errno = 0;
    written = fflush(stdout) == 0 && written;
    if (!written && !reason && !errno && !failure_is_told)
        reason = ask_why(stdout);
    if (!written && !failure_is_told)
        complain_of_writing(standard_name, reason ? reason : errno);
    failure_is_told = failure_is_told || !written;
    return written;
}

bool output_end(void) {
    bool written = output_reached(0);
    /* Some file systems tell of a failure only now. */
    if (fclose(stdout) != 0 && written && errno != EBADF) {
        complain_of_writing(standard_name, errno);
        written = false;
    }
    return written;
}

static bool fail(output *out, const char *path, int reason) {
    complain("%s: cannot be written: %s", out->path ? out->path : path, report_reason(reason));
    free(out->path);
    free(out->temporary);
    memset(out, 0, sizeof *out);
    return false;
}

/* Makes the temporary file, which a signal removes from the first moment. Returns its descriptor, -1 with errno. */
static int make_temporary(output *out) {
    size_t size = strlen(out->path) + sizeof ".XXXXXX";
    out->temporary = malloc(size);
    if (!out->temporary)
        return -1;
    snprintf(out->temporary, size, "%s.XXXXXX", out->path);
    signals_hold();
    int descriptor = mkstemp(out->temporary);
    int reason = errno;
    if (descriptor >= 0)
        signals_remove(out->temporary);
    signals_release();
    errno = reason;
    return descriptor;
}

static void remove_temporary(const output *out) {
    unlink(out->temporary);
    signals_remove(NULL);
}

/* Puts what compresses in front of the stream, where the name asks for that. Returns false with errno. */
static bool compress_stream(output *out, const char *path) {
    ip_compression form = ip_compression_named(path);
    FILE *stream = form ? compressed_open(form, out->stream) : NULL;
    if (!form)
        return true;
    if (!stream)
        return false;
    out->packed = out->stream;
    out->stream = stream;
    return true;
}

/* Puts a file in its place that a loss of power may take. */
static bool move(const char *temporary, const char *place) {
    if (rename(temporary, place) == 0)
        return true;
    complain("%s: cannot be written: %s", place, report_reason(errno));
    return false;
}

static bool open_file(output *out, const char *path) {
    struct stat existing;
    if (stat(path, &existing) == 0 && !S_ISREG(existing.st_mode)) {
        out->stream = fopen(path, "w");
        if (out->stream && compress_stream(out, path))
            return true;
        int reason = errno;
        if (out->stream)
            fclose(out->stream);
        return fail(out, path, reason);
    }
    out->path = place_find(path);
    int descriptor = out->path ? make_temporary(out) : -1;
    if (descriptor < 0)
        return fail(out, path, errno);
    place_permit(descriptor, out->path);
    out->stream = fdopen(descriptor, "w");
    if (out->stream && compress_stream(out, path))
        return true;
    int reason = errno;
    if (out->stream)
        fclose(out->stream);
    else
        close(descriptor);
    remove_temporary(out);
    return fail(out, path, reason);
}

bool output_open(output *out, const char *path) {
    memset(out, 0, sizeof *out);
    out->name = path ? path : standard_name;
    if (!path) {
        out->stream = stdout;
        return true;
    }
    if (!*path) {
        complain("--output: the name of a file is expected");
        return false;
    }
    return files_writes(path, path) && open_file(out, path);
}

bool output_make(output *out, const char *path) {
    memset(out, 0, sizeof *out);
    out->name = path;
    out->can_be_made_again = true;
    return open_file(out, path);
}

bool output_close(output *out, bool keep) {
    bool written;
    if (out->stream == stdout) {
        written = output_reached(0);
    } else {
        written = !ferror(out->stream);
        errno = 0;
        written = fflush(out->stream) == 0 && written;
        if (out->packed) {
            written = fclose(out->stream) == 0 && written;
            out->stream = out->packed;
            written = fflush(out->stream) == 0 && written && !ferror(out->stream);
        }
        if (!written && !errno)
            errno = ask_why(out->stream);
        if (out->path && written && !out->can_be_made_again)
            written = fsync(fileno(out->stream)) == 0 || errno == EINVAL;
        int reason = written ? 0 : errno;
        if (fclose(out->stream) != 0 && written) {
            reason = errno;
            written = false;
        }
        if (!written)
            complain_of_writing(out->name, reason);
    }
    if (out->path) {
        bool is_taken =
            keep && written && !report_lacks_memory() && (out->can_be_made_again ? move : place_take)(out->temporary, out->path);
        written = written && (is_taken || !keep);
        remove_temporary(out);
    }
    free(out->path);
    free(out->temporary);
    memset(out, 0, sizeof *out);
    return written;
}
