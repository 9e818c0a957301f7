/* Coatings: the phases of a dataset that would hold as a layer between an electrolyte and a cathode, or between an
 * electrolyte and the metal.
 *
 * Every phase goes through tests, the cheapest first, and those that pass all are ranked by the worst of their two
 * interfaces. On the cathode side the layer's own stability window has to hold the voltages of the cathode; its
 * reactions with the electrolyte and with the cathode count closed, by their mutual energy, since the layer keeps the
 * electrolyte from the potential of the cathode. On the anode side the layer has to be stable in contact with the metal,
 * so that only its reaction with the electrolyte is left. (Xiao, Miara, Wang, Ceder, Joule 3, 1252, 2019; Yu, Park,
 * Siegel, ACS Appl. Mater. Interfaces 11, 36607, 2019; Pei et al., Nano Res. 15, 1213, 2022.)
 *
 * The window of a phase above the hull is that of its decomposition products; the largest energy above hull is a test. */
#ifndef INTERPHASE_COATING_H
#define INTERPHASE_COATING_H

#include <interphase/executor.h>
#include <interphase/interface.h>
#include <interphase/profile.h>
#include <interphase/uncertainty.h>

#include <math.h>

#ifdef __cplusplus
extern "C" {
#endif

/* In the order in which they are made. */
typedef enum ip_coating_test {
    IP_COATING_CANDIDATE,     /* neither the metal itself nor left out of the competition */
    IP_COATING_RADIOACTIVE,   /* holds no element without a stable isotope */
    IP_COATING_CONTAINS,      /* holds all elements of a set */
    IP_COATING_ELEMENTS,      /* holds elements of a set only */
    IP_COATING_WITHOUT,       /* holds no element of a set */
    IP_COATING_ELEMENT_COUNT, /* holds few enough elements */
    IP_COATING_BAND_GAP,      /* its band gap is known, and wide enough */
    IP_COATING_ABOVE_HULL,    /* its energy above hull is low enough */
    IP_COATING_WINDOW,        /* its window holds the voltages */
    IP_COATING_ELECTROLYTE,   /* its mutual reaction energy with the electrolyte is small enough */
    IP_COATING_CATHODE,       /* the same with every cathode */
    IP_COATING_AT_VOLTAGE,    /* the same with every cathode, open to the metal at any voltage of the range */
    IP_COATING_TEST_COUNT
} ip_coating_test;

/* What is looked for. Compositions are borrowed. */
typedef struct ip_coating_search {
    const ip_composition *electrolyte;  /* NULL for none: phases that hold by themselves */
    int cathode_count;                  /* 0 for the anode side */
    const ip_composition *cathodes;     /* [0 .. cathode_count-1]: of one electrode, such as charged and discharged */
    int metal, charge;                  /* that voltages refer to; charge of its ion, 0 for the usual one */
    double voltage_low, voltage_high;   /* V, 0 <= low <= high; both 0 on the anode side */
    double min_gap;                     /* eV; 0 for no test, else an unknown gap fails it */
    double max_above_hull;              /* eV/atom */
    double max_reaction;                /* eV/atom, 0 or more: the mutual energy may be as low as minus this */
    double max_reaction_at_voltage;     /* the same, open to the metal; INFINITY for no test */
    ip_element_set contains, elements, without; /* an empty set of `elements` is no test */
    int max_elements;                   /* 0 for no test */
    bool any_window;                    /* windows that do not hold the voltages are let through */
    bool radioactive;                   /* elements without a stable isotope are let through */
    const char *electrolyte_name;       /* how sentences call it; NULL: "the electrolyte". Borrowed */
    const char *const *cathode_names;   /* [0 .. cathode_count-1], the same; NULL: "the cathode". Borrowed */
    ip_uncertainty *uncertainty;        /* of the dataset's energies: borrowed; NULL for none, then every uncertainty is NaN */
    const char *plus_minus;             /* between a figure and its uncertainty in sentences; NULL: "+-". Borrowed */
    const ip_reservoir *reservoir;      /* what all is open to beside the metal: borrowed; NULL for nothing. A phase is then judged
                                           by what it gains where it is open to this, and interfaces are open to it, too */
    long first, end;                    /* of the dataset the phases first .. end-1 alone are looked at; both 0: all */
} ip_coating_search;

/* Defaults of the tests, after Xiao et al. 2019. */
#define IP_COATING_MAX_ABOVE_HULL 0.005 /* eV/atom */
#define IP_COATING_MIN_GAP 0.5          /* eV */
#define IP_COATING_MAX_REACTION 0.1     /* eV/atom */

/* The default tests against sodium, and nothing to look between. */
#define IP_COATING_SEARCH_INIT                                                                                               \
    {NULL, 0, NULL, IP_DEFAULT_METAL, 0, 0.0, 0.0, IP_COATING_MIN_GAP, IP_COATING_MAX_ABOVE_HULL, IP_COATING_MAX_REACTION,   \
     INFINITY, {{0, 0}}, {{0, 0}}, {{0, 0}}, 0, false, false, NULL, NULL,  \
     NULL, NULL, NULL, 0, 0}

/* The same as a value. */
IP_API ip_coating_search ip_coating_search_default(void);

/* A phase and what the tests found. Numbers are NaN where it fell before they were looked at, or where they do not apply. */
typedef struct ip_coating {
    const ip_phase *phase;             /* borrowed from the dataset */
    ip_coating_test failed;            /* the first test that it failed; IP_COATING_TEST_COUNT where it passed all */
    ip_status status;                  /* other than IP_OK where a test could not be made */
    char *message;                     /* then why; owned */
    double energy_above_hull;          /* eV/atom */
    double reduction_potential, oxidation_potential; /* V */
    double electrolyte_energy;         /* deepest mutual reaction energy, eV per atom of the mixture, closed */
    double cathode_energy;             /* the same with the worst cathode */
    double cathode_energy_at_voltage;  /* the deepest with any cathode at any voltage of the range, open to the metal */
    double worst_energy;               /* the lower of electrolyte_energy and cathode_energy */
    int cathode;                       /* index of the worst cathode; of equal ones the first */
    int cathode_at_voltage;            /* the same, open to the metal, and the voltage of the range where it is worst, V */
    double worst_voltage;
    /* One standard deviation each, in the unit of the figure; for those that passed and for examined phases. */
    double energy_above_hull_uncertainty, reduction_potential_uncertainty, oxidation_potential_uncertainty;
    double electrolyte_energy_uncertainty, cathode_energy_uncertainty, cathode_energy_at_voltage_uncertainty;
    double worst_energy_uncertainty;
    ip_equilibrium electrolyte_products, cathode_products; /* at the deepest, of one mole of mixed formula units; for those
                                                              that passed and for examined phases; owned */
} ip_coating;

typedef struct ip_coating_list {
    long count;                        /* phases that were looked at */
    long passed;                       /* of them that passed all tests */
    long failures;                     /* of them for which a test could not be made */
    ip_coating *coatings;              /* [0 .. count-1], owned: those that passed by rank, then the failures, then the
                                          others, both by formula */
    long left[IP_COATING_TEST_COUNT];  /* how many were left after each test, failures not counted */
    long without_gap;                  /* fell for lack of a known band gap */
} ip_coating_list;

/* Called in the thread of the search, at the beginning of a test (`done` is 0) and now and then: `done` of `total` phases have
 * been through it. */
typedef void (*ip_coating_progress)(void *user, ip_coating_test test, long done, long total);

/* Searches the dataset of an executor. Ranked by worst energy, then energy at voltage, energy above hull, band gap (the wider
 * first), and formula; energies within 1e-8 eV/atom are equal. Answers do not depend on who does the work, and those about a
 * range of phases are those of the whole search. `progress` may be NULL. Fails with IP_BAD_ARGUMENT, IP_NO_MEMORY. The caller frees *out with ip_coating_list_clear(). */
IP_API ip_status ip_coating_find(ip_coating_list *out, ip_executor *executor, const ip_coating_search *search,
                                 ip_coating_progress progress, void *user, ip_error *error);
IP_API void ip_coating_list_clear(ip_coating_list *list);

/* Makes every test on one phase, whatever the earlier ones say. A test that cannot be made ends that: it is in out->status,
 * unless the phase failed an earlier one and is judged by that. The caller frees *out with ip_coating_clear(). */
IP_API void ip_coating_examine(ip_coating *out, ip_solver *solver, const ip_coating_search *search, const ip_phase *phase);
IP_API void ip_coating_clear(ip_coating *coating);

/* An energy as a whole number of grains of 1e-8 eV/atom, for comparisons that the last bits do not decide; NaN is as 0. */
IP_API long long ip_coating_energy_grain(double energy);

/* What a layer that passed is ranked by, besides its formula: the higher comes first, and the next number decides where they are
 * equal. Whole numbers, but for the band gap. */
#define IP_COATING_MERITS 4
IP_API void ip_coating_merits(double merits[IP_COATING_MERITS], const ip_coating *coating);

/* Whether what was found passes a test. */
IP_API bool ip_coating_passes(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test);

/* Whether a search makes a test at all. */
IP_API bool ip_coating_tests(const ip_coating_search *search, ip_coating_test test);

/* Whether an examined phase fails a test that could be made: what it needs to know was found. What is left out of the
 * competition fails no test that a solver would be asked for. */
IP_API bool ip_coating_fails(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test);

/* The word for a test, such as "band-gap"; NULL outside the enumeration. Static storage. */
IP_API const char *ip_coating_test_name(ip_coating_test test);

/* What a test asks, with its limit, to stand behind a number of phases: "with a band gap of at least 0.5 eV". `list`, where it
 * is not NULL, adds what the search met. Owned by the caller (free); NULL for lack of memory and outside the enumeration. */
IP_API char *ip_coating_sentence(const ip_coating_search *search, const ip_coating_list *list, ip_coating_test test);

/* What it was that a phase failed in a test, with its figures: "its band gap is 0.40 eV, below 0.5 eV". Owned by the caller
 * (free); NULL for lack of memory and outside the enumeration. */
IP_API char *ip_coating_failure(const ip_coating_search *search, const ip_coating *coating, ip_coating_test test);

#ifdef __cplusplus
}
#endif
#endif
