/* Formulas whose letters have the wrong case, as in na3ps4 and NA3PS4: what was meant. Knows symbols; no energies. */
#include <interphase/composition.h>

#include <ctype.h>
#include <string.h>

enum { LONGEST = 255 };

/* The best way to read a formula from one of its characters on. */
typedef struct reading {
    int changes; /* letters that change their case, and what makes it less likely; UNREADABLE where there is no way */
    int letters; /* of the symbol that begins here, 1 or 2; 0 for no letter */
} reading;

enum { UNREADABLE = 4 * LONGEST + 1 };

/* Po in a phosphate and No in a nitrate are not meant: elements from polonium on are as unlikely as so many changes. */
enum { POLONIUM = 84, UNLIKELY = 2 };

static bool is_letter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char letter(const char *at, int place) {
    return (char)(place == 0 ? toupper((unsigned char)at[0]) : tolower((unsigned char)at[place]));
}

/* How many of `length` letters change to make a symbol; UNREADABLE where they make none. */
static int changes_of(const char *at, int length) {
    char symbol[2] = {letter(at, 0), length > 1 ? letter(at, 1) : '\0'};
    int element = ip_element_find(symbol, (size_t)length);
    if (!element)
        return UNREADABLE;
    return (symbol[0] != at[0]) + (length > 1 && symbol[1] != at[1]) + (element >= POLONIUM ? UNLIKELY : 0);
}

/* From the end backwards, the best of the ways to cut the letters into symbols. */
bool ip_composition_repair(char *out, size_t size, const char *formula) {
    reading readings[LONGEST + 1];
    size_t length = strlen(formula);
    ip_composition composition;
    if (length > LONGEST || length >= size)
        return false;
    readings[length] = (reading){0, 0};
    for (size_t i = length; i-- > 0;) {
        readings[i] = (reading){readings[i + 1].changes, 0};
        if (!is_letter(formula[i]))
            continue;
        readings[i] = (reading){UNREADABLE, 1};
        for (int letters = is_letter(formula[i + 1]) ? 2 : 1; letters > 0; letters--) {
            int changes = changes_of(formula + i, letters) + readings[i + (size_t)letters].changes;
            if (changes < readings[i].changes)
                readings[i] = (reading){changes, letters};
        }
    }
    if (readings[0].changes >= UNREADABLE)
        return false;
    for (size_t i = 0; i < length;) {
        int letters = readings[i].letters;
        out[i] = letters ? letter(formula + i, 0) : formula[i];
        if (letters > 1)
            out[i + 1] = letter(formula + i, 1);
        i += letters ? (size_t)letters : 1;
    }
    out[length] = '\0';
    return strcmp(out, formula) != 0 && ip_composition_read(&composition, out, NULL) == IP_OK;
}
