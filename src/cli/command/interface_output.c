/* What react and cell share: finding an interface, and the words about its reactants. */
#include "interface_output.h"

#include "cli/io/text.h"

#include <math.h>

ip_status interface_find(ip_interface *out, session *run, const ip_reactant_pair *pair, double voltage, ip_error *error) {
    ip_reservoir reservoir;
    ip_status status = ip_question_reservoir(&reservoir, &run->question, voltage, error);
    return status ? status : ip_interface_find(out, run->solver, &pair->composition_a, &pair->composition_b, &reservoir, error);
}

ip_status interface_find_worst(ip_interface *out, double *voltage, session *run, const ip_reactant_pair *pair,
                               const voltage_range *range, ip_error *error) {
    const ip_question *question = &run->question;
    ip_status status =
        ip_interface_worst_voltage_in(voltage, NULL, run->solver, &pair->composition_a, &pair->composition_b, question->metal,
                                      question->charge, range->low, range->high, question->reservoir, NULL, error);
    if (!status)
        status = interface_find(out, run, pair, *voltage, error);
    if (status || !question->uncertainty)
        return status;
    status = ip_interface_set_worst(out, run->solver, question->metal, question->charge, *voltage, range->low, range->high,
                                    question->reservoir, error);
    if (status)
        ip_interface_clear(out);
    return status;
}

bool interface_holds_reservoir(const session *run, const ip_reactant_pair *pair, double voltage) {
    const ip_composition *sides[2] = {&pair->composition_a, &pair->composition_b};
    for (int i = 0; i < 2 && !isnan(voltage); i++)
        if (sides[i]->count == 1 && sides[i]->element[0] == run->question.metal)
            return true;
    return false;
}

const char *interface_equation(session *run, const ip_reactant_pair *pair, const ip_kink *kink) {
    ip_reactant reactants[] = {
        {pair->a, &pair->composition_a, kink->x_molar},
        {pair->b, &pair->composition_b, 1.0 - kink->x_molar},
    };
    return session_equation(run, reactants, 2, &kink->products);
}

ip_character interface_character(const session *run, const ip_kink *kink) {
    return ip_character_find(&kink->products, ip_reacts(kink->mutual_reaction_energy), run->question.gap);
}

void interface_fail(session *run, const ip_interface_case *asked, const ip_error *error) {
    char subject[256];
    ip_interface_row row;
    snprintf(subject, sizeof subject, "%.120s | %.120s", asked->pair->a, asked->pair->b);
    ip_interface_row_ask(&row, asked, &run->question);
    session_fail(run, subject, &row, error);
}

static void print_reactant(session *run, const char *formula, const ip_reactant_state *state) {
    const ip_hull *hull = &state->hull;
    if (!hull->phase)
        fprintf(run->out.stream, "  %s is not in the table: it is taken at the hull, as %s\n", formula,
                session_products(run, &hull->products));
    else if (!hull->stable)
        fprintf(run->out.stream, "  %s lies %s eV/atom above the hull: the total energy contains it, the mutual one does not\n",
                formula, session_above_hull(run, hull));
}

void interface_print_reactants(session *run, const ip_interface_case *answer) {
    print_reactant(run, answer->pair->a, &answer->found->a);
    print_reactant(run, answer->pair->b, &answer->found->b);
}
