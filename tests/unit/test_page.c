/* Pages: text stays text, words become paragraphs and lists, tables show what rows have, and pictures keep to themselves. */
#include "support.h"

#include "page/page.h"

#include <interphase/page.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *html_of(void (*add)(ip_buffer *, const char *), const char *text) {
    static ip_buffer out;
    ip_buffer_clear(&out);
    add(&out, text);
    return out.text ? out.text : (char *)"";
}

#define BAD "\xEF\xBF\xBD"

static void test_text(void **state) {
    (void)state;
    assert_string_equal(html_of(ip_html_add, "plain \xC2\xB1"), "plain \xC2\xB1");
    assert_string_equal(html_of(ip_html_add, "<b>&\"'"), "&lt;b&gt;&amp;&quot;'");
    assert_string_equal(html_of(ip_html_add, "a\x01\x7F" "b\xFF\xC3"), "a" BAD BAD "b" BAD BAD);
    /* Cut short, too long, a surrogate, beyond the last character, and characters that never have a meaning. */
    assert_string_equal(html_of(ip_html_add, "\xE2\x86"), BAD BAD);
    assert_string_equal(html_of(ip_html_add, "\xC0\xBC"), BAD BAD);
    assert_string_equal(html_of(ip_html_add, "\xEF\xBF\xBE|\xEF\xB7\x90|\xC2\x85"), BAD "|" BAD "|" BAD);
    assert_string_equal(html_of(ip_html_add, "1\n2\t3"), "1\n2\t3");
}

static void test_formulas(void **state) {
    (void)state;
    assert_string_equal(html_of(ip_html_add_chemistry, "Na3PS4"), "Na<sub>3</sub>PS<sub>4</sub>");
    assert_string_equal(html_of(ip_html_add_chemistry, "(Na3PS4)."), "(Na<sub>3</sub>PS<sub>4</sub>).");
    assert_string_equal(
        html_of(ip_html_add_chemistry, "Na3Zr2(SiO4)2PO4, Na2.85P0.85"),
        "Na<sub>3</sub>Zr<sub>2</sub>(SiO<sub>4</sub>)<sub>2</sub>PO<sub>4</sub>, Na<sub>2.85</sub>P<sub>0.85</sub>");
    assert_string_equal(html_of(ip_html_add_chemistry, "2 Na3P\xE2\x80\xA0 + 8 H2O"),
                        "2 Na<sub>3</sub>P\xE2\x80\xA0 + 8 H<sub>2</sub>O");
    /* What only looks like one. */
    static const char *const others[] = {"mp2020", "MP2020", "Na3PS4.csv", "0.40", "NaCl", "SHA-256",
                                         "(1)",    "Xx2",    "a3",         ")2",   "Na)2("};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_string_equal(html_of(ip_html_add_chemistry, others[i]), others[i]);
    assert_string_equal(html_of(ip_html_add_chemistry, "CO2(g) + 5 H2O(g), O2(g). (Cl2(g)) (g) H(g)"),
                        "CO<sub>2</sub>(g) + 5 H<sub>2</sub>O(g), O<sub>2</sub>(g). (Cl<sub>2</sub>(g)) (g) H(g)");
    assert_string_equal(html_of(ip_html_add_chemistry, "Na3SbS4*8H2O 75Li2S-25P2S5 LiNi1/3Co2/3O2 1/3 Li/Li2S eV/atom 12180"),
                        "Na<sub>3</sub>SbS<sub>4</sub>*8H<sub>2</sub>O 75Li<sub>2</sub>S-25P<sub>2</sub>S<sub>5</sub> "
                        "LiNi<sub>1/3</sub>Co<sub>2/3</sub>O<sub>2</sub> 1/3 Li/Li<sub>2</sub>S eV/atom 12180");
    assert_string_equal(
        html_of(ip_html_add_chemistry, "against Mg/Mg2+. Li/Li+ Na2S+P2S5 Na2S + Mg2 Xx2+ +"),
        "against Mg/Mg<sup>2+</sup>. Li/Li<sup>+</sup> Na<sub>2</sub>S+P<sub>2</sub>S<sub>5</sub> Na<sub>2</sub>S + "
        "Mg<sub>2</sub> Xx2+ +");
    assert_string_equal(html_of(ip_html_add_chemistry, "<Na2S>"), "&lt;Na<sub>2</sub>S&gt;");
}

static void test_addresses(void **state) {
    (void)state;
    ip_buffer out = {0};
    ip_html_add_data(&out, "text/csv", "a,b\n\"x\" <&%#\xC2\xB1");
    assert_string_equal(out.text, "data:text/csv;charset=utf-8,a,b%0A%22x%22%20%3C%26%25%23%C2%B1");
    ip_buffer_clear(&out);
}

/* ---- pages */

static char *written(ip_page *page, const char *title, const char *call) {
    char *text = NULL;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    ip_error error;
    assert_non_null(stream);
    assert_int_equal(ip_page_write(page, title, call, stream, &error), IP_OK);
    fclose(stream);
    ip_page_free(page);
    return text;
}

static ip_page *new_page(const char *title) {
    ip_page *page;
    ip_error error;
    assert_int_equal(ip_page_new(&page, &error), IP_OK);
    if (title)
        ip_page_section(page, title);
    return page;
}

/* Whether the text holds the pieces, one behind the other. */
static void assert_in_order(const char *text, const char *const *pieces, size_t count) {
    const char *at = text;
    for (size_t i = 0; i < count; i++) {
        const char *found = strstr(at, pieces[i]);
        if (!found)
            fail_msg("'%s' is missing", pieces[i]);
        else
            at = found + strlen(pieces[i]);
    }
}
#define ASSERT_IN_ORDER(text, ...) \
    assert_in_order(text, (const char *const[]){__VA_ARGS__}, sizeof((const char *const[]){__VA_ARGS__}) / sizeof(char *))

static void test_words(void **state) {
    (void)state;
    ip_page *page = new_page("Na3PS4 <x>");
    ip_page_answer(page);
    ip_page_words(page, "Headline & more\n  energy     -1.0 eV\n  a line\nnext\n\n  other list");
    ip_page_answer(page);
    ip_page_words(page, "Second\n");
    ip_page_note(page, "small\n");
    char *text = written(page, NULL, "interphase window '<b>'");
    ASSERT_IN_ORDER(text, "<title>Na3PS4 &lt;x&gt;</title>", "<h1>Na<sub>3</sub>PS<sub>4</sub> &lt;x&gt;</h1>",
                    "<section id=\"part-1\">",
                    "<div class=\"answer\">\n<p>Headline &amp; more</p>\n<ul class=\"facts\">\n<li><span "
                    "class=\"name\">energy</span> -1.0 eV</li>\n"
                    "<li>a line</li>\n</ul>\n<p>next</p>\n<ul class=\"facts\">\n<li>other list</li>\n</ul>\n</div>\n<div "
                    "class=\"answer\">\n<p>Second</p>\n"
                    "<p class=\"note\">small</p>\n</div>\n</section>",
                    "interphase window '&lt;b&gt;'");
    assert_null(strstr(text, "<nav"));
    free(text);
}

static void test_contents(void **state) {
    (void)state;
    ip_page *page = new_page("First");
    ip_page_section(page, "Second");
    char *text = written(page, "Whole", NULL);
    ASSERT_IN_ORDER(
        text, "<h1>Whole</h1>", "<nav", "<li><a href=\"#part-1\">First</a></li>", "<li><a href=\"#part-2\">Second</a></li>",
        "<section id=\"part-1\">\n<h2>First</h2>\n</section>\n<section id=\"part-2\">\n<h2>Second</h2>\n</section>\n</main>");
    free(text);
    text = written(new_page(NULL), "Empty", NULL);
    ASSERT_IN_ORDER(text, "<main>\n</main>");
    free(text);
}

static void test_foot(void **state) {
    (void)state;
    ip_page *page = new_page("x");
    ip_page_source first = {"a&b.csv", "energies", "0123", 1}, second = {"c.csv", "constants", NULL, IP_NO_COUNT};
    for (int i = 0; i < 2; i++) {
        ip_page_source_add(page, &first);
        ip_page_source_add(page, &second);
        ip_page_cite(page, "A <i>work</i>");
        ip_page_remark(page, "A remark");
        ip_page_download(page, "rows.csv", "text/csv", "a\n");
        ip_page_download(page, "\"x\".json", "application/json", "{}");
    }
    char *text = written(page, NULL, NULL);
    ASSERT_IN_ORDER(
        text,
        "<p class=\"links\"><a download=\"rows.csv\" href=\"data:text/csv;charset=utf-8,a%0A\">rows.csv</a> "
        "<a download=\"&quot;x&quot;.json\" href=\"data:application/json;charset=utf-8,%7B%7D\">&quot;x&quot;.json</a>",
        "<li><b>a&amp;b.csv</b>: energies; 1 row; SHA-256 <code>0123</code></li>\n<li><b>c.csv</b>: constants</li>\n</ul>",
        "<p>A remark</p>\n<h3>", "<ul>\n<li>A &lt;i&gt;work&lt;/i&gt;</li>\n</ul>");
    free(text);
}

/* ---- tables */

typedef struct sample_row {
    const char *formula, *id;
    double energy, energy_uncertainty, open;
    long count;
    ip_flag flag;
    ip_row_products products;
    const char *nothing;
} sample_row;

static const ip_column columns[] = {
    IP_COLUMN(sample_row, formula, "formula", "", 0, 1, 0, IP_COLUMN_SUBJECT, "what was asked"),
    IP_COLUMN(sample_row, id, "id", "", 0, 0, 0, 0, "its name in a database"),
    IP_COLUMN(sample_row, energy, "energy", "eV", 6, 2, 4, IP_COLUMN_UNCERTAIN, "the energy <of it>"),
    IP_COLUMN(sample_row, energy_uncertainty, "uncertainty", "eV", 6, 0, 4, 0, "its deviation"),
    IP_COLUMN(sample_row, open, "to", "V", 6, 3, 2, IP_COLUMN_OPEN_END, "an end"),
    IP_COLUMN(sample_row, count, "count", "", 0, 4, 0, 0, "a count"),
    IP_COLUMN(sample_row, flag, "flag", "", 0, 5, 0, 0, "a flag"),
    IP_COLUMN(sample_row, products, "products", "", 0, 6, 0, 0, "what forms"),
    IP_COLUMN(sample_row, nothing, "nothing", "", 0, 7, 0, IP_COLUMN_OPTIONAL, "has no value"),
};
static const ip_result_type sample_result = IP_RESULT_TYPE("sample", sample_row, columns);

static const ip_row_product products[] = {{"Na3P", 1.0, 0.4, IP_FLAG_YES}, {"Na2S", 4.0, 2.1, IP_FLAG_NO}};

static const char *find_id(void *user, const char *formula) {
    return strcmp(formula, "Na3P") == 0 ? user : strcmp(formula, "Na2S") == 0 ? "mine-7" : NULL;
}

static void add_table(ip_page *page, long count, bool whole) {
    static char id[] = "mp-1598";
    static const char *const names[] = {"note"}, *const notes[][1] = {{"<first>"}, {"second"}};
    static const char *const *const leads[] = {notes[0], notes[1]};
    sample_row rows[] = {{"Na3PS4", "mp-28782", -1.23456789, 0.05, INFINITY, 7, IP_FLAG_YES, {2, products}, NULL},
                         {"<i>", "mp-1\"x", NAN, NAN, 2.5, IP_NO_COUNT, IP_FLAG_NONE, {-1, NULL}, NULL}};
    ip_page_table table = {.type = &sample_result, .rows = rows, .count = count, .whole = whole, .weak_mark = "!",
                           .lead_count = whole, .lead = names, .leads = leads};
    ip_page_set_ids(page, find_id, id);
    ip_page_table_add(page, &table);
}

static void test_shown_table(void **state) {
    (void)state;
    ip_page *page = new_page("x");
    add_table(page, 2, false);
    add_table(page, 0, false);
    char *text = written(page, NULL, NULL);
    ASSERT_IN_ORDER(
        text, "<table class=\"rows\">\n<thead><tr><th scope=\"col\" title=\"what was asked\">formula</th>",
        "<th scope=\"col\" class=\"n\" title=\"the energy &lt;of it&gt;, eV\">energy <small>eV</small></th>",
        "<tr><td>Na<sub>3</sub>PS<sub>4</sub></td><td class=\"n\" data-v=\"-1.234568\">-1.23 \xC2\xB1 0.05</td>"
        "<td class=\"n\" data-v=\"inf\"></td><td class=\"n\" data-v=\"7\">7</td><td>yes</td><td>"
        "<a href=\"https://next-gen.materialsproject.org/materials/mp-1598\">Na<sub>3</sub>P</a>! + 4 Na<sub>2</sub>S</td></tr>",
        "<tr><td>&lt;i&gt;</td><td class=\"n\" data-v=\"\"></td><td class=\"n\" data-v=\"2.500000\">2.50</td>"
        "<td class=\"n\" data-v=\"\"></td><td></td><td></td></tr>\n</tbody>");
    assert_null(strstr(text, "nothing"));
    assert_null(strstr(strstr(text, "</table>"), "<table"));
    free(text);
}

static void test_whole_table(void **state) {
    (void)state;
    ip_page *page = new_page("x");
    add_table(page, 2, true);
    char *text = written(page, NULL, NULL);
    ASSERT_IN_ORDER(text, "<details class=\"whole\"><summary>All columns</summary>", "<th scope=\"col\">note</th>",
                    "title=\"its deviation, eV\">energy_uncertainty <small>eV</small></th>",
                    "<tr><td>&lt;first&gt;</td><td>Na<sub>3</sub>PS<sub>4</sub></td>"
                    "<td><a href=\"https://next-gen.materialsproject.org/materials/mp-28782\">mp-28782</a></td>"
                    "<td class=\"n\" data-v=\"-1.234568\">-1.234568</td>",
                    "<td>mp-1&quot;x</td>", "<dt>energy</dt><dd>the energy &lt;of it&gt;, eV</dd>", "</details>\n</details>");
    free(text);
    page = new_page("x");
    add_table(page, 1, true);
    text = written(page, NULL, NULL);
    ASSERT_IN_ORDER(text, "<table class=\"upright\">", "<tr><th scope=\"row\">note</th><td>&lt;first&gt;</td><td></td></tr>",
                    "<tr><th scope=\"row\">energy</th><td class=\"n\" data-v=\"-1.234568\">-1.234568</td>"
                    "<td class=\"meaning\">the energy &lt;of it&gt;, eV</td></tr>");
    free(text);
}

/* ---- pictures */

static char *drawn(const char *svg) {
    ip_page *page = new_page("x");
    ip_error error;
    ip_page_answer(page);
    ip_page_words(page, "Headline\nRest\n");
    assert_int_equal(ip_page_figure(page, svg, "A <picture>", &error), IP_OK);
    assert_int_equal(ip_page_figure(page, "<svg width='5' height='6'></svg>", "B", &error), IP_OK);
    return written(page, NULL, NULL);
}

static void test_figures(void **state) {
    (void)state;
    char *text = drawn("<?xml version='1.0'?>\n<!DOCTYPE svg>\n<!-- x --><svg \n width=\"643\" height='75' "
                       ">\n<title>Gnuplot</title><desc>D</desc>\n"
                       "<g id='a\"b'><use xlink:href='#a' href='#b' fill=\"url(#c)\"/><text>&lt;id='x'</text></g></svg>\n");
    ASSERT_IN_ORDER(
        text, "<p>Headline</p>\n<figure", "--width:5px",
        "<figure class=\"scroll\" tabindex=\"0\" style=\"--width:643px\">\n"
        "<svg role=\"img\" aria-label=\"A &lt;picture&gt;\" width=\"643\" height=\"75\">\n<title>A &lt;picture&gt;</title>",
        "<g id=\"f1-a&quot;b\"><use xlink:href=\"#f1-a\" href=\"#f1-b\" fill=\"url(#f1-c)\"/><text>&lt;id='x'</text></g></svg>",
        "<p>Rest</p>");
    assert_null(strstr(text, "Gnuplot"));
    assert_null(strstr(text, "<desc"));
    free(text);
    text =
        drawn("<svg width='1' height='2' onload='evil()' role='x'><script>evil()</script><a href='http://x'><path d='M0,0'/></a>"
              "<image href='http://y'/><image href='data:image/png;base64,AA=='/><foreignObject/><g OnClick=\"evil()\"/></svg>");
    ASSERT_IN_ORDER(text, "height=\"2\">", "<image/><image href=\"data:image/png;base64,AA==\"/><g/></svg>");
    assert_null(strstr(text, "evil"));
    assert_null(strstr(text, "http://"));
    free(text);
}

static void test_wrong_figures(void **state) {
    (void)state;
    static const char *const wrong[] = {
        "",
        "text",
        "<p></p>",
        "<svg></svg>",
        "<svg width='5'></svg>",
        "<svg width='5' height='x'></svg>",
        "<svg width='5' height='6'",
        "<svg width='5' height='6></svg>",
        "<svg width=5 height=6></svg>",
        "<svg width='5' height='6'><!-- ",
        "<svg width='5' height='6'><a>",
        "<svg width='5' height='6'>< /svg>",
        "<svg width='1234567' height='6'></svg>",
        "<svg width='5' height='6'><g ?></svg>",
        "<svg width='5' height='6'>",
        "<svg width='5' height='6'></g></svg>",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        ip_page *page = new_page("x");
        ip_error error;
        assert_int_equal(ip_page_figure(page, wrong[i], "A", &error), IP_BAD_ARGUMENT);
        char *text = written(page, NULL, NULL);
        assert_null(strstr(text, "<figure"));
        free(text);
    }
}

/* Before the first of several answers. */
static void test_place_of_figures(void **state) {
    (void)state;
    ip_page *page = new_page("x");
    ip_error error;
    for (int i = 0; i < 2; i++) {
        ip_page_answer(page);
        ip_page_words(page, "Headline\n");
    }
    assert_int_equal(ip_page_figure(page, "<svg width='5' height='6'></svg>", "B", &error), IP_OK);
    char *text = written(page, NULL, NULL);
    ASSERT_IN_ORDER(text, "</h2>\n<figure", "</figure>\n<div class=\"answer\">\n<p>Headline</p>");
    free(text);
    ip_page_free(NULL);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),         cmocka_unit_test(test_formulas),      cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_words),        cmocka_unit_test(test_contents),      cmocka_unit_test(test_foot),
        cmocka_unit_test(test_shown_table),  cmocka_unit_test(test_whole_table),   cmocka_unit_test(test_figures),
        cmocka_unit_test(test_wrong_figures), cmocka_unit_test(test_place_of_figures),
    };
    return run_unit_tests(tests);
}
