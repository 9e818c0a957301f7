/* Pictures made fit to stand in a page: one SVG element with names of its own. What a picture has no need of (scripts, links,
 * frames of other documents) is left out, whoever drew it. */
#include "page.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Elements that draw. */
static const char *const elements[] = {
    "circle", "clipPath", "defs", "ellipse", "feComposite", "feFlood", "filter", "g", "image", "line", "linearGradient", "path",
    "pattern", "polygon", "polyline", "rect", "stop", "svg", "text", "tspan", "use",
};

typedef struct svg_part {
    const char *text;
    size_t size;
} svg_part;

typedef struct svg_reader {
    ip_buffer *out;
    const char *at;
    int figure;
    int svg_count;  /* elements of that name so far */
    int depth;      /* of elements that are open */
    svg_part width, height;
    bool wrong;
} svg_reader;

static bool is(svg_part part, const char *text) {
    return part.size == strlen(text) && memcmp(part.text, text, part.size) == 0;
}

static bool draws(svg_part name) {
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (is(name, elements[i]))
            return true;
    return false;
}

static bool starts(const char *text, const char *with) {
    return strncmp(text, with, strlen(with)) == 0;
}

/* Passes over what is no element: declarations, comments. Returns whether there was one. */
static bool skip_other(svg_reader *reader) {
    const char *end = starts(reader->at, "<!--") ? "-->"
                      : starts(reader->at, "<?") ? "?>"
                      : starts(reader->at, "<!") ? ">"
                                                 : NULL;
    if (!end)
        return false;
    const char *found = strstr(reader->at, end);
    reader->wrong = !found;
    reader->at = found ? found + strlen(end) : reader->at + strlen(reader->at);
    return true;
}

static bool is_name(char character) {
    return isalnum((unsigned char)character) || (character && strchr("-_:.", character));
}

static svg_part read_name(svg_reader *reader) {
    svg_part name = {reader->at, 0};
    while (is_name(reader->at[name.size]))
        name.size++;
    reader->at += name.size;
    return name;
}

static void skip_blanks(svg_reader *reader) {
    reader->at += strspn(reader->at, " \t\r\n");
}

/* A value in quotes. */
static svg_part read_value(svg_reader *reader) {
    svg_part value = {reader->at, 0};
    char quote = *reader->at;
    const char *end = quote == '"' || quote == '\'' ? strchr(reader->at + 1, quote) : NULL;
    if (!end) {
        reader->wrong = true;
        return value;
    }
    value.text++;
    value.size = (size_t)(end - value.text);
    reader->at = end + 1;
    return value;
}

/* The value as it was, with quotes around it; names that it gives or refers to get the figure's own start. */
static void add_value(svg_reader *reader, svg_part name, svg_part value) {
    ip_buffer *out = reader->out;
    static const char local[] = "url(#";
    size_t from = 0;
    ip_buffer_add(out, "=\"");
    if (is(name, "id")) {
        ip_buffer_print(out, "f%d-", reader->figure);
    } else if ((is(name, "href") || is(name, "xlink:href")) && *value.text == '#') {
        ip_buffer_print(out, "#f%d-", reader->figure);
        from = 1;
    } else if (value.size >= sizeof local - 1 && starts(value.text, local)) {
        ip_buffer_print(out, "%sf%d-", local, reader->figure);
        from = sizeof local - 1;
    }
    for (size_t i = from; i < value.size; i++)
        if (value.text[i] == '"')
            ip_buffer_add(out, "&quot;");
        else
            ip_buffer_add_character(out, value.text[i]);
    ip_buffer_add(out, "\"");
}

/* Nothing runs, and nothing leads out of the page. */
static bool is_harmless(svg_part name, svg_part value) {
    static const char picture[] = "data:image/png;base64,";
    if (name.size > 1 && (name.text[0] == 'o' || name.text[0] == 'O') && (name.text[1] == 'n' || name.text[1] == 'N'))
        return false;
    if (is(name, "href") || is(name, "xlink:href"))
        return *value.text == '#' || starts(value.text, picture);
    return !is(name, "xml:base") && !is(name, "role");
}

static void read_attributes(svg_reader *reader, bool is_kept, bool is_svg) {
    for (skip_blanks(reader); is_name(*reader->at) && !reader->wrong; skip_blanks(reader)) {
        svg_part name = read_name(reader), value = {"", 0};
        skip_blanks(reader);
        if (*reader->at == '=') {
            reader->at++;
            skip_blanks(reader);
            value = read_value(reader);
        }
        if (is_svg && is(name, "width"))
            reader->width = value;
        if (is_svg && is(name, "height"))
            reader->height = value;
        if (reader->wrong || !is_kept || !is_harmless(name, value))
            continue;
        ip_buffer_add_character(reader->out, ' ');
        ip_buffer_add_bytes(reader->out, name.text, name.size);
        add_value(reader, name, value);
    }
}

/* Passes over all of an element that is left out, whose tag was just read. */
static void skip_element(svg_reader *reader, svg_part name) {
    char end[64];
    snprintf(end, sizeof end, "</%.*s", name.size < 50 ? (int)name.size : 50, name.text);
    const char *found = strstr(reader->at, end);
    reader->wrong = reader->wrong || !found || !strchr(found, '>');
    reader->at = reader->wrong ? reader->at + strlen(reader->at) : strchr(found, '>') + 1;
}

static void add_title(svg_reader *reader, const char *title) {
    ip_buffer_add(reader->out, "\n<title>");
    ip_html_add(reader->out, title);
    ip_buffer_add(reader->out, "</title>");
}

static void read_element(svg_reader *reader, const char *title) {
    reader->at++;
    bool is_end = *reader->at == '/';
    reader->at += is_end;
    svg_part name = read_name(reader);
    bool is_kept = draws(name), is_svg = is(name, "svg") && !is_end, is_first = is_svg && reader->svg_count++ == 0;
    if (!name.size || (reader->svg_count == 0 && !is_svg)) {
        reader->wrong = true;
        return;
    }
    if (is_kept) {
        ip_buffer_add(reader->out, is_end ? "</" : "<");
        ip_buffer_add_bytes(reader->out, name.text, name.size);
    }
    if (is_first) {
        ip_buffer_add(reader->out, " role=\"img\" aria-label=\"");
        ip_html_add(reader->out, title);
        ip_buffer_add(reader->out, "\"");
    }
    read_attributes(reader, is_kept, is_first);
    bool is_empty = *reader->at == '/';
    reader->at += is_empty;
    reader->wrong = reader->wrong || *reader->at != '>';
    if (reader->wrong)
        return;
    reader->at++;
    if (is_kept) {
        ip_buffer_add(reader->out, is_empty ? "/>" : ">");
        reader->depth += is_end ? -1 : !is_empty;
        reader->wrong = reader->depth < 0;
    }
    if (!is_kept && !is_empty && !is_end)
        skip_element(reader, name);
    if (is_first)
        add_title(reader, title);
}

/* Pixels. */
static bool is_length(svg_part part) {
    return part.size && part.size < 6 && strspn(part.text, "0123456789") >= part.size;
}

static void read_picture(svg_reader *reader, const char *title) {
    while (*reader->at && !reader->wrong) {
        if (*reader->at != '<') {
            size_t size = strcspn(reader->at, "<");
            if (reader->svg_count)
                ip_buffer_add_bytes(reader->out, reader->at, size);
            reader->at += size;
        } else if (!skip_other(reader)) {
            read_element(reader, title);
        }
    }
    reader->wrong = reader->wrong || reader->depth != 0 || !is_length(reader->width) || !is_length(reader->height);
}

/* Behind the headline of the only answer, or before the first of several: what is seen first. */
static void put_in_place(ip_page *page, const char *picture, int width) {
    ip_buffer rest = {0};
    size_t place = page->answers == 1 && page->headline ? page->headline : page->start;
    ip_buffer_add(&rest, ip_buffer_text(&page->body) + place);
    ip_buffer_shorten(&page->body, place);
    ip_buffer_print(&page->body, "<figure class=\"scroll\" tabindex=\"0\" style=\"--width:%dpx\">\n", width);
    ip_buffer_add(&page->body, picture);
    ip_buffer_add(&page->body, "</figure>\n");
    ip_buffer_add(&page->body, ip_buffer_text(&rest));
    page->failed = page->failed || rest.failed;
    ip_buffer_clear(&rest);
}

ip_status ip_page_figure(ip_page *page, const char *svg, const char *title, ip_error *error) {
    ip_buffer picture = {0};
    svg_reader reader = {.out = &picture, .at = svg, .figure = page->figures + 1};
    read_picture(&reader, title);
    if (!reader.wrong) {
        page->figures++;
        put_in_place(page, ip_buffer_text(&picture), atoi(reader.width.text));
        page->failed = page->failed || picture.failed;
    }
    ip_buffer_clear(&picture);
    return reader.wrong ? ip_error_set(error, IP_BAD_ARGUMENT, "a picture is no SVG with a width and a height") : IP_OK;
}
