/* From rows to a file by way of gnuplot. */
#include "plot.h"

#include "gnuplot.h"
#include "memory_text.h"
#include "output.h"
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The form that the ending of a file names; NULL for none. */
static const char *form_of(const char *path) {
    const char *ending = strrchr(path, '.');
    for (int i = 0; ending && ip_figure_form(i); i++)
        if (strcmp(ending + 1, ip_figure_form(i)) == 0)
            return ip_figure_form(i);
    return NULL;
}

static bool is_script(const char *form) {
    return strcmp(form, "gp") == 0;
}

bool plot_can(const options *opts, const char *command, const ip_result_type *type) {
    if (!opts->plot) {
        if (opts->format == FORMAT_HTML)
            return true;
        if (options_given(opts, &opts->size) || options_given(opts, &opts->plot_order))
            complain("--size and --plot-order belong to --plot, or to --format html");
        else
            return true;
        return false;
    }
    const char *form = form_of(opts->plot);
    if (!form)
        complain("--plot %s: expected a file that ends in .svg, .pdf, .png or .gp", opts->plot);
    else if (!type || !ip_figure_exists(type))
        complain("%s: there is no figure of this answer; see 'interphase %s --help'", command, command);
    else if (opts->output && strcmp(opts->output, opts->plot) == 0)
        complain("--plot %s: --output writes that file", opts->plot);
    else
        return is_script(form) || gnuplot_found();
    return false;
}

ip_status plot_open(plot *out, const options *opts, const ip_result_type *type, ip_error *error) {
    ip_figure_style style = {.width = opts->size.width, .height = opts->size.height, .order = opts->plot_order};
    memset(out, 0, sizeof *out);
    if (!opts->plot && !opts->draws)
        return IP_OK;
    out->path = opts->plot;
    out->form = opts->plot ? form_of(opts->plot) : NULL;
    return ip_figure_new(&out->figure, type, &style, error);
}

ip_status plot_row(plot *drawn, const ip_result_type *type, const void *row, ip_error *error) {
    return drawn->figure ? ip_figure_row(drawn->figure, type, row, error) : IP_OK;
}

static bool write_script(const plot *drawn, const char *form, FILE *stream) {
    ip_error error;
    ip_status status = ip_figure_write(drawn->figure, form, stream, &error);
    if (status)
        complain_of(NULL, &error);
    return status == IP_OK;
}

/* The moment at which a PDF was made is no part of the figure: the same answer is the same file. cairo writes it as
 * "/CreationDate (D:20261128114640Z)". */
static void settle_date(char *bytes, size_t size) {
    static const char mark[] = "/CreationDate (D:", settled[] = "19700101000000";
    size_t length = sizeof mark - 1, digits = sizeof settled - 1;
    for (size_t at = 0; at + length + digits <= size; at++)
        if (memcmp(bytes + at, mark, length) == 0)
            memcpy(bytes + at + length, settled, digits);
}

/* Takes what was drawn over into a stream. Errors of writing are left for who closes it. */
static bool copy(FILE *picture, FILE *stream, const char *form) {
    long size = fseek(picture, 0, SEEK_END) == 0 ? ftell(picture) : -1;
    char *bytes = size > 0 ? malloc((size_t)size) : NULL;
    if (size <= 0) {
        complain("gnuplot drew nothing");
        return false;
    }
    if (!bytes) {
        complain_of_memory();
        return false;
    }
    rewind(picture);
    bool whole = fread(bytes, 1, (size_t)size, picture) == (size_t)size;
    if (!whole)
        complain("what gnuplot drew cannot be read: %s", report_reason(errno));
    if (whole && strcmp(form, "pdf") == 0)
        settle_date(bytes, (size_t)size);
    if (whole)
        fwrite(bytes, 1, (size_t)size, stream);
    free(bytes);
    return whole;
}

static bool draw(const plot *drawn, const char *form, FILE *stream) {
    FILE *script = tmpfile(), *picture = script ? tmpfile() : NULL;
    if (!picture)
        complain("no file for gnuplot can be made: %s", report_reason(errno));
    bool done = picture && write_script(drawn, form, script) && gnuplot_run(script, picture) && copy(picture, stream, form);
    if (script)
        fclose(script);
    if (picture)
        fclose(picture);
    return done;
}

bool plot_picture(const plot *drawn, const options *opts, char **svg) {
    memory_text text = {0};
    *svg = NULL;
    if (!drawn->figure || !opts->draws)
        return true;
    FILE *stream = memory_text_open(&text);
    bool done = stream && draw(drawn, "svg", stream);
    *svg = memory_text_take(&text, stream);
    if (!*svg)
        complain_of_memory();
    if (!done) {
        free(*svg);
        *svg = NULL;
    }
    return *svg != NULL;
}

bool plot_close(plot *drawn, bool do_draw) {
    output out;
    bool done = true;
    if (drawn->figure && drawn->path && do_draw) {
        done = output_open(&out, drawn->path);
        if (done) {
            done = is_script(drawn->form) ? write_script(drawn, drawn->form, out.stream) : draw(drawn, drawn->form, out.stream);
            done = output_close(&out, done) && done;
        }
    }
    ip_figure_free(drawn->figure);
    memset(drawn, 0, sizeof *drawn);
    return done;
}
