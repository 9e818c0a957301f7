/* Samples: a question asked again and again with energies drawn within their uncertainties.
 *
 * Each draw takes one number from the standard normal distribution for every source of errors (uncertainty.h): for each cation
 * with an anion, each charge of a cation, each anion bonded to its own kind, and each phase. The energy of a phase is shifted by
 * the sum of what it feels, elements stay at zero, and the question is answered anew, ties, windows and all. So a spread is right
 * where the products change too, which the linear rule of ip_uncertainty_find() says nothing about.
 *
 * The numbers follow from what a source or a phase is and from the draw: draw 17 is the same world for every question, whatever
 * else the tables hold, whoever does the work. */
#ifndef INTERPHASE_SAMPLES_H
#define INTERPHASE_SAMPLES_H

#include <interphase/coating_row.h>
#include <interphase/decomposition_row.h>
#include <interphase/hull_row.h>
#include <interphase/interface_row.h>
#include <interphase/uncertainty.h>
#include <interphase/window_row.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Who draws, and how often. */
typedef struct ip_draws {
    ip_executor *executor; /* its dataset is the one asked */
    long count;            /* at least 1 */
} ip_draws;

#define IP_DRAWS_INIT {NULL, 0}

/* What the draws say of a number. All are NaN where no draw has it. Between two draws the quantiles are interpolated. */
typedef struct ip_quantiles {
    double low, median, high; /* 5, 50 and 95 % of the draws that have the number lie below */
    double mean, deviation;   /* of these; the standard deviation is NaN of fewer than two */
    double share;             /* of all draws that have it, 0 .. 1 */
} ip_quantiles;

/* Products that came out together, by their formulas alone. */
typedef struct ip_product_set {
    const char *formulas; /* "Na3P + Na2S" */
    double share;         /* of all draws, 0 .. 1 */
} ip_product_set;

/* The rows of an answer, and what the draws say of each. */
typedef struct ip_samples ip_samples;

/* The draws behind each kind of row: every one fills the rows as the function of the same name does. The energies are drawn by
 * the question's `uncertainty`; where that is NULL they are all exact. They fail with IP_NO_MEMORY,
 * IP_BAD_ARGUMENT (fewer than one draw) or because a formula cannot be read. A draw that has no answer (at a chemical potential
 * at which something grows without bound, say) is counted. The caller frees *out with ip_samples_free(). A row `holds` in a draw:
 *   hull           where the composition is on the hull
 *   window         where there is a window: a range of voltages without uptake, of the phase itself where the table has one
 *   decomposition  where it does not stay what it is
 *   coating        where it passes every test of the search
 *   interface      where the two react; see below */
IP_API ip_status ip_samples_hull(ip_samples **out, const ip_draws *draws, const char *formula, const ip_question *question,
                                 ip_error *error);
IP_API ip_status ip_samples_window(ip_samples **out, const ip_draws *draws, const char *formula, const ip_question *question,
                                   ip_error *error);
IP_API ip_status ip_samples_decomposition(ip_samples **out, const ip_draws *draws, const char *formula,
                                          const ip_reservoir *reservoir, const ip_question *question, ip_error *error);
IP_API ip_status ip_samples_coating(ip_samples **out, const ip_draws *draws, const ip_coating_search *search,
                                    const ip_coating_sides *sides, const ip_phase *phase, const ip_question *question,
                                    ip_error *error);

/* A row for each kink of an interface that was found. The deepest kink is held against the deepest of each draw, where the two
 * react at all; the one of an excess against that of an excess; the ends against the ends; every other one against the kink of
 * the same products, where there is one. For the worst case of a range, each draw looks for its own worst voltage from `low` to
 * `high` (V); for other voltages these are not read. */
IP_API ip_status ip_samples_interface(ip_samples **out, const ip_draws *draws, const ip_interface_case *answer, double low,
                                      double high, const ip_question *question, ip_error *error);

/* Frees them; NULL is fine. */
IP_API void ip_samples_free(ip_samples *samples);

/* How many draws there were. */
IP_API long ip_samples_count(const ip_samples *samples);
/* How many of them have no answer. */
IP_API long ip_samples_failed(const ip_samples *samples);

/* Whether any energy that the question is about was different in any draw: not so where the tables have no uncertainties. */
IP_API bool ip_samples_vary(const ip_samples *samples);

/* Share of all draws in which a row (from 0) holds, 0 .. 1. */
IP_API double ip_samples_share(const ip_samples *samples, long row);

/* Whether the draws say something of a column: of numbers that follow from energies, but of no uncertainty, and of products. */
IP_API bool ip_samples_has(const ip_column *column);

/* What they say of a number, whose column is one of the row's type. */
IP_API ip_quantiles ip_samples_number(const ip_samples *samples, long row, const ip_column *column);

/* The sets of products of a column, by falling share, of equal ones by their text; returns how many. Borrowed. */
IP_API long ip_samples_products(const ip_samples *samples, long row, const ip_column *column, const ip_product_set **sets);

#ifdef __cplusplus
}
#endif
#endif
