/* Knows files by device and number, so that links and other spellings of a name are seen through. */
#include "files.h"

#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct named_file {
    char *path;   /* owned */
    char *output; /* of a file to be written: what --output says; owned. NULL for one that is read */
    bool is_there;
    dev_t device;
    ino_t number;
} named_file;

static named_file *files;
static int file_count;

static void look(named_file *file) {
    struct stat about;
    bool is_input = !file->output && strcmp(file->path, "-") == 0;
    file->is_there = (is_input ? fstat(STDIN_FILENO, &about) : stat(file->path, &about)) == 0 && S_ISREG(about.st_mode);
    if (file->is_there) {
        file->device = about.st_dev;
        file->number = about.st_ino;
    }
}

static bool is_apart(const named_file *input, const named_file *output) {
    if (!input->is_there || !output->is_there || input->device != output->device || input->number != output->number)
        return true;
    const char *read = strcmp(input->path, "-") == 0 ? "standard input" : input->path;
    if (strcmp(output->path, output->output) == 0)
        complain("--output %s would take the place of a file that is read (%s); another name is expected", output->output, read);
    else
        complain("--output %s is written by way of %s, which would take the place of a file that is read (%s); another name is "
                 "expected", output->output, output->path, read);
    return false;
}

static bool add(const char *path, const char *output) {
    named_file file = {strdup(path), output ? strdup(output) : NULL, false, 0, 0};
    named_file *grown = realloc(files, ((size_t)file_count + 1) * sizeof *grown);
    if (grown)
        files = grown;
    if (!grown || !file.path || (output && !file.output)) {
        complain_of_memory();
        free(file.path);
        free(file.output);
        return false;
    }
    look(&file);
    files[file_count++] = file;
    for (int i = 0; i < file_count - 1; i++) {
        named_file *other = &files[i];
        if ((other->output != NULL) == (output != NULL))
            continue;
        if (!other->is_there)
            look(other); /* it may have come to be meanwhile */
        if (output ? !is_apart(other, &file) : !is_apart(&file, other))
            return false;
    }
    return true;
}

bool files_reads(const char *path) {
    return add(path, NULL);
}

bool files_writes(const char *path, const char *output) {
    return add(path, output);
}

void files_forget(void) {
    for (int i = 0; i < file_count; i++) {
        free(files[i].path);
        free(files[i].output);
    }
    free(files);
    files = NULL;
    file_count = 0;
}
