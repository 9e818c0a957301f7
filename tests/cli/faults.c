/* To be loaded before the C library: lets calls fail that do not fail in a test otherwise, and notes some that leave no trace.
 *
 *   FAULT_FDOPEN=1     fdopen() finds no memory
 *   FAULT_READ=END     read() fails on a file whose name ends so, behind its first FAULT_READ_FROM bytes
 *   FAULT_FOLDER=FILE  every fsync() of a folder writes a line there; with FAULT_FOLDER_FAILS=1 it fails, too */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

FILE *fdopen(int descriptor, const char *mode) {
    static FILE *(*real)(int, const char *);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "fdopen");
    if (getenv("FAULT_FDOPEN")) {
        errno = ENOMEM;
        return NULL;
    }
    return real(descriptor, mode);
}

ssize_t read(int descriptor, void *buffer, size_t size) {
    static ssize_t (*real)(int, void *, size_t);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "read");
    const char *end = getenv("FAULT_READ"), *from = getenv("FAULT_READ_FROM");
    char link[64], name[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = end ? readlink(link, name, sizeof name) : -1;
    size_t wanted = end ? strlen(end) : 0;
    if (length >= (ssize_t)wanted && end && memcmp(name + length - wanted, end, wanted) == 0 &&
        lseek(descriptor, 0, SEEK_CUR) >= (from ? atol(from) : 0)) {
        errno = EIO;
        return -1;
    }
    return real(descriptor, buffer, size);
}

int fsync(int descriptor) {
    static int (*real)(int);
    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "fsync");
    struct stat about;
    const char *notes = getenv("FAULT_FOLDER");
    if (notes && fstat(descriptor, &about) == 0 && S_ISDIR(about.st_mode)) {
        int file = open(notes, O_WRONLY | O_CREAT | O_APPEND, 0600);
        (void)!write(file, "folder\n", 7);
        close(file);
        if (getenv("FAULT_FOLDER_FAILS")) {
            errno = EIO;
            return -1;
        }
    }
    return real(descriptor);
}
