/* Formulas that nobody would write: none may crash the reader, and what is read is a composition. */
#include "fuzz.h"

#include <interphase/interphase.h>

#include <math.h>

enum { ROOM = 700 };
#define TINY ".00000000000000000000000000000000000001"

static const char *const seeds[] = {
    "Na3PS4",
    "Na2.85P0.85W0.15S4",
    "Na3Zr2(SiO4)2(PO4)",
    "Na3SbS4*8H2O",
    "Na\xE2\x82\x83PS\xE2\x82\x84",
    "75Na2S*25P2S5",
    "[Na3{PS4}]2",
    " Na3SbS4\xC2\xB7"
    "8H2O ",
    "((((((((((Na" TINY ")" TINY ")" TINY ")" TINY ")" TINY ")" TINY ")" TINY ")" TINY ")" TINY ")2",
    "(Na999999)999999",
    "H.000001U",
    "LiNi0.33Mn0.33Co0.33O2",
    "Na10 Ge1 P2 S12",
    "75 Li2S + 25 P2S5",
    "75Li2S-25P2S5",
    "CaSO4.0.5D2O",
    "LiNi1/3Mn2/3O2",
    "PO4^3-",
    "Na3SbS4.9H2O",
};
static const char *const pieces[] = {
    "Na",
    "O",
    "Uuo",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "*",
    "\xC2\xB7",
    "\xE2\x88\x99",
    "\xE2\x82\x80",
    "\xE2\x82\x89",
    ".",
    "0",
    "1",
    "9",
    "1e9",
    "999999",
    TINY,
    "-",
    "+",
    " ",
    "\t",
    "\n",
    ",",
    "\"",
    "\xE2",
    "\xE2\x82",
    "\xC2",
    "\xFF",
    "((((((((",
    "))))))))",
    "inf",
    "nan",
    "/",
    "1/3",
    "0.67",
    "2.17",
    ".9H2O",
    ".H2O",
    "D",
    "T",
    " + ",
    "\xE2\x80\x93",
    "\xE2\x81\xBA",
    "^",
    "0x",
    "%s%n",
    "NaClKBrLiFMgOCaSZn",
};

/* Finite amounts above zero of different elements, as the header promises. */
static bool is_sound(const ip_composition *composition) {
    ip_element_set seen = {{0, 0}};
    if (composition->count < 1 || composition->count > IP_ELEMENT_COUNT)
        return false;
    for (int i = 0; i < composition->count; i++) {
        int element = composition->element[i];
        if (element < 1 || element > IP_ELEMENT_COUNT || ip_element_set_has(seen, element))
            return false;
        ip_element_set_add(&seen, element);
        if (!isfinite(composition->amount[i]) || composition->amount[i] <= 0.0)
            return false;
    }
    double atoms = ip_composition_atoms(composition), mass = ip_composition_mass(composition);
    return isfinite(atoms) && atoms > 0.0 && isfinite(mass) && mass > 0.0 && ip_composition_same(composition, composition);
}

/* One sentence that fits, without a newline of its own making. */
static bool is_explained(const ip_error *error, ip_status status) {
    return error->status == status && status == IP_BAD_FORMULA && error->message[0] &&
           memchr(error->message, '\0', IP_MESSAGE_SIZE);
}

/* The meaning can be read wherever the letter can, and its spelling is read by the letter to the same amounts. */
static bool is_spelled(const char *text, bool readable) {
    ip_composition meant, again;
    ip_formula_reading how;
    ip_error error = {IP_OK, ""};
    ip_status status = ip_formula_read(&meant, &how, text, 0, &error);
    if (status)
        return !readable && is_explained(&error, status) && !*how.spelling && !how.change_count;
    if (!is_sound(&meant) || how.change_count < 0 || how.change_count > IP_READING_CHANGES || (!readable && !how.change_count))
        return false;
    if (strpbrk(how.spelling, " \t+-") || ip_composition_read(&again, how.spelling, NULL) || again.count != meant.count)
        return false;
    return memcmp(again.amount, meant.amount, (size_t)meant.count * sizeof *meant.amount) == 0 &&
           memcmp(again.element, meant.element, (size_t)meant.count * sizeof *meant.element) == 0;
}

static void show(const char *text) {
    fputs("# ", stdout);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        printf(*at >= 0x20 && *at < 0x7F ? "%c" : "\\x%02x", *at);
    putchar('\n');
}

int main(void) {
    fuzz_random random = {0x9E3779B97F4A7C15u};
    long rounds = fuzz_rounds(100000), readable = 0, unsound = 0, unexplained = 0, unstable = 0, misspelled = 0;
    for (long round = 0; round < rounds; round++) {
        char text[ROOM + 1];
        const char *seed = seeds[fuzz_below(&random, sizeof seeds / sizeof *seeds)];
        size_t size = strlen(seed);
        memcpy(text, seed, size);
        for (size_t n = fuzz_below(&random, round % 2 ? 4 : 24); n > 0; n--)
            fuzz_mutate(&random, text, &size, ROOM, pieces, sizeof pieces / sizeof *pieces);
        text[size] = '\0';
        /* From memory that ends with the text, so that reading beyond it is seen by those who watch. */
        char *exact = malloc(strlen(text) + 1);
        if (!exact)
            tap_bail_out("out of memory");
        strcpy(exact, text);
        ip_composition composition, again;
        ip_error error = {IP_OK, ""};
        ip_status status = ip_composition_read(&composition, exact, &error);
        bool sound = status ? true : is_sound(&composition), explained = status ? is_explained(&error, status) : true;
        bool spelled = is_spelled(exact, status == IP_OK);
        if ((!sound && unsound++ < 3) || (!explained && unexplained++ < 3) || (!spelled && misspelled++ < 3))
            show(text);
        readable += status == IP_OK;
        unstable += ip_composition_read(&again, exact, NULL) != status ||
                    (!status && sound && !ip_composition_same(&composition, &again));
        free(exact);
    }
    tap_note("%ld formulas, %ld of them readable", rounds, readable);
    tap_ok(readable > rounds / 20 && readable < rounds - rounds / 20, "some can be read, some cannot");
    tap_ok(unsound == 0, "what is read has finite amounts above zero");
    tap_ok(unexplained == 0, "what is not read is explained");
    tap_ok(misspelled == 0, "what is meant is spelled as it is read");
    tap_ok(unstable == 0, "the same text is always read the same way");
    return tap_done();
}
