/* Reactions that nobody would write: none may crash the reader, and what is balanced balances. */
#include "fuzz.h"

#include <interphase/interphase.h>

#include <math.h>

enum { ROOM = 400 };
#define BALANCE 1e-9 /* relative to what the equation moves of an element */

static const char *const seeds[] = {
    "Na3PS4 + Na -> Na3P + Na2S",
    "Li6PS5Cl -> Li3PS4 + S + LiCl + 2 Li",
    "2 H2 + O2 \xE2\x86\x92 2H2O",
    "FeS2 + 4 Na = Fe + 2 Na2S",
    "Na3PS4 ->",
    "Na3P + Na2S <- Na3PS4 + 8 Na",
    "KMnO4 + HCl -> KCl + MnCl2 + H2O + Cl2",
    "Na2.85P0.85W0.15S4 -> Na3PS4 + WS2 + Na2S + S",
    "1/2 O2 + H2 => H2O",
    "LiNi1/3Mn1/3Co1/3O2 -> LiNiO2 + LiMnO2 + LiCoO2",
    "Na0.123457P0.999983S -> Na0.543211P0.8111S + Na + P",
};
static const char *const pieces[] = {
    "Na",
    "S",
    "Li",
    "P",
    "O2",
    "H2O",
    " + ",
    "+",
    " -> ",
    "->",
    "=",
    "<-",
    "<->",
    "\xE2\x86\x92",
    "\xE2\x87\x8C",
    "-",
    ">",
    "<",
    "2 ",
    "0",
    "1/3 ",
    "1/",
    "/",
    ".",
    "999999",
    "0.000001",
    "1e9",
    "(",
    ")2",
    "*",
    " ",
    "\t",
    "\n",
    "\xE2",
    "\xFF",
    "%s%n",
    "99999999999999999999",
    "123456.654321 ",
};

/* Coefficients above zero with which every element balances. */
static bool is_sound(const ip_equation *equation) {
    double sum[IP_ELEMENT_COUNT + 1] = {0}, moved[IP_ELEMENT_COUNT + 1] = {0};
    for (int t = 0; t < equation->count; t++) {
        const ip_equation_term *term = &equation->terms[t];
        if (!(term->coefficient > 0.0) || !isfinite(term->coefficient))
            return false;
        for (int i = 0; i < term->composition.count; i++) {
            double amount = term->coefficient * term->composition.amount[i];
            sum[term->composition.element[i]] += term->is_product ? amount : -amount;
            moved[term->composition.element[i]] += amount;
        }
    }
    for (int e = 1; e <= IP_ELEMENT_COUNT && !equation->lacks_products; e++)
        if (fabs(sum[e]) > BALANCE * moved[e])
            return false;
    return equation->count > 0;
}

static bool is_explained(const ip_error *error, ip_status status) {
    bool is_expected = status == IP_BAD_ARGUMENT || status == IP_BAD_FORMULA || status == IP_NUMERIC;
    return error->status == status && is_expected && error->message[0] && memchr(error->message, '\0', IP_MESSAGE_SIZE);
}

static void show(const char *text) {
    fputs("# ", stdout);
    for (const unsigned char *at = (const unsigned char *)text; *at; at++)
        printf(*at >= 0x20 && *at < 0x7F ? "%c" : "\\x%02x", *at);
    putchar('\n');
}

int main(void) {
    fuzz_random random = {0x9E3779B97F4A7C15u};
    long rounds = fuzz_rounds(40000), balanced = 0, read = 0, unsound = 0, unexplained = 0;
    for (long round = 0; round < rounds; round++) {
        char text[ROOM + 1];
        const char *seed = seeds[fuzz_below(&random, sizeof seeds / sizeof *seeds)];
        size_t size = strlen(seed);
        ip_reservoir open = IP_RESERVOIR_INIT;
        memcpy(text, seed, size);
        for (size_t n = fuzz_below(&random, round % 2 ? 3 : 12); n > 0; n--)
            fuzz_mutate(&random, text, &size, ROOM, pieces, sizeof pieces / sizeof *pieces);
        text[size] = '\0';
        if (round % 3 == 0)
            ip_reservoir_open(&open, round % 2 ? 11 : 16, -1.0, NULL); /* Na, S */
        ip_equation equation;
        ip_error error = {IP_OK, ""};
        ip_status status = ip_equation_read(&equation, text, &error);
        bool is_read = status == IP_OK;
        if (is_read)
            status = ip_equation_balance(&equation, &open, &error);
        bool sound = status || is_sound(&equation), explained = !status || is_explained(&error, status);
        if ((!sound && unsound++ < 3) || (!explained && unexplained++ < 3))
            show(text);
        read += is_read;
        balanced += !status;
        if (is_read)
            ip_equation_clear(&equation);
    }
    tap_note("%ld reactions, %ld of them read, %ld balanced", rounds, read, balanced);
    tap_ok(balanced > rounds / 20 && balanced < read && read < rounds, "some can be read, some balanced, some neither");
    tap_ok(unsound == 0, "what is balanced balances");
    tap_ok(unexplained == 0, "what is not is explained");
    return tap_done();
}
