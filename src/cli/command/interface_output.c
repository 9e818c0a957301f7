/* What react and cell share: finding an interface, its rows, and the words about its reactants. */
#include "interface_output.h"

#include "cli/io/text.h"

#include <math.h>
#include <stdlib.h>

ip_status interface_read_pair(reactant_pair *pair, const char *a, const char *b, ip_error *error) {
    pair->a = a;
    pair->b = b;
    ip_status status = ip_composition_read(&pair->composition_a, a, error);
    return status ? status : ip_composition_read(&pair->composition_b, b, error);
}

ip_status interface_answer_find(interface_answer *out, session *run, const reactant_pair *pair, double voltage, ip_error *error) {
    const options *opts = run->opts;
    ip_reservoir reservoir = {0};
    ip_status status = IP_OK;
    out->voltage = voltage;
    out->range = NULL;
    out->is_metal_contact = false;
    if (!isnan(voltage))
        status = ip_reservoir_open_metal(&reservoir, opts->metal, opts->metal_charge, voltage, error);
    return status ? status : ip_interface_find(&out->found, run->solver, &pair->composition_a, &pair->composition_b, &reservoir, error);
}

bool interface_holds_reservoir(const session *run, const reactant_pair *pair, double voltage) {
    const ip_composition *sides[2] = {&pair->composition_a, &pair->composition_b};
    for (int i = 0; i < 2 && !isnan(voltage); i++)
        if (sides[i]->count == 1 && sides[i]->element[0] == run->opts->metal)
            return true;
    return false;
}

char *interface_equation(const session *run, const reactant_pair *pair, const ip_kink *kink, const char *arrow, ip_error *error) {
    ip_reactant reactants[] = {
        {pair->a, &pair->composition_a, kink->x_molar},
        {pair->b, &pair->composition_b, 1.0 - kink->x_molar},
    };
    return ip_reaction_text(run->dataset, reactants, 2, &kink->products, arrow, error);
}

ip_character interface_character(const session *run, const ip_kink *kink) {
    return ip_character_find(&kink->products, session_reacts(kink->mutual_reaction_energy), run->opts->gap);
}

double interface_kJ_per_mole(const ip_kink *kink, double energy) {
    return energy * kink->atoms * KJ_PER_MOL;
}

void interface_fill_row(ip_value *values, const session *run, const reactant_pair *pair, const interface_answer *answer,
                        int index, const char *equation) {
    const ip_interface *found = &answer->found;
    const ip_kink *kink = &found->kinks[index];
    ip_character character = interface_character(run, kink);
    bool has_metal = !isnan(answer->voltage);
    ip_value row[INTERFACE_COLUMN_COUNT] = {
        ip_value_text(pair->a),
        ip_value_text(pair->b),
        ip_value_text(has_metal ? ip_element_symbol(run->opts->metal) : NULL),
        ip_value_number(answer->voltage, 6),
        ip_value_number(kink->x, 6),
        ip_value_number(kink->x_molar, 6),
        ip_value_number(kink->reaction_energy, 6),
        ip_value_number(kink->mutual_reaction_energy, 6),
        ip_value_number(interface_kJ_per_mole(kink, kink->reaction_energy), 6),
        ip_value_products(&kink->products),
        ip_value_text(equation),
        ip_value_text(ip_character_word(character.kind)),
        ip_value_text(index == found->minimum ? "yes" : "no"),
        ip_value_text("ok"),
        ip_value_none(),
        ip_value_text(character.deciding ? character.deciding->formula : NULL),
        ip_value_text(index == found->metal_excess ? "yes" : "no"),
        ip_value_number(found->a.hull.energy_above_hull, 6),
        ip_value_number(found->b.hull.energy_above_hull, 6),
        ip_value_text(answer->range),
    };
    for (int i = 0; i < INTERFACE_COLUMN_COUNT; i++)
        values[i] = row[i];
}

void interface_fail(session *run, const reactant_pair *pair, int position, double voltage, const ip_error *error) {
    char subject[256];
    snprintf(subject, sizeof subject, "%.120s | %.120s", pair->a, pair->b);
    known_value known[] = {
        {"a", ip_value_text(pair->a)},
        {"b", ip_value_text(pair->b)},
        {"metal", ip_value_text(isnan(voltage) ? NULL : ip_element_symbol(run->opts->metal))},
        {"voltage", ip_value_number(voltage, 6)},
        {"position", position ? ip_value_number(position, 0) : ip_value_none()},
    };
    session_fail(run, subject, known, 5, error);
}

static void print_reactant(session *run, const char *formula, const ip_reactant_state *state) {
    const ip_hull *hull = &state->hull;
    if (!hull->phase) {
        char *products = text_products(&hull->products);
        fprintf(run->out.stream, "  %s is not in the table: it is taken at the hull, as %s\n", formula, products ? products : "");
        free(products);
    } else if (!hull->stable) {
        fprintf(run->out.stream, "  %s lies %s eV/atom above the hull: the total energy contains it, the mutual one does not\n",
                formula, text_number(hull->energy_above_hull, 4));
    }
}

void interface_print_reactants(session *run, const reactant_pair *pair, const interface_answer *answer) {
    print_reactant(run, pair->a, &answer->found.a);
    print_reactant(run, pair->b, &answer->found.b);
}
