/* What a pair of precursors is as a row. */
#include "row.h"

#include <interphase/synthesis_row.h>

#include <math.h>
#include <string.h>

static const ip_column columns[] = {
    IP_COLUMN(ip_synthesis_row, target, "target", "", 0, 0, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_synthesis_row, rank, "rank", "", 0, 1, 0, 0, "place of the pair by selectivity, then by reaction energy"),
    IP_COLUMN(ip_synthesis_row, a, "a", "", 0, 0, 0, 0, "one precursor"),
    IP_COLUMN(ip_synthesis_row, b, "b", "", 0, 0, 0, 0, "the other"),
    IP_COLUMN(ip_synthesis_row, x, "x", "", 6, 0, 4, 0, "atomic fraction of a in the mixture that becomes the target"),
    IP_COLUMN(ip_synthesis_row, equation, "reaction to the target", "", 0, 2, 0, IP_COLUMN_LONG, "the balanced equation"),
    IP_COLUMN(ip_synthesis_row, reaction_energy, "energy", "eV/atom", 6, 3, 3, IP_COLUMN_NOTED,
              "energy of that reaction, per atom of the mixture"),
    IP_COLUMN(ip_synthesis_row, competing_products, "deepest other products", "", 0, 6, 0, 0,
              "what forms without the target where most energy is set free so"),
    IP_COLUMN(ip_synthesis_row, competing_energy, "other", "eV/atom", 6, 4, 3, IP_COLUMN_NOTED,
              "the deepest energy without the target at any proportion of the pair, per atom of that mixture; 0 for none"),
    IP_COLUMN(ip_synthesis_row, selectivity, "selectivity", "eV/atom", 6, 5, 3, IP_COLUMN_NOTED,
              "the first less the second: below 0 the target is the deepest"),
    IP_COLUMN(ip_synthesis_row, clean, "clean", "", 0, 0, 0, 0, "whether nothing but the target forms at any proportion"),
    IP_STATUS_COLUMNS(ip_synthesis_row),
    IP_COLUMN(ip_synthesis_row, target_share, "share", "", 6, 0, 4, 0,
              "atoms of the target for each atom of the mixture; 1 in a closed system without by-products"),
    IP_COLUMN(ip_synthesis_row, secondary_energy, "secondary", "eV/atom", 6, 0, 3, 0,
              "the deepest reaction of the products with what is left of a precursor, per atom; 0 for none"),
    IP_COLUMN(ip_synthesis_row, competing_x, "other x", "", 6, 0, 4, 0,
              "atomic fraction of a where the deepest other products form"),
    IP_COLUMN(ip_synthesis_row, competing_equation, "other reaction", "", 0, 0, 0, 0,
              "the balanced equation of the deepest other reaction"),
    IP_COLUMN(ip_synthesis_row, reaction_energy_kJ_mol, "kJ/mol", "kJ/mol", 6, 0, 1, 0,
              "energy of the reaction to the target per mole of mixed formula units"),
    IP_UNCERTAINTY(ip_synthesis_row, reaction_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_synthesis_row, competing_energy, "eV/atom"),
    IP_UNCERTAINTY(ip_synthesis_row, selectivity, "eV/atom"),
};

const ip_result_type ip_synthesis_result = IP_RESULT_TYPE("synthesis", ip_synthesis_row, columns);

/* Adds factor times the energy of products against the two as they are, per atom of their mixture. */
static void add_reaction(ip_shares *sum, const ip_interface *line, const ip_equilibrium *products, double x_molar, double atoms,
                         double factor) {
    double molar = factor / atoms;
    ip_shares_add(sum, products, molar);
    ip_shares_add_subject(sum, &line->a.hull, line->a.atoms, -x_molar * molar);
    ip_shares_add_subject(sum, &line->b.hull, line->b.atoms, -(1.0 - x_molar) * molar);
}

static ip_status fill_uncertainties(ip_synthesis_row *out, const ip_synthesis_route *route, ip_uncertainty *uncertainty,
                                    ip_error *error) {
    const ip_kink *other = route->competing < 0 ? NULL : &route->line.kinks[route->competing];
    ip_shares sum;
    memset(&sum, 0, sizeof sum);
    add_reaction(&sum, &route->line, &route->products, route->x_molar, route->atoms, 1.0);
    ip_status status = ip_shares_end(&out->reaction_energy_uncertainty, &sum, uncertainty, 1.0, error);
    out->selectivity_uncertainty = out->reaction_energy_uncertainty;
    if (status || !other)
        return status;
    add_reaction(&sum, &route->line, &other->products, other->x_molar, other->atoms, 1.0);
    status = ip_shares_end(&out->competing_energy_uncertainty, &sum, uncertainty, 1.0, error);
    if (status)
        return status;
    add_reaction(&sum, &route->line, &route->products, route->x_molar, route->atoms, 1.0);
    add_reaction(&sum, &route->line, &other->products, other->x_molar, other->atoms, -1.0);
    return ip_shares_end(&out->selectivity_uncertainty, &sum, uncertainty, 1.0, error);
}

static ip_status make_equation(const char **out, ip_memory *memory, const ip_dataset *dataset, const ip_synthesis *synthesis,
                               const ip_synthesis_route *route, const ip_equilibrium *products, double x_molar,
                               const ip_question *question, ip_error *error) {
    const ip_precursor *a = &synthesis->precursors[route->a], *b = &synthesis->precursors[route->b];
    ip_reactant reactants[] = {{a->formula, &a->composition, x_molar}, {b->formula, &b->composition, 1.0 - x_molar}};
    double multiple;
    return ip_row_equation(out, &multiple, memory, dataset, reactants, 2, products, question->arrow, question->weak_mark, error);
}

ip_status ip_synthesis_row_fill(ip_synthesis_row *out, ip_memory *memory, const ip_dataset *dataset, const char *target,
                                const ip_synthesis *synthesis, int index, const ip_question *question, ip_error *error) {
    const ip_synthesis_route *route = &synthesis->routes[index];
    const ip_kink *other = route->competing < 0 ? NULL : &route->line.kinks[route->competing];
    ip_row_blank(&ip_synthesis_result, out);
    out->target = target;
    out->rank = index + 1;
    out->a = synthesis->precursors[route->a].formula;
    out->b = synthesis->precursors[route->b].formula;
    out->x = route->x;
    out->reaction_energy = route->reaction_energy;
    out->reaction_energy_kJ_mol = route->reaction_energy * route->atoms * IP_KJ_PER_MOL;
    out->competing_energy = route->competing_energy;
    out->selectivity = route->selectivity;
    out->secondary_energy = route->secondary_energy;
    out->target_share = route->share;
    out->clean = ip_flag_of(route->is_clean);
    out->status = ip_status_word(IP_OK);
    ip_status status =
        make_equation(&out->equation, memory, dataset, synthesis, route, &route->products, route->x_molar, question, error);
    if (!status && other) {
        out->competing_x = other->x;
        status = ip_row_list_products(&out->competing_products, memory, &other->products, error);
        if (!status)
            status = make_equation(&out->competing_equation, memory, dataset, synthesis, route, &other->products, other->x_molar,
                                   question, error);
    }
    return status ? status : fill_uncertainties(out, route, question->uncertainty, error);
}
