/* Finds shipped tables, from where the library's own code lies. Reads no environment, and knows nothing of what tables hold. */
#include <interphase/shipped.h>

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* MAP_ROOM: for a line of /proc/self/maps, a path with some 80 characters before it. */
enum { PATH_ROOM = 4096, MAP_ROOM = PATH_ROOM + 256 };

/* How far below its top a program of a build tree lies: TOP/tests/unit/.libs/PROGRAM. */
enum { BUILD_DEPTH = 3 };

/* What configure leaves at the top of a build tree, and nothing else has there. */
static const char build_mark[] = "/interphase.pc";

/* The file that this code was loaded from: the shared library, or the program that it was linked into. Empty where the system
 * does not tell. dladdr() would give the name that it was loaded under, which may be relative to a folder left since, and of a
 * program what its caller chose to call it. */
static ip_status find_own_file(char path[PATH_ROOM], ip_error *error) {
    char line[MAP_ROOM];
    path[0] = '\0';
    FILE *maps = fopen("/proc/self/maps", "re");
    if (!maps)
        return errno == ENOMEM ? ip_error_set(error, IP_NO_MEMORY, "out of memory") : IP_OK;
    while (!path[0] && fgets(line, sizeof line, maps)) {
        uintptr_t from, to, here = (uintptr_t)build_mark;
        int begin = 0;
        if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %*s %*s %*s %*s %n", &from, &to, &begin) == 2 && here >= from && here < to &&
            line[begin] == '/')
            snprintf(path, PATH_ROOM, "%.*s", (int)strcspn(line + begin, "\n"), line + begin);
    }
    fclose(maps);
    return IP_OK;
}

static bool join(char path[PATH_ROOM], const char *folder, const char *rest, const char *name, const char *ending) {
    int length = snprintf(path, PATH_ROOM, "%s%s%s%s", folder, rest, name, ending);
    return length > 0 && length < PATH_ROOM;
}

static bool is_table(char path[PATH_ROOM], const char *folder, const char *rest, const char *name) {
    return join(path, folder, rest, name, ".csv") && access(path, R_OK) == 0;
}

/* Takes the last name off a path; false where there is none. */
static bool go_up(char *path) {
    char *slash = strrchr(path, '/');
    if (slash)
        *slash = '\0';
    return slash != NULL;
}

static bool find_in_build_tree(char path[PATH_ROOM], const char *file, const char *name) {
    char folder[PATH_ROOM], mark[PATH_ROOM];
    strcpy(folder, file);
    for (int i = 0; i <= BUILD_DEPTH && go_up(folder); i++)
        if (join(mark, folder, build_mark, "", "") && access(mark, F_OK) == 0)
            return is_table(path, folder, "/datasets/", name);
    return false;
}

/* PREFIX/bin/PROGRAM, PREFIX/lib/LIBRARY, or PREFIX/lib/MACHINE/LIBRARY as some systems have it. */
static bool find_installed(char path[PATH_ROOM], const char *file, const char *name) {
    static const char tables[] = "/share/interphase/datasets/", libraries[] = "/lib";
    char folder[PATH_ROOM];
    strcpy(folder, file);
    if (!go_up(folder) || !go_up(folder))
        return false;
    if (is_table(path, folder, tables, name))
        return true;
    const char *last = strrchr(folder, '/');
    return last && strcmp(last, libraries) == 0 && go_up(folder) && is_table(path, folder, tables, name);
}

ip_status ip_shipped_find(char **path, const char *name, ip_error *error) {
    char file[PATH_ROOM], found[PATH_ROOM];
    *path = NULL;
    if (!*name || strpbrk(name, "./"))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "'%s': the name of a shipped table is expected, without a point or slash, such as "
                            "mp2020",
                            name);
    ip_status status = find_own_file(file, error);
    if (status)
        return status;
    if (!find_in_build_tree(found, file, name) && !find_installed(found, file, name) &&
        !is_table(found, INSTALLED_DATASETS, "/", name))
        return ip_error_set(error, IP_INPUT_OUTPUT, "there is no shipped table '%s' (looked in %s)", name, INSTALLED_DATASETS);
    *path = strdup(found);
    return *path ? IP_OK : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}
