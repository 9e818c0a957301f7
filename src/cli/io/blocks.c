/* Blocks in a folder. One process speaks for all, but of what went wrong in a block the one that did it. */
#include "blocks.h"

#include "files.h"
#include "memory_text.h"
#include "output.h"
#include "place.h"
#include "progress.h"
#include "signals.h"

#include <interphase/team.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

/* So many blocks that the last ones keep nobody waiting for long, and so few that a folder holds them; items of each at least,
 * for all threads of a process to have some, and at most, so that no more of them is lost, or held in memory. */
enum { BLOCKS = 1024, LEAST_ITEMS = 64, MOST_ITEMS = 65536 };

/* A block is called 0000017.csv. */
enum { DIGITS = 7, LONGEST_NAME = 64 };
static const char ending[] = ".csv", beside[] = ".manifest";

static bool is_first(void) {
    return ip_team_rank() == 0;
}

bool blocks_are_made(void) {
    return ip_team_is_joint();
}

/* Owned by the caller; NULL after a complaint. */
static char *join(const char *path, const char *separator, const char *name) {
    size_t size = strlen(path) + strlen(separator) + strlen(name) + 1;
    char *joined = malloc(size);
    if (joined)
        snprintf(joined, size, "%s%s%s", path, separator, name);
    else
        complain_of_memory();
    return joined;
}

static char *block_path(const blocks *made, long block) {
    char name[LONGEST_NAME];
    snprintf(name, sizeof name, "%0*ld%s", DIGITS, block + 1, ending);
    return join(made->folder, "/", name);
}

/* ---- what an earlier run left */

/* Whether a file of the folder is a block, its manifest, or what a process that was killed left of either. */
static bool is_ours(const char *name) {
    size_t digits = strspn(name, "0123456789");
    return digits >= DIGITS && strncmp(name + digits, ending, strlen(ending)) == 0;
}

static bool is_of_run(const blocks *made, const ip_manifest *found) {
    const ip_manifest *about = made->about;
    return strcmp(found->command, about->command) == 0 && strcmp(found->run, about->run) == 0 && found->parts == about->parts &&
           found->total == about->total;
}

/* Whether the block that a manifest stands beside is one of this run, as far as can be told. Returns an exit status after a
 * complaint. */
static exit_code check_manifest(const blocks *made, const char *name) {
    ip_manifest *found;
    char *path = join(made->folder, "/", name);
    if (!path)
        return EXIT_INTERNAL;
    path[strlen(path) - strlen(beside)] = '\0';
    exit_code code = parts_find(&found, path) ? EXIT_ANSWERED : EXIT_INTERNAL;
    if (found && !is_of_run(made, found)) {
        complain("%s holds blocks of another run (other tables, input, options, columns or version): it cannot be gone on with; "
                 "remove "
                 "it to begin anew",
                 made->folder);
        code = EXIT_USAGE;
    }
    ip_manifest_free(found);
    free(path);
    return code;
}

/* Before anything is done: only blocks of this run are gone on with, and only where that was asked for. */
static exit_code look_through(const blocks *made, bool resume) {
    DIR *folder = opendir(made->folder);
    exit_code code = EXIT_ANSWERED;
    if (!folder) {
        complain("%s: cannot be read: %s", made->folder, report_reason(errno));
        return EXIT_USAGE;
    }
    for (const struct dirent *entry; code == EXIT_ANSWERED && (entry = readdir(folder));) {
        const char *name = entry->d_name;
        if (is_ours(name) && !resume) {
            complain("%s holds the blocks of an interrupted run; --resume goes on with it, or remove it to begin anew",
                     made->folder);
            code = EXIT_USAGE;
        } else if (is_ours(name) && strlen(name) > strlen(beside) && strcmp(name + strlen(name) - strlen(beside), beside) == 0) {
            code = check_manifest(made, name);
        }
    }
    closedir(folder);
    return code;
}

/* What others put there stays. */
static void empty_folder(const blocks *made) {
    DIR *folder = opendir(made->folder);
    for (const struct dirent *entry; folder && (entry = readdir(folder));)
        if (is_ours(entry->d_name))
            unlinkat(dirfd(folder), entry->d_name, 0);
    if (folder)
        closedir(folder);
}

/* ---- opening */

/* What the manifests of all blocks say, in the words that they will be read with. */
static bool describe(blocks *made, const char *command, const char *run, long total) {
    ip_manifest about = IP_MANIFEST_INIT;
    ip_error error;
    char *text = NULL;
    long size = total / BLOCKS;
    size = size < LEAST_ITEMS ? LEAST_ITEMS : size > MOST_ITEMS ? MOST_ITEMS : size;
    about.command = command;
    about.run = run;
    about.total = total;
    about.parts = total > 0 ? (total + size - 1) / size : 1;
    memset(about.digest, '0', sizeof about.digest - 1);
    ip_status status = ip_manifest_write(&text, &about, &error);
    if (!status)
        status = ip_manifest_read(&made->about, text, strlen(text), &error);
    free(text);
    if (status)
        complain_of(NULL, &error);
    return !status;
}

/* The folder, made where it is not there, for this run alone. File systems without locks are trusted. */
static exit_code take_folder(blocks *made, bool resume) {
    if (mkdir(made->folder, 0777) != 0 && errno != EEXIST) {
        complain("%s: cannot be made: %s", made->folder, report_reason(errno));
        return EXIT_USAGE;
    }
    made->lock = open(made->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (made->lock >= 0 && flock(made->lock, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
        close(made->lock);
        made->lock = -1;
        complain("%s: another run is writing it", made->folder);
        return EXIT_USAGE;
    }
    return look_through(made, resume);
}

static exit_code see_folder(const blocks *made) {
    struct stat about;
    if (stat(made->folder, &about) == 0 && S_ISDIR(about.st_mode))
        return EXIT_ANSWERED;
    complain("%s: not seen by this process; a folder that all of them see is expected", made->folder);
    return EXIT_USAGE;
}

static exit_code find_place(blocks *made) {
    struct stat existing;
    if (!*made->path || (stat(made->path, &existing) == 0 && !S_ISREG(existing.st_mode))) {
        complain("%s: no regular file, so that blocks could not be gone on with; without --output rows go to standard output",
                 made->path);
        return EXIT_USAGE;
    }
    if (!files_writes(made->path, made->path))
        return EXIT_USAGE;
    made->place = place_find(made->path);
    if (!made->place) {
        complain("%s: cannot be written: %s", made->path, report_reason(errno));
        return EXIT_USAGE;
    }
    made->folder = join(made->place, "", ".parts");
    return made->folder ? EXIT_ANSWERED : EXIT_INTERNAL;
}

/* So that none begins where another cannot: all are told of the highest code. */
static exit_code agree(exit_code code) {
    int highest = ip_team_agree((int)code, NULL);
    return highest > EXIT_INTERNAL ? EXIT_INTERNAL : (exit_code)highest;
}

static void forget(blocks *made) {
    if (made->lock >= 0) {
        rmdir(made->folder); /* stays where there is anything in it */
        close(made->lock);
    }
    ip_manifest_free(made->about);
    free(made->folder);
    free(made->place);
    memset(made, 0, sizeof *made);
}

exit_code blocks_open(blocks *out, const char *path, bool resume, bool quiet, const char *command, const char *run, long total) {
    ip_error error;
    memset(out, 0, sizeof *out);
    out->path = path;
    out->lock = -1;
    out->quiet = quiet;
    exit_code code = find_place(out);
    if (code == EXIT_ANSWERED && !describe(out, command, run, total))
        code = EXIT_INTERNAL;
    code = agree(code);
    if (code == EXIT_ANSWERED && ip_team_compare(run, &error)) {
        complain("%s: the processes do not have the same tables, input and options; all of them need the same", path);
        code = EXIT_USAGE;
    }
    if (code == EXIT_ANSWERED)
        code = agree(is_first() ? take_folder(out, resume) : EXIT_ANSWERED);
    if (code == EXIT_ANSWERED)
        code = agree(see_folder(out));
    if (code != EXIT_ANSWERED)
        forget(out);
    return code;
}

/* ---- doing */

/* Whether a block stands there from an earlier run as it was written. */
static bool is_done(const blocks *made, long block, const char *path) {
    ip_manifest *found;
    bool done =
        parts_find(&found, path) && found && is_of_run(made, found) && found->part == block + 1 && parts_is_whole(found, path);
    ip_manifest_free(found);
    return done;
}

/* Rows stay in memory until all of the block are there. */
static bool do_block(const char *path, ip_manifest *about, blocks_work work, void *user) {
    memory_text rows = {0};
    output out;
    FILE *stream = memory_text_open(&rows);
    if (!stream)
        complain_of_memory();
    bool worked = stream && work(user, stream, about->first, about->count, &about->rows, &about->failures);
    char *text = memory_text_take(&rows, stream);
    if (worked && !text)
        complain_of_memory();
    bool written = worked && text && output_make(&out, path);
    if (written) {
        fputs(text, out.stream);
        written = output_close(&out, true) && parts_describe_block(about, path);
        if (!written)
            complain("%s: the block is not kept", path);
    }
    free(text);
    signals_catch(); /* as before the file was made */
    return written;
}

static bool take_block(blocks *made, long block, blocks_work work, void *user) {
    ip_manifest about = *made->about;
    char *path = block_path(made, block);
    about.part = block + 1;
    ip_manifest_cut(&about.first, &about.count, about.total, about.part, about.parts);
    bool done = path && (is_done(made, block, path) || (!report_lacks_memory() && do_block(path, &about, work, user)));
    free(path);
    made->done += done;
    made->failures += done ? about.failures : 0;
    return done;
}

bool blocks_do(blocks *made, blocks_work work, void *user) {
    progress line;
    if (ip_team_count_anew())
        return false;
    report_hold(false);
    progress_start(&line, made->quiet || !is_first());
    for (long block; !made->failed && (block = ip_team_next()) < made->about->parts;) {
        made->failed = signals_caught() || !take_block(made, block, work, user);
        double fraction = (double)(block + 1) / (double)made->about->parts;
        progress_update(&line, (long)(fraction * (double)made->about->total), made->failures, fraction);
    }
    progress_end(&line);
    if (made->failed)
        ip_team_end_count();
    /* Who is going to die by a signal waits for nobody. */
    if (signals_caught())
        return false;
    signals_let_be();
    bool all = agree(made->failed ? EXIT_INTERNAL : EXIT_ANSWERED) == EXIT_ANSWERED;
    report_hold(!is_first());
    return all;
}

/* ---- the end */

static exit_code join_blocks(const blocks *made) {
    int count = (int)made->about->parts;
    char **paths = calloc((size_t)count, sizeof *paths);
    part_list list;
    output out;
    exit_code code = paths ? EXIT_ANSWERED : EXIT_INTERNAL;
    if (!paths)
        complain_of_memory();
    for (int i = 0; i < count && code == EXIT_ANSWERED; i++)
        if (!(paths[i] = block_path(made, i)))
            code = EXIT_INTERNAL;
    if (code == EXIT_ANSWERED)
        code = parts_open(&list, (const char *const *)paths, count, made->about->command);
    if (code == EXIT_ANSWERED) {
        bool written = output_open(&out, made->path);
        if (written) {
            written = parts_copy(&list, out.stream);
            written = output_close(&out, written) && written;
        }
        code = !written ? EXIT_INTERNAL : parts_failures(&list) ? EXIT_SOME_FAILED : EXIT_ANSWERED;
        parts_close(&list);
        if (written)
            empty_folder(made);
    }
    for (int i = 0; i < count && paths; i++)
        free(paths[i]);
    free(paths);
    return code;
}

exit_code blocks_close(blocks *made, bool complete) {
    exit_code code = complete ? EXIT_ANSWERED : EXIT_INTERNAL;
    if (complete && is_first())
        code = join_blocks(made);
    if (code == EXIT_INTERNAL && is_first())
        complain("%s; the blocks done so far stand in %s, and --resume goes on with them",
                 signals_caught() ? "interrupted" : "stopped", made->folder);
    forget(made);
    return code;
}
