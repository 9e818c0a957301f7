/* Reads both versions of control groups (cgroups(7)): the second has a file cpu.max with quota and period, the first two files.
 */
#include "processor_quota.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LONGEST_PATH = 4096, MOST_PROCESSORS = 1 << 20 };

/* The first line of a file, "" where it cannot be read. */
static void read_line(char *line, int size, const char *path) {
    FILE *file = fopen(path, "r");
    line[0] = '\0';
    if (file && !fgets(line, size, file))
        line[0] = '\0';
    if (file)
        fclose(file);
}

/* The quota of one group, in the folder `path`: 0 for none. */
static int quota_of(const char *path, bool second) {
    char name[LONGEST_PATH + 32], line[64], period_line[64];
    long long quota = 0, period = 0;
    snprintf(name, sizeof name, "%s/%s", path, second ? "cpu.max" : "cpu.cfs_quota_us");
    read_line(line, sizeof line, name);
    if (second) {
        if (sscanf(line, "%lld %lld", &quota, &period) != 2) /* "max" is no number */
            return 0;
    } else {
        snprintf(name, sizeof name, "%s/cpu.cfs_period_us", path);
        read_line(period_line, sizeof period_line, name);
        if (sscanf(line, "%lld", &quota) != 1 || sscanf(period_line, "%lld", &period) != 1) /* -1 is none */
            return 0;
    }
    if (quota <= 0 || period <= 0 || quota / period >= MOST_PROCESSORS)
        return 0;
    return (int)(quota / period) + (quota % period > 0);
}

/* Of the group `group` below the folder `top`, and of those above it. */
static int smallest_quota(const char *top, const char *group, bool second) {
    char path[LONGEST_PATH];
    int length = snprintf(path, sizeof path, "%s%s", top, group), smallest = 0;
    if (length >= LONGEST_PATH)
        return 0;
    for (size_t least = strlen(top);; *strrchr(path, '/') = '\0') {
        int quota = quota_of(path, second);
        if (quota && (!smallest || quota < smallest))
            smallest = quota;
        if (strlen(path) <= least)
            return smallest;
    }
}

/* Whether "cpu" is among controllers, parted by commas. */
static bool has_cpu(const char *controllers) {
    for (const char *at = controllers; at; at = strchr(at, ',') ? strchr(at, ',') + 1 : NULL)
        if (strncmp(at, "cpu", 3) == 0 && (at[3] == ',' || at[3] == '\0'))
            return true;
    return false;
}

/* A line "NUMBER:CONTROLLERS:GROUP"; the second version has no controllers there. */
static int quota_of_line(const char *root, char *line) {
    char top[LONGEST_PATH];
    char *controllers = strchr(line, ':'), *group = controllers ? strchr(controllers + 1, ':') : NULL;
    if (!group || group[1] != '/')
        return 0;
    *group++ = '\0';
    group[strcspn(group, "\n")] = '\0';
    bool second = *++controllers == '\0';
    if (!second && !has_cpu(controllers))
        return 0;
    snprintf(top, sizeof top, "%s/sys/fs/cgroup%s%s", root, second ? "" : "/", controllers);
    return smallest_quota(top, strcmp(group, "/") == 0 ? "" : group, second);
}

int ip_processor_quota(const char *root) {
    char line[LONGEST_PATH], name[LONGEST_PATH];
    int smallest = 0;
    snprintf(name, sizeof name, "%s/proc/self/cgroup", root);
    FILE *file = fopen(name, "r");
    while (file && fgets(line, sizeof line, file)) {
        int quota = quota_of_line(root, line);
        if (quota && (!smallest || quota < smallest))
            smallest = quota;
    }
    if (file)
        fclose(file);
    return smallest;
}
