/* One voice for several processes. Those that keep silent do the same as the one that speaks, but for their share of the work. */
#include "team.h"

#include "cli/input/tables.h"
#include "cli/io/output.h"
#include "cli/io/report.h"

#include <interphase/team.h>
#include <interphase/version.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool team_begin(void) {
    ip_error error;
    if (ip_team_join(&error)) {
        complain_of(NULL, &error);
        return false;
    }
    if (ip_team_rank() > 0) {
        report_hold(true);
        output_silence();
    }
    return true;
}

int team_end(int code) {
    char words[32];
    int whose;
    int highest = ip_team_agree(code, &whose);
    snprintf(words, sizeof words, "process %d", ip_team_rank());
    if (whose == ip_team_rank())
        report_release(words);
    /* Said before all leave: where one process ends with a failure mpirun ends the others. */
    highest = ip_team_leave(highest, NULL);
    if (ip_team_rank() > 0)
        return EXIT_ANSWERED; /* the first one tells */
    return highest >= EXIT_ANSWERED && highest <= EXIT_INTERNAL ? highest : EXIT_INTERNAL;
}

bool team_takes_part(bool is_shared) {
    return is_shared || ip_team_rank() == 0;
}

bool team_can_share(const options *opts) {
    bool wanted = false;
    if (opts->part.parts && team_has_others()) {
        complain("--part is for calls apart: %d processes of one call share its rows without it", ip_team_size());
        return false;
    }
    for (int i = 0; i < tables_count(opts); i++)
        wanted = wanted || strcmp(tables_name(opts, i), "-") == 0;
    for (int i = 0; i < opts->argument_count; i++) {
        struct stat about;
        wanted = wanted || strcmp(opts->arguments[i], "-") == 0;
        if (team_has_others() && stat(opts->arguments[i], &about) == 0 && S_ISFIFO(about.st_mode)) {
            complain("%s: what comes through a pipe reaches one of %d processes only; a file is expected", opts->arguments[i],
                     ip_team_size());
            return false;
        }
    }
    if (wanted && team_has_others())
        complain("standard input (-) reaches one of %d processes only; the name of a file is expected", ip_team_size());
    return !wanted || !team_has_others();
}

bool team_has_others(void) {
    return ip_team_size() > 1;
}

bool team_has_same_text(const char *text) {
    ip_error error;
    ip_status status = ip_team_compare(text, &error);
    if (status == IP_BAD_ARGUMENT)
        complain("the processes do not read the same files, or are of different versions; all of them need the same");
    else if (status)
        complain_of(NULL, &error);
    return !status;
}

bool team_has_same(const ip_dataset *dataset) {
    char text[IP_DIGEST_SIZE + 64];
    if (!team_has_others())
        return true;
    size_t length = (size_t)snprintf(text, 64, "interphase %s\ntables ", ip_version());
    ip_dataset_digest(dataset, text + length);
    return team_has_same_text(text);
}

void team_quieten(options *opts) {
    opts->quiet = opts->quiet || ip_team_rank() > 0;
    if (ip_team_rank() > 0)
        opts->plot = opts->output = NULL;
}

const char *team_executor(void) {
    return team_has_others() ? "mpi" : NULL;
}
