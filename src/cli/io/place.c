/* Follows links by hand, since they may lead to nothing yet; lets nobody read a result who could not read what it replaces. */
#include "place.h"

#include "report.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_LINKS = 40, LONGEST_PATH = 4096 };

/* Where a link leads, seen from the folder it stands in; NULL where it is none, with errno 0, or cannot be followed. */
static char *follow(const char *path) {
    struct stat itself;
    char target[LONGEST_PATH];
    errno = 0;
    bool is_there = lstat(path, &itself) == 0;
    if (!is_there && errno != ENOENT)
        return NULL;
    if (!is_there || !S_ISLNK(itself.st_mode)) {
        errno = 0;
        return NULL;
    }
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length < 0)
        return NULL;
    target[length] = '\0';
    const char *slash = strrchr(path, '/');
    int folder = *target == '/' || !slash ? 0 : (int)(slash + 1 - path);
    size_t size = (size_t)folder + (size_t)length + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%.*s%s", folder, path, target);
    return joined;
}

char *place_find(const char *path) {
    char *place = strdup(path);
    for (int links = 0; place; links++) {
        char *next = links < MOST_LINKS ? follow(place) : NULL;
        if (links == MOST_LINKS)
            errno = ELOOP;
        if (!next && errno == 0)
            return place;
        int reason = errno;
        free(place);
        place = next;
        errno = reason;
    }
    return NULL;
}

void place_permit(int descriptor, const char *place) {
    struct stat before, made;
    mode_t mask = umask(0);
    umask(mask);
    mode_t mode = 0666 & ~mask;
    if (stat(place, &before) == 0 && S_ISREG(before.st_mode) && fstat(descriptor, &made) == 0) {
        bool is_other = before.st_uid != made.st_uid || before.st_gid != made.st_gid;
        mode = before.st_mode & 0777;
        /* A group that it was not meant for gets no more than everybody does. */
        if (is_other && fchown(descriptor, before.st_uid, before.st_gid) != 0 &&
            fchown(descriptor, (uid_t)-1, before.st_gid) != 0)
            mode &= ~(mode_t)070 | (mode & 07) << 3;
    }
    (void)!fchmod(descriptor, mode);
}

/* Without this a loss of power may bring back the file that stood there before. */
static bool synchronise_folder(const char *place) {
    const char *slash = strrchr(place, '/');
    char folder[LONGEST_PATH] = ".";
    if (slash) /* what was renamed just now is no longer than this */
        snprintf(folder, sizeof folder, "%.*s", slash == place ? 1 : (int)(slash - place), place);
    int descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        return true; /* a folder that may be written and not read */
    bool done = fsync(descriptor) == 0 || errno == EINVAL || errno == ENOTSUP || errno == EROFS;
    int reason = errno;
    close(descriptor);
    errno = reason;
    return done;
}

bool place_take(const char *temporary, const char *place) {
    if (rename(temporary, place) != 0) {
        complain("%s: cannot be written: %s", place, report_reason(errno));
        return false;
    }
    if (synchronise_folder(place))
        return true;
    complain("%s: written, but its folder could not be synchronised: %s", place, report_reason(errno));
    return false;
}
