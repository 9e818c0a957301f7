/* Numbers and tables as text. The only file that reads the locale and asks the terminal. */
#include "text.h"

#include "report.h"

#include <interphase/number.h>
#include <interphase/printable.h>
#include <interphase/reaction.h>

#include <langinfo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { USUAL_WIDTH = 100, LEAST_WIDTH = 20, MOST_WIDTH = 10000, BUFFER_COUNT = 12, BUFFER_SIZE = 900 };

static bool goes_to_page;

void text_use_utf8(void) {
    goes_to_page = true;
}

bool text_is_utf8(void) {
    if (goes_to_page)
        return true;
    const char *encoding = nl_langinfo(CODESET);
    return strcmp(encoding, "UTF-8") == 0 || strcmp(encoding, "utf8") == 0;
}

int text_width(void) {
    const char *given = getenv("COLUMNS");
    struct winsize window;
    double columns;
    if (given && ip_number_read(&columns, given) && columns >= 1.0)
        ; /* what the user says counts, wherever the text goes */
    else if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col > 0)
        columns = window.ws_col;
    else
        return USUAL_WIDTH;
    return columns < LEAST_WIDTH ? LEAST_WIDTH : columns > MOST_WIDTH ? MOST_WIDTH : (int)columns;
}

const char *text_masked(const char *text) {
    static char *buffers[BUFFER_COUNT];
    static unsigned next;
    char **buffer = &buffers[next++ % BUFFER_COUNT];
    size_t size = ip_printable_format(NULL, 0, text) + 1;
    char *grown = realloc(*buffer, size);
    if (!grown) {
        complain_of_memory();
        return "(out of memory)";
    }
    *buffer = grown;
    ip_printable_format(grown, size, text);
    return grown;
}

static char *next_buffer(size_t *size) {
    static char buffers[BUFFER_COUNT][BUFFER_SIZE];
    static unsigned next;
    *size = sizeof buffers[0];
    return buffers[next++ % BUFFER_COUNT];
}

const char *text_count(long number, const char *thing) {
    size_t size;
    char *buffer = next_buffer(&size);
    snprintf(buffer, size, "%ld %s%s", number, thing, number == 1 ? "" : "s");
    return buffer;
}

const char *text_share(double share) {
    size_t size;
    char *buffer = next_buffer(&size);
    bool is_nearly_all = share < 1.0 && share >= 0.995, is_nearly_none = share > 0.0 && share < 0.005;
    snprintf(buffer, size, "%s%.0f %%", is_nearly_all ? "over " : is_nearly_none ? "under " : "",
             is_nearly_all ? 99.0 : is_nearly_none ? 1.0 : 100.0 * share);
    return buffer;
}

const char *text_number(double number, int decimals) {
    size_t size;
    char *buffer = next_buffer(&size);
    ip_number_format(buffer, size, number, decimals);
    return buffer;
}

const char *text_plus_minus(void) {
    return text_is_utf8() ? "\xC2\xB1" : "+-";
}

const char *text_uncertain(double number, double uncertainty, int decimals) {
    size_t size;
    if (!(uncertainty > 0.0) || !isfinite(number))
        return text_number(number, decimals);
    int meaningful = ip_number_meaningful_decimals(uncertainty, decimals);
    char deviation[BUFFER_SIZE];
    ip_number_format(deviation, sizeof deviation, uncertainty, meaningful);
    /* What is nothing at so many decimals is what errors that cancel leave: no number is as sure as "± 0" says. */
    if (!strpbrk(deviation, "123456789"))
        return text_number(number, decimals);
    char *buffer = next_buffer(&size);
    int length = ip_number_format(buffer, size, number, meaningful);
    snprintf(buffer + length, size - (size_t)length, " %s %s", text_plus_minus(), deviation);
    return buffer;
}

const char *text_signed(double number, int decimals) {
    size_t size;
    char *buffer = next_buffer(&size);
    buffer[0] = '+';
    ip_number_format_short(buffer + 1, size - 1, number, decimals);
    return number > 0.0 && strcmp(buffer, "+0") != 0 ? buffer : buffer + 1;
}
