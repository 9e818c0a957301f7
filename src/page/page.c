/* The frame of a page: sections, words, the foot, and the document around them. */
#include "page.h"

#include "base/digest.h"

#include <interphase/version.h>

#include <stdlib.h>
#include <string.h>

static ip_status no_memory(ip_error *error) {
    return ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

ip_status ip_page_new(ip_page **out, ip_error *error) {
    *out = calloc(1, sizeof **out);
    return *out ? IP_OK : no_memory(error);
}

void ip_page_free(ip_page *page) {
    if (!page)
        return;
    ip_buffer_clear(&page->contents);
    ip_buffer_clear(&page->body);
    ip_buffer_clear(&page->first);
    ip_buffer_clear(&page->sources);
    ip_buffer_clear(&page->works);
    ip_buffer_clear(&page->remarks);
    free(page);
}

void ip_page_set_ids(ip_page *page, ip_page_find_id find, void *user) {
    page->find_id = find;
    page->find_user = user;
}

/* ---- sections */

void ip_page_end_open(ip_page *page, ip_page_open kept) {
    if (page->open == kept)
        return;
    ip_buffer_add(&page->body, page->open == IP_PAGE_LIST ? "</ul>\n" : page->open == IP_PAGE_LINKS ? "</p>\n" : "");
    page->open = IP_PAGE_NOTHING;
}

static void end_answer(ip_page *page) {
    ip_page_end_open(page, IP_PAGE_NOTHING);
    if (page->in_answer)
        ip_buffer_add(&page->body, "</div>\n");
    page->in_answer = false;
}

void ip_page_section(ip_page *page, const char *title) {
    end_answer(page);
    if (page->sections++)
        ip_buffer_add(&page->body, "</section>\n");
    else
        ip_buffer_add(&page->first, title);
    ip_buffer_print(&page->contents, "<li><a href=\"#part-%d\">", page->sections);
    ip_html_add_chemistry(&page->contents, title);
    ip_buffer_add(&page->contents, "</a></li>\n");
    ip_buffer_print(&page->body, "<section id=\"part-%d\">\n<h2>", page->sections);
    ip_html_add_chemistry(&page->body, title);
    ip_buffer_add(&page->body, "</h2>\n");
    page->start = page->body.length;
    page->headline = 0;
    page->answers = 0;
}

void ip_page_answer(ip_page *page) {
    end_answer(page);
    ip_buffer_add(&page->body, "<div class=\"answer\">\n");
    page->in_answer = true;
    page->answers++;
}

/* ---- words */

static void add_chemistry_of(ip_buffer *out, const char *text, size_t size) {
    char *copy = malloc(size + 1);
    if (!copy) {
        out->failed = true;
        return;
    }
    memcpy(copy, text, size);
    copy[size] = '\0';
    ip_html_add_chemistry(out, copy);
    free(copy);
}

/* "name   value", or a line that is one. */
static void add_item(ip_buffer *out, const char *line, size_t size) {
    size_t name = 0, value;
    while (name + 1 < size && !(line[name] == ' ' && line[name + 1] == ' '))
        name++;
    for (value = name; value < size && line[value] == ' ';)
        value++;
    ip_buffer_add(out, "<li>");
    if (name + 1 < size && value < size) {
        ip_buffer_add(out, "<span class=\"name\">");
        add_chemistry_of(out, line, name);
        ip_buffer_add(out, "</span> ");
        add_chemistry_of(out, line + value, size - value);
    } else {
        add_chemistry_of(out, line, size);
    }
    ip_buffer_add(out, "</li>\n");
}

static void add_line(ip_page *page, const char *line, size_t size, const char *paragraph) {
    size_t indent = 0;
    while (indent < size && line[indent] == ' ')
        indent++;
    if (indent == size) {
        ip_page_end_open(page, IP_PAGE_NOTHING);
        return;
    }
    bool is_item = indent > 1;
    ip_page_end_open(page, is_item ? IP_PAGE_LIST : IP_PAGE_NOTHING);
    if (is_item && page->open != IP_PAGE_LIST)
        ip_buffer_add(&page->body, "<ul class=\"facts\">\n");
    if (is_item) {
        page->open = IP_PAGE_LIST;
        add_item(&page->body, line + indent, size - indent);
        return;
    }
    ip_buffer_add(&page->body, paragraph);
    add_chemistry_of(&page->body, line, size);
    ip_buffer_add(&page->body, "</p>\n");
    if (page->in_answer && !page->headline)
        page->headline = page->body.length;
}

static void add_lines(ip_page *page, const char *text, const char *paragraph) {
    while (*text) {
        size_t size = strcspn(text, "\n");
        add_line(page, text, size, paragraph);
        text += size + (text[size] == '\n');
    }
}

void ip_page_words(ip_page *page, const char *text) {
    add_lines(page, text, "<p>");
}

void ip_page_note(ip_page *page, const char *text) {
    add_lines(page, text, "<p class=\"note\">");
}

void ip_page_download(ip_page *page, const char *name, const char *media, const char *content) {
    ip_buffer *body = &page->body;
    ip_page_end_open(page, IP_PAGE_LINKS);
    ip_buffer_add(body, page->open == IP_PAGE_LINKS ? " " : "<p class=\"links\">");
    page->open = IP_PAGE_LINKS;
    ip_buffer_add(body, "<a download=\"");
    ip_html_add(body, name);
    ip_buffer_add(body, "\" href=\"");
    ip_html_add_data(body, media, content);
    ip_buffer_add(body, "\">");
    ip_html_add(body, name);
    ip_buffer_add(body, "</a>");
}

/* ---- the foot */

/* Adds an item to a list where it is not there yet; takes the item over. */
static void add_once(ip_buffer *list, ip_buffer *item) {
    ip_buffer_add(item, "\n");
    if (item->failed)
        list->failed = true;
    else if (!strstr(ip_buffer_text(list), item->text))
        ip_buffer_add(list, item->text);
    ip_buffer_clear(item);
}

void ip_page_source_add(ip_page *page, const ip_page_source *source) {
    ip_buffer item = {0};
    ip_buffer_add(&item, "<li><b>");
    ip_html_add(&item, source->name);
    ip_buffer_add(&item, "</b>: ");
    ip_html_add(&item, source->meaning);
    if (source->rows != IP_NO_COUNT)
        ip_buffer_print(&item, "; %ld row%s", source->rows, source->rows == 1 ? "" : "s");
    if (source->digest && *source->digest) {
        ip_buffer_add(&item, "; SHA-256 <code>");
        ip_html_add(&item, source->digest);
        ip_buffer_add(&item, "</code>");
    }
    ip_buffer_add(&item, "</li>");
    add_once(&page->sources, &item);
}

void ip_page_cite(ip_page *page, const char *work) {
    ip_buffer item = {0};
    ip_buffer_add(&item, "<li>");
    ip_html_add(&item, work);
    ip_buffer_add(&item, "</li>");
    add_once(&page->works, &item);
}

void ip_page_remark(ip_page *page, const char *text) {
    ip_buffer item = {0};
    ip_buffer_add(&item, "<p>");
    ip_html_add(&item, text);
    ip_buffer_add(&item, "</p>");
    add_once(&page->remarks, &item);
}

static void write_list(FILE *stream, const char *heading, const ip_buffer *items) {
    if (items->length)
        fprintf(stream, "<h3>%s</h3>\n<ul>\n%s</ul>\n", heading, items->text);
}

/* ---- the document */

/* Nothing is fetched from anywhere, and no script runs but the one that is there. */
static void write_policy(FILE *stream) {
    ip_digest digest;
    char code[IP_DIGEST_BASE64_SIZE];
    ip_digest_start(&digest);
    ip_digest_feed(&digest, ip_page_script, strlen(ip_page_script));
    ip_digest_end_base64(&digest, code);
    fprintf(stream,
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src "
            "'sha256-%s'; "
            "img-src data:; base-uri 'none'; form-action 'none'\">\n",
            code);
}

static void write_foot(const ip_page *page, const char *call, FILE *stream) {
    fputs("<footer>\n<h2>About this page</h2>\n", stream);
    if (call)
        fprintf(stream, "<h3>Made by</h3>\n<pre><code>%s</code></pre>\n<p>interphase %s</p>\n", call, ip_version());
    else
        fprintf(stream, "<p>Made by interphase %s</p>\n", ip_version());
    write_list(stream, "Where the numbers come from", &page->sources);
    if (page->remarks.length)
        fprintf(stream, "<h3>How far to trust them</h3>\n%s", page->remarks.text);
    write_list(stream, "How to cite", &page->works);
    fputs("</footer>\n", stream);
}

static void write_document(const ip_page *page, const char *title, const char *title_text, const char *call, FILE *stream) {
    fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n", stream);
    write_policy(stream);
    fprintf(stream,
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" "
            "content=\"light dark\">\n"
            "<meta name=\"generator\" content=\"interphase "
            "%s\">\n<title>%s</title>\n<style>\n%s</style>\n</head>\n<body%s>\n<header>\n<h1>%s</h1>\n",
            ip_version(), title_text, ip_page_style, page->sections == 1 ? " class=\"single\"" : "", title);
    if (page->sections > 1)
        fprintf(stream, "<nav aria-label=\"Contents\">\n<ol>\n%s</ol>\n</nav>\n", page->contents.text);
    fprintf(stream, "</header>\n<main>\n%s%s</main>\n", ip_buffer_text(&page->body), page->sections ? "</section>\n" : "");
    write_foot(page, call, stream);
    fprintf(stream, "<script>%s</script>\n</body>\n</html>\n", ip_page_script);
}

static bool is_complete(const ip_page *page) {
    return !page->failed && !page->contents.failed && !page->body.failed && !page->first.failed && !page->sources.failed &&
           !page->works.failed && !page->remarks.failed;
}

ip_status ip_page_write(ip_page *page, const char *title, const char *call, FILE *stream, ip_error *error) {
    ip_buffer heading = {0}, plain = {0}, quoted = {0};
    end_answer(page);
    if (!title)
        title = ip_buffer_text(&page->first);
    ip_html_add_chemistry(&heading, title);
    ip_html_add(&plain, title);
    if (call)
        ip_html_add(&quoted, call);
    bool made = is_complete(page) && !heading.failed && !plain.failed && !quoted.failed;
    if (made)
        write_document(page, ip_buffer_text(&heading), ip_buffer_text(&plain), call ? ip_buffer_text(&quoted) : NULL, stream);
    ip_buffer_clear(&heading);
    ip_buffer_clear(&plain);
    ip_buffer_clear(&quoted);
    return made ? IP_OK : no_memory(error);
}
