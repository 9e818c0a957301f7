/* To be loaded before the C library: one call of the system fails that concerns a file below a folder.
 *
 *   FAULT_CALL=NAME    the call: one of those below
 *   FAULT_AT=N         the N-th of these calls, from 1; with FAULT_LATER=1 those behind it, too
 *   FAULT_BELOW=PATH   those on files, links and folders whose real path begins so
 *   FAULT_ERROR=N      errno, instead of EIO
 *   FAULT_NOTE=FILE    is made once the call has failed */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static void *real(const char *name) {
    return dlsym(RTLD_NEXT, name);
}

static bool fails(const char *call, int descriptor, const char *path) {
    static int calls;
    char link[64], name[4096] = "";
    const char *wanted = getenv("FAULT_CALL"), *below = getenv("FAULT_BELOW"), *error = getenv("FAULT_ERROR");
    if (!wanted || !below || strcmp(wanted, call) != 0)
        return false;
    int before = errno;
    if (path) {
        snprintf(name, sizeof name, "%s", path);
    } else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
        (void)!syscall(SYS_readlink, link, name, sizeof name - 1);
    }
    errno = before;
    if (strncmp(name, below, strlen(below)) != 0)
        return false;
    int at = atoi(getenv("FAULT_AT"));
    if (++calls != at && !(calls > at && getenv("FAULT_LATER")))
        return false;
    int (*open_it)(const char *, int, ...);
    *(void **)&open_it = real("open");
    int note = open_it(getenv("FAULT_NOTE"), O_WRONLY | O_CREAT, 0600);
    syscall(SYS_close, note);
    errno = error ? atoi(error) : EIO;
    return true;
}

/* A call that takes these parameters, and fails by this value. */
#define CALL(type, name, failure, descriptor, path, parameters, arguments) \
    type name parameters { \
        static type(*next) parameters; \
        if (!next) \
            *(void **)&next = real(#name); \
        return fails(#name, descriptor, path) ? failure : next arguments; \
    }

CALL(int, rename, -1, -1, to, (const char *from, const char *to), (from, to))
CALL(int, stat, -1, -1, path, (const char *restrict path, struct stat *restrict about), (path, about))
CALL(int, lstat, -1, -1, path, (const char *restrict path, struct stat *restrict about), (path, about))
CALL(int, fstat, -1, descriptor, NULL, (int descriptor, struct stat *about), (descriptor, about))
CALL(int, fsync, -1, descriptor, NULL, (int descriptor), (descriptor))
CALL(int, dup, -1, descriptor, NULL, (int descriptor), (descriptor))
CALL(int, flock, -1, descriptor, NULL, (int descriptor, int how), (descriptor, how))
CALL(int, ftruncate, -1, descriptor, NULL, (int descriptor, off_t size), (descriptor, size))
CALL(int, fchmod, -1, descriptor, NULL, (int descriptor, mode_t mode), (descriptor, mode))
CALL(int, fchown, -1, descriptor, NULL, (int descriptor, uid_t owner, gid_t group), (descriptor, owner, group))
CALL(off_t, lseek, -1, descriptor, NULL, (int descriptor, off_t to, int from), (descriptor, to, from))
CALL(ssize_t, write, -1, descriptor, NULL, (int descriptor, const void *bytes, size_t size), (descriptor, bytes, size))
CALL(ssize_t, read, -1, descriptor, NULL, (int descriptor, void *bytes, size_t size), (descriptor, bytes, size))
CALL(ssize_t, readlink, -1, -1, path, (const char *restrict path, char *restrict to, size_t size), (path, to, size))
CALL(int, mkstemp, -1, -1, pattern, (char *pattern), (pattern))
CALL(FILE *, fopen, NULL, -1, path, (const char *restrict path, const char *restrict mode), (path, mode))
CALL(FILE *, fdopen, NULL, descriptor, NULL, (int descriptor, const char *mode), (descriptor, mode))

/* It does not fail before it has done its work. */
int close(int descriptor) {
    bool failing = fails("close", descriptor, NULL);
    int reason = errno, done = (int)syscall(SYS_close, descriptor);
    if (failing)
        errno = reason;
    return failing ? -1 : done;
}

int fclose(FILE *stream) {
    static int (*next)(FILE *);
    if (!next)
        *(void **)&next = real("fclose");
    bool failing = fails("fclose", fileno(stream), NULL);
    int reason = errno, done = next(stream);
    if (failing)
        errno = reason;
    return failing ? EOF : done;
}

int open(const char *path, int flags, ...) {
    static int (*next)(const char *, int, ...);
    if (!next)
        *(void **)&next = real("open");
    va_list list;
    va_start(list, flags);
    mode_t mode = flags & O_CREAT ? va_arg(list, mode_t) : 0;
    va_end(list);
    return fails("open", -1, path) ? -1 : next(path, flags, mode);
}
