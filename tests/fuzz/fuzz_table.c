/* Damaged tables: none may crash the reader; what is read is sound and can be asked. */
#include "fuzz.h"

#include <interphase/interphase.h>

#include <math.h>
#include <unistd.h>

enum { ROOM = 4096 };

static const char *const seeds[] = {
    "formula,formation_energy_per_atom,correction,band_gap,note\nNa,0,,0,\nS,0,,2.46,\nP,0,,,\nNa2S,-1.29437,0.2,2.1,x\n"
    "Na3PS4,-1.21441,,2.28,\"a, b\"\nNaPS3,-0.8,,,\n",
    "formula,e_form,uncertainty,id,note\nNa,0,0,,\nS,0,0,,\nNa2S,-1.3,0.02,mp-648,inferred\nNaS,-1.2,,mp-2,inferred\n",
    "\xEF\xBB\xBF" "formula,e_form\r\nNa,0\r\nS,0\r\nNa2S,-1.2\r\nNa4S2,-1.25\r\n",
    "note,formation_energy,formula\n\"two\nlines\",0,Na\n\"quo\"\"te\",0,S\n,-1,NaS\n",
};
static const char *const pieces[] = {
    ",",
    "\n",
    "\r",
    "\r\n",
    "\"",
    "\"\"",
    "\n\n",
    "Na",
    "S8",
    "Xx",
    "0",
    "-1.5",
    "1e308",
    "1e-320",
    "-1e308",
    "nan",
    "inf",
    "0x10",
    "1,5",
    ";",
    "\t",
    " ",
    "formula",
    "energy",
    "band_gap",
    "correction",
    "uncertainty",
    "material_id",
    "\xEF\xBB\xBF",
    "\xFF\xFE",
    "Na2S,-1\n",
    "Na,0\nS,0\nP,0\n",
    "\"Na",
    "(",
    "%n",
    "Na3PS4,-1.3,,,\n",
    "0000000000000000000000000000000000000000",
};

typedef struct finding_count {
    long findings, bad;
} finding_count;

static void on_finding(void *user, const ip_finding *finding) {
    finding_count *count = user;
    count->findings++;
    count->bad += !finding->kind_word || !*finding->kind_word || !finding->file || finding->line < 0 || !finding->message ||
                  !*finding->message;
}

static bool is_sound(const ip_phase *phase) {
    bool sound = phase->formula && *phase->formula && isfinite(phase->formation_energy) && isfinite(phase->correction) &&
                 (isnan(phase->band_gap) || (isfinite(phase->band_gap) && phase->band_gap >= 0.0)) &&
                 (isnan(phase->uncertainty) || (isfinite(phase->uncertainty) && phase->uncertainty >= 0.0)) &&
                 (!phase->id || *phase->id) && (!phase->note || *phase->note) && phase->line > 1 &&
                 phase->element_count >= 1 && isfinite(phase->atoms) && phase->atoms > 0.0;
    for (int i = 0; sound && i < phase->element_count; i++)
        sound = isfinite(phase->amounts[i]) && phase->amounts[i] > 0.0 && ip_element_symbol(phase->elements[i]);
    return sound;
}

/* Phases are sound, found again by their composition, and never twice. */
static bool all_sound(const ip_dataset *dataset) {
    for (long i = 0; i < ip_dataset_count(dataset); i++) {
        const ip_phase *phase = ip_dataset_phase(dataset, i);
        ip_composition composition = ip_phase_composition(phase);
        if (!is_sound(phase) || ip_dataset_find(dataset, &composition) != phase || ip_dataset_index(dataset, phase) != i)
            return false;
    }
    return true;
}

/* A question to whatever was read: any answer or refusal will do, but an answer has numbers. */
static bool ask(const ip_dataset *dataset) {
    static const char *const questions[] = {"Na3PS4", "Na2S"};
    ip_solver *solver;
    ip_error error;
    bool sane = true;
    if (ip_solver_new(&solver, dataset, &error))
        tap_bail_out(error.message);
    for (size_t i = 0; i < 2; i++) {
        ip_composition composition;
        ip_profile profile;
        ip_composition_read(&composition, questions[i], &error);
        if (ip_profile_find(&profile, solver, &composition, ip_element_find("Na", 2), 0, &error)) {
            sane = sane && error.status != IP_OK && error.message[0];
            continue;
        }
        for (int p = 0; p < profile.plateau_count; p++)
            sane = sane && isfinite(profile.plateaus[p].voltage_low) && isfinite(profile.plateaus[p].uptake);
        ip_profile_clear(&profile);
    }
    ip_solver_free(solver);
    return sane;
}

static void write_file(const char *path, const char *text, size_t size) {
    remove(path); /* a new file each time: some file systems flush what overwrites an old one */
    FILE *stream = fopen(path, "wb");
    if (!stream || fwrite(text, 1, size, stream) != size || fclose(stream) != 0)
        tap_bail_out("a table cannot be written");
}

int main(void) {
    char path[64];
    snprintf(path, sizeof path, "fuzz-table-%ld.csv", (long)getpid());
    fuzz_random random = {0xD1B54A32D192ED03u};
    long rounds = fuzz_rounds(6000), readable = 0, unsound = 0, unexplained = 0, insane = 0, found = 0;
    for (long round = 0; round < rounds; round++) {
        char text[ROOM];
        const char *seed = seeds[fuzz_below(&random, sizeof seeds / sizeof *seeds)];
        size_t size = strlen(seed);
        memcpy(text, seed, size);
        for (size_t n = fuzz_below(&random, 8); n > 0; n--)
            fuzz_mutate(&random, text, &size, sizeof text, pieces, sizeof pieces / sizeof *pieces);
        write_file(path, text, size);
        ip_dataset *dataset;
        ip_error error = {IP_OK, ""};
        finding_count count = {0, 0};
        unsigned flags = (unsigned)fuzz_below(&random, 8);
        if (ip_dataset_new(&dataset, &error))
            tap_bail_out("out of memory");
        ip_status status = ip_dataset_read(dataset, path, flags, on_finding, &count, &error);
        if (status) {
            unexplained += status != IP_BAD_TABLE || error.status != status || strncmp(error.message, path, strlen(path)) != 0;
        } else {
            readable++;
            unsound += !all_sound(dataset);
            ip_dataset_check(dataset, on_finding, &count);
            insane += !ask(dataset);
        }
        unexplained += count.bad != 0;
        found += count.findings;
        ip_dataset_free(dataset);
    }
    remove(path);
    ip_solver_end_thread();
    tap_note("%ld tables, %ld of them readable, %ld findings", rounds, readable, found);
    tap_ok(readable > rounds / 20 && readable < rounds - rounds / 20, "some can be read, some cannot");
    tap_ok(unsound == 0, "what is read is sound");
    tap_ok(unexplained == 0, "what is not read is explained, and the file is named");
    tap_ok(insane == 0, "questions are answered with numbers or refused");
    return tap_done();
}
