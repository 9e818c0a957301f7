/* Interfaces, closed and open to sodium: what holds for every pair, against equilibria found one by one. */
#include "support.h"

#include <interphase/interface.h>

#include <math.h>
#include <string.h>

enum { SODIUM = 11 };

static const char *const symbols[] = {"Na", "S", "P", "Cl", "O"};

static ip_solver *new_solver(const ip_dataset *dataset) {
    ip_solver *solver;
    assert_int_equal(ip_solver_new(&solver, dataset, NULL), IP_OK);
    return solver;
}

static ip_interface find_interface(ip_solver *solver, const ip_composition *a, const ip_composition *b,
                                   const ip_reservoir *reservoir) {
    ip_interface interface;
    ip_error error;
    assert_ok(ip_interface_find(&interface, solver, a, b, reservoir, &error), &error);
    return interface;
}

static ip_reservoir sodium_at(double voltage) {
    ip_reservoir reservoir = {0};
    ip_error error;
    assert_ok(ip_reservoir_open_metal(&reservoir, SODIUM, 0, voltage, &error), &error);
    return reservoir;
}

static ip_composition multiply(const ip_composition *composition, double factor) {
    ip_composition product = *composition;
    for (int i = 0; i < product.count; i++)
        product.amount[i] *= factor;
    return product;
}

/* The mutual energy between the kinks, eV per atom. */
static double mutual_at(const ip_interface *interface, double x) {
    const ip_kink *kinks = interface->kinks;
    int at = 1;
    while (at < interface->kink_count - 1 && kinks[at].x < x)
        at++;
    double share = (x - kinks[at - 1].x) / (kinks[at].x - kinks[at - 1].x);
    return (1.0 - share) * kinks[at - 1].mutual_reaction_energy + share * kinks[at].mutual_reaction_energy;
}

static bool holds(const ip_equilibrium *products, const ip_phase *phase) {
    for (int i = 0; i < products->product_count; i++)
        if (products->products[i].phase == phase)
            return true;
    return false;
}

static bool holds_all(const ip_equilibrium *products, const ip_equilibrium *wanted) {
    for (int i = 0; i < wanted->product_count; i++)
        if (!holds(products, wanted->products[i].phase))
            return false;
    return true;
}

/* ---- what every interface keeps to */

/* Fractions rise from 0 to 1, the energy is convex, and the deepest kink is the one named. */
static void check_shape(const ip_interface *interface) {
    const ip_kink *kinks = interface->kinks;
    int last = interface->kink_count - 1;
    double deepest = 0.0;
    assert_true(last >= 1);
    assert_near(kinks[0].x, 0.0, 0.0);
    assert_near(kinks[last].x, 1.0, 0.0);
    assert_near(kinks[0].mutual_reaction_energy, 0.0, 1e-12);
    assert_near(kinks[last].mutual_reaction_energy, 0.0, 1e-12);
    for (int i = 0; i <= last; i++) {
        assert_true(kinks[i].mutual_reaction_energy <= 1e-9);
        assert_true(kinks[i].reaction_energy <= kinks[i].mutual_reaction_energy + 1e-9);
        deepest = fmin(deepest, kinks[i].mutual_reaction_energy);
        if (i == 0 || i == last)
            continue;
        assert_true(kinks[i].x > kinks[i - 1].x);
        double share = (kinks[i].x - kinks[i - 1].x) / (kinks[i + 1].x - kinks[i - 1].x);
        assert_true(kinks[i].reaction_energy <=
                    (1.0 - share) * kinks[i - 1].reaction_energy + share * kinks[i + 1].reaction_energy + 1e-9);
    }
    assert_near(kinks[interface->minimum].mutual_reaction_energy, deepest, IP_REACTION_TOLERANCE);
    for (int i = 0; i < interface->minimum; i++)
        assert_true(kinks[i].mutual_reaction_energy > kinks[interface->minimum].mutual_reaction_energy);
    assert_int_equal(interface->reacts, kinks[interface->minimum].mutual_reaction_energy < -IP_REACTION_TOLERANCE);
}

/* Products and what the reservoir exchanges hold one mole of mixed formula units, and the energies are theirs. */
static void check_kink(const ip_interface *interface, const ip_kink *kink, const ip_reservoir *reservoir) {
    const ip_reactant_state *a = &interface->a, *b = &interface->b;
    double share_a = kink->x / a->atoms, share_b = (1.0 - kink->x) / b->atoms;
    double moved[IP_ELEMENT_COUNT + 1] = {0}, energy = 0.0;
    assert_near(kink->x_molar, share_a / (share_a + share_b), 1e-12);
    assert_near(kink->atoms, kink->x_molar * a->atoms + (1.0 - kink->x_molar) * b->atoms, 1e-9);
    for (int i = 0; i < kink->products.product_count; i++) {
        const ip_product *product = &kink->products.products[i];
        assert_true(product->amount > 0.0);
        energy += product->amount * product->phase->atoms * product->phase->formation_energy;
        for (int e = 0; e < product->phase->element_count; e++)
            moved[product->phase->elements[e]] += product->amount * product->phase->amounts[e];
    }
    for (int element = 1; element <= IP_ELEMENT_COUNT; element++)
        assert_near(kink->x_molar * ip_composition_amount(&a->composition, element) +
                        (1.0 - kink->x_molar) * ip_composition_amount(&b->composition, element) +
                        ip_equilibrium_uptake(&kink->products, element),
                    moved[element], 1e-8 * kink->atoms);
    for (int i = 0; i < reservoir->count; i++)
        energy -= reservoir->chemical_potential[i] * moved[reservoir->element[i]];
    energy /= kink->atoms;
    assert_near(kink->reaction_energy, energy - kink->x * a->energy - (1.0 - kink->x) * b->energy, 1e-8);
    assert_near(kink->mutual_reaction_energy, energy - kink->x * a->hull_energy - (1.0 - kink->x) * b->hull_energy, 1e-8);
}

/* Lowest energy of a composition by itself, eV/atom: zero where the reservoir takes all of it. */
static double equilibrium_energy(ip_solver *solver, const ip_composition *composition, const ip_reservoir *reservoir) {
    ip_equilibrium found;
    ip_error error;
    if (reservoir->count && composition->count == 1 && composition->element[0] == reservoir->element[0])
        return 0.0;
    assert_ok(ip_equilibrium_find(&found, solver, composition, reservoir, NULL, &error), &error);
    double energy = found.energy / ip_composition_atoms(composition);
    ip_equilibrium_clear(&found);
    return energy;
}

static void check_reactant(const ip_reactant_state *state, const ip_composition *composition, const ip_reservoir *reservoir,
                           ip_solver *solver) {
    const ip_phase *phase = ip_dataset_find(ip_solver_dataset(solver), composition);
    static const ip_reservoir closed = {0};
    double energy = phase ? phase->formation_energy : equilibrium_energy(solver, composition, &closed);
    for (int i = 0; i < reservoir->count; i++)
        energy -= reservoir->chemical_potential[i] * ip_composition_amount(composition, reservoir->element[i]) /
                  ip_composition_atoms(composition);
    assert_ptr_equal(state->hull.phase, phase);
    assert_near(state->atoms, ip_composition_atoms(composition), 1e-12);
    assert_near(state->energy, energy, 1e-9);
    assert_near(state->hull_energy, equilibrium_energy(solver, composition, reservoir), 1e-8);
}

/* The line between kinks is the hull at any fraction, so none is missed; and on it the products stay the same. */
static void check_between(const ip_interface *interface, const ip_reservoir *reservoir, ip_solver *solver,
                          random_source *source) {
    const ip_composition *a = &interface->a.composition, *b = &interface->b.composition;
    for (int i = 1; i < interface->kink_count; i++) {
        const ip_kink *left = &interface->kinks[i - 1], *right = &interface->kinks[i];
        ip_equilibrium found[2];
        for (int side = 0; side < 2; side++) {
            double x = left->x + (right->x - left->x) * random_between(source, side ? 0.7 : 0.1, side ? 0.9 : 0.3);
            ip_composition mixed = mix(a, b, x);
            ip_error error;
            assert_ok(ip_equilibrium_find(&found[side], solver, &mixed, reservoir, NULL, &error), &error);
            double mutual = found[side].energy - x * interface->a.hull_energy - (1.0 - x) * interface->b.hull_energy;
            assert_near(mutual_at(interface, x), mutual, 1e-8);
        }
        if (right->x - left->x > 1e-5) {
            assert_true(holds_all(&found[0], &found[1]) && holds_all(&found[1], &found[0]));
            assert_true(holds_all(&found[0], &left->products) && holds_all(&found[1], &right->products));
        }
        ip_equilibrium_clear(&found[0]);
        ip_equilibrium_clear(&found[1]);
    }
}

/* Not one linear programme: the lowest of all corners, at some fraction. */
static void check_by_enumeration(const ip_interface *interface, const ip_reservoir *reservoir, const ip_dataset *dataset,
                                 random_source *source) {
    double x = random_between(source, 0.01, 0.99);
    ip_composition mixed = mix(&interface->a.composition, &interface->b.composition, x);
    double energy = lowest_energy(dataset, &mixed, reservoir, NULL);
    assert_near(mutual_at(interface, x), energy - x * interface->a.hull_energy - (1.0 - x) * interface->b.hull_energy, 1e-8);
}

static void check_same_kink(const ip_kink *kink, double x, const ip_kink *other) {
    assert_near(kink->x, x, 1e-8);
    assert_near(kink->reaction_energy, other->reaction_energy, 1e-8);
    assert_near(kink->mutual_reaction_energy, other->mutual_reaction_energy, 1e-8);
    assert_true(holds_all(&kink->products, &other->products) && holds_all(&other->products, &kink->products));
}

/* A and B in each other's place: x becomes 1 - x. */
static void check_exchange(const ip_interface *interface, const ip_reservoir *reservoir, ip_solver *solver) {
    ip_interface other = find_interface(solver, &interface->b.composition, &interface->a.composition, reservoir);
    int last = interface->kink_count - 1;
    assert_int_equal(other.kink_count, interface->kink_count);
    for (int i = 0; i <= last; i++)
        check_same_kink(&other.kinks[i], 1.0 - interface->kinks[last - i].x, &interface->kinks[last - i]);
    ip_interface_clear(&other);
}

/* Formula units of another size: the same per atom. What is per mole is held against the definition. */
static void check_scaling(const ip_interface *interface, const ip_reservoir *reservoir, ip_solver *solver,
                          random_source *source) {
    ip_composition a = multiply(&interface->a.composition, random_between(source, 0.1, 20.0));
    ip_composition b = multiply(&interface->b.composition, 1 + random_below(source, 4));
    ip_interface other = find_interface(solver, &a, &b, reservoir);
    assert_int_equal(other.kink_count, interface->kink_count);
    for (int i = 0; i < other.kink_count; i++) {
        check_same_kink(&other.kinks[i], interface->kinks[i].x, &interface->kinks[i]);
        check_kink(&other, &other.kinks[i], reservoir);
    }
    ip_interface_clear(&other);
}

/* ---- random systems */

static void check_pair(ip_solver *solver, const ip_composition *a, const ip_composition *b, const ip_reservoir *reservoir,
                       int element_count, random_source *source) {
    ip_interface interface = find_interface(solver, a, b, reservoir);
    check_shape(&interface);
    for (int i = 0; i < interface.kink_count; i++)
        check_kink(&interface, &interface.kinks[i], reservoir);
    check_reactant(&interface.a, a, reservoir, solver);
    check_reactant(&interface.b, b, reservoir, solver);
    check_between(&interface, reservoir, solver, source);
    if (element_count < 5)
        check_by_enumeration(&interface, reservoir, ip_solver_dataset(solver), source);
    check_exchange(&interface, reservoir, solver);
    check_scaling(&interface, reservoir, solver, source);
    ip_interface_clear(&interface);
}

/* A phase of the table or a composition of its own; never sodium alone. */
static ip_composition random_reactant(random_source *source, const ip_dataset *dataset, int element_count) {
    for (;;) {
        long count = ip_dataset_count(dataset);
        ip_composition composition = random_below(source, 2)
                                         ? ip_phase_composition(ip_dataset_phase(dataset, random_below(source, (int)count)))
                                         : random_composition(source, symbols, element_count, 1);
        if (composition.count > 1 || composition.element[0] != SODIUM)
            return composition;
    }
}

static void check_random_pairs(uint64_t seed, energy_kind energies) {
    random_source source = random_start(seed);
    for (int round = repetitions(30); round > 0; round--) {
        int count = 2 + random_below(&source, 4);
        random_table table = random_table_make(&source, symbols, count, 1 + random_below(&source, 16), energies);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        for (int question = 0; question < 4; question++) {
            ip_composition a = random_reactant(&source, dataset, count), b = random_reactant(&source, dataset, count);
            static const ip_reservoir closed = {0};
            ip_reservoir contact = sodium_at(0.0), open = sodium_at(random_between(&source, 0.0, 5.0));
            check_pair(solver, &a, &b, &closed, count, &source);
            check_pair(solver, &a, &b, &contact, count, &source);
            check_pair(solver, &a, &b, &open, count, &source);
        }
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

static void test_random_systems(void **state) {
    (void)state;
    check_random_pairs(701, SCATTERED_ENERGIES);
}

static void test_random_systems_of_ties(void **state) {
    (void)state;
    check_random_pairs(702, TIED_ENERGIES);
}

/* An excess of the metal does what a reservoir at 0 V does. */
static void test_excess_of_metal(void **state) {
    (void)state;
    random_source source = random_start(703);
    ip_composition sodium = read_formula("Na");
    int met = 0;
    for (int round = repetitions(100); round > 0; round--) {
        int count = 2 + random_below(&source, 4);
        random_table table = random_table_make(&source, symbols, count, 4 + random_below(&source, 12), SCATTERED_ENERGIES);
        ip_dataset *dataset = random_table_read(&table);
        ip_solver *solver = new_solver(dataset);
        ip_composition a = random_reactant(&source, dataset, count);
        ip_reservoir contact = sodium_at(0.0);
        ip_interface interface = round % 2 ? find_interface(solver, &a, &sodium, NULL)
                                           : find_interface(solver, &sodium, &a, NULL);
        ip_equilibrium found;
        ip_error error;
        assert_ok(ip_equilibrium_find(&found, solver, &a, &contact, NULL, &error), &error);
        double uptake = ip_equilibrium_uptake(&found, SODIUM);
        if (interface.metal_excess < 0) {
            assert_false(interface.reacts);
            assert_true(uptake <= 1e-8 * ip_composition_atoms(&a));
        } else if (a.count > 1) { /* beside two elements the excess is that of B */
            const ip_kink *kink = &interface.kinks[interface.metal_excess];
            double moles = round % 2 ? kink->x_molar : 1.0 - kink->x_molar; /* of the partner */
            double subject = (round % 2 ? interface.a.energy : interface.b.energy) * ip_composition_atoms(&a);
            assert_near((1.0 - moles) / moles, uptake, 1e-7);
            assert_near(kink->reaction_energy * kink->atoms / moles, found.energy - subject, 1e-6);
            assert_true(holds_all(&found, &kink->products) && holds_all(&kink->products, &found));
            met++;
        }
        ip_equilibrium_clear(&found);
        ip_interface_clear(&interface);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
    assert_true(met > 20);
}

/* ---- ties along a straight piece of the hull */

/* Six salts in one plane: any two of either anion and cation pairs may stand for the other two. The line between two
 * mixtures of them crosses several sets of products, without a change of slope. */
static const char *const salts =
    "formula,e_form\nLi,0\nNa,0\nK,0\nF,0\nCl,0\nLiF,-3\nNaF,-3\nKF,-3\nLiCl,-2\nNaCl,-2\nKCl,-2\n";

static void test_tied_products(void **state) {
    (void)state;
    ip_dataset *dataset = read_text(salts);
    ip_solver *solver = new_solver(dataset);
    /* Four of the salts, between the sodium and the potassium side at a quarter of fluorine: one of the square's two
     * diagonals is taken, so that the products change at a quarter or at three quarters. */
    ip_composition a = read_formula("Na4Cl3F"), b = read_formula("K4Cl3F");
    ip_interface interface = find_interface(solver, &a, &b, NULL);
    static const ip_reservoir closed = {0};
    check_shape(&interface);
    assert_int_equal(interface.kink_count, 3);
    assert_false(interface.reacts);
    assert_near(fabs(interface.kinks[1].x - 0.5), 0.25, 1e-12);
    assert_int_equal(interface.kinks[1].products.product_count, 2);
    for (int i = 0; i < 3; i++)
        check_kink(&interface, &interface.kinks[i], &closed);
    ip_interface_clear(&interface);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

/* Phases that lie on the mixing line, and on the line of energies, just where products are looked for first: each is a product
 * alone there, and says nothing of what is on either side. Between A and B nothing reacts, whatever lies on the line. The second
 * line is that of Na2S at -1.2: x of it and 1 - x of S hold 2x/3 Na at -1.2 x. */
static void test_phases_where_products_are_looked_for(void **state) {
    (void)state;
    static const struct {
        const char *table, *a, *b;
    } lines[] = {
        {"formula,e_form\nNa,0\nS,0\nNaS,0\nNa381966S618034,0\nNa723607S276393,0\n", "Na", "S"},
        {"formula,e_form\nNa,0\nS,0\nNa2S,-1.2\nNaS2,-0.6\nNa0.763932S2.236068,-0.4583592\nNa1.447214S1.552786,-0.8683284\n",
         "Na2S", "S"},
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        ip_dataset *dataset = read_text(lines[i].table);
        ip_solver *solver = new_solver(dataset);
        ip_composition a = read_formula(lines[i].a), b = read_formula(lines[i].b);
        ip_interface found = find_interface(solver, &a, &b, NULL);
        assert_false(found.reacts);
        for (int k = 0; k < found.kink_count; k++) {
            assert_near(found.kinks[k].reaction_energy, 0.0, 1e-12);
            assert_near(found.kinks[k].mutual_reaction_energy, 0.0, 1e-12);
        }
        assert_int_equal(found.kink_count, 2);
        assert_int_equal(found.kinks[0].products.product_count, 1);
        assert_ptr_equal(found.kinks[0].products.products[0].phase, ip_dataset_find(dataset, &b));
        assert_ptr_equal(found.kinks[1].products.products[0].phase, ip_dataset_find(dataset, &a));
        ip_interface_clear(&found);
        ip_solver_free(solver);
        ip_dataset_free(dataset);
    }
}

static void add_element(ip_composition *composition, const char *symbol, double amount) {
    if (amount <= 0.0)
        return;
    composition->element[composition->count] = ip_element_find(symbol, strlen(symbol));
    composition->amount[composition->count++] = amount;
}

/* A mixture of the salts, or of them and one metal too much. */
static ip_composition random_salts(random_source *source, bool with_metal) {
    static const char *const metals[] = {"Li", "Na", "K"};
    ip_composition composition = {.count = 0};
    int anions = 0;
    for (int i = 0; i < 3; i++) {
        int amount = random_below(source, 5) + (i == 2);
        anions += amount;
        add_element(&composition, metals[i], amount + (with_metal && i == 2));
    }
    int fluorine = 1 + random_below(source, anions);
    add_element(&composition, "F", fluorine);
    add_element(&composition, "Cl", anions - fluorine);
    return composition;
}

/* The same with all six, between random mixtures; and with a metal too much, so that straight pieces lie between bends. */
static void test_tied_products_at_random(void **state) {
    (void)state;
    random_source source = random_start(704);
    ip_dataset *dataset = read_text(salts);
    ip_solver *solver = new_solver(dataset);
    static const ip_reservoir closed = {0};
    int straight = 0;
    for (int round = repetitions(150); round > 0; round--) {
        ip_composition sides[2];
        for (int side = 0; side < 2; side++)
            sides[side] = random_salts(&source, round % 3 == 0 && side);
        check_pair(solver, &sides[0], &sides[1], &closed, 5, &source);
        ip_interface interface = find_interface(solver, &sides[0], &sides[1], NULL);
        straight += interface.kink_count > 3 && !interface.reacts;
        ip_interface_clear(&interface);
    }
    assert_true(straight > 10);
    ip_solver_free(solver);
    ip_dataset_free(dataset);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tied_products),
        cmocka_unit_test(test_phases_where_products_are_looked_for),
        cmocka_unit_test(test_tied_products_at_random),
        cmocka_unit_test(test_random_systems),
        cmocka_unit_test(test_random_systems_of_ties),
        cmocka_unit_test(test_excess_of_metal),
    };
    int failed = run_unit_tests(tests);
    ip_solver_end_thread();
    return failed;
}
