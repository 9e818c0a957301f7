/* Corrections that go by the atom: those that plain energies contain, and those of the published snapshot. Knows no tables of
 * constants. */
#include <interphase/correction.h>

#include "ions.h"

typedef struct by_atom {
    int element;
    double energy; /* eV per atom of the element */
} by_atom;

enum { BE = 4, O = 8, F = 9 };

/* V Cr Mn Fe Co Ni Mo W */
static const by_atom metals[] = {{23, -1.700}, {24, -1.999}, {25, -1.668}, {26, -2.256},
                                 {27, -1.638}, {28, -2.541}, {42, -3.202}, {74, -4.438}};
static const by_atom snapshot_metals[] = {{23, -1.679}, {24, -1.920}, {25, -1.667}, {26, -2.733},
                                          {27, -1.724}, {28, -1.938}, {42, -3.540}, {74, -4.362}};
/* H N F S Cl Br Rb I Eu Ir Bi U Np Pu; oxygen has rules of its own */
static const by_atom snapshot_atoms[] = {{1, -0.152}, {7, -0.381}, {9, -0.487}, {16, -0.669}, {17, -0.592},
                                         {35, 0.078}, {37, 0.034}, {53, 0.048}, {63, 0.036},  {77, 0.029},
                                         {83, 0.057}, {92, 0.022}, {93, 0.067}, {94, 0.266}};

#define SUM(list, composition) sum_of(list, sizeof(list) / sizeof *(list), composition)

static double sum_of(const by_atom *list, size_t count, const ip_composition *composition) {
    double sum = 0.0;
    for (size_t i = 0; i < count; i++)
        sum += list[i].energy * ip_composition_amount(composition, list[i].element);
    return sum;
}

static bool holds_oxygen_or_fluorine(const ip_composition *composition) {
    return ip_composition_amount(composition, O) > 0.0 || ip_composition_amount(composition, F) > 0.0;
}

double ip_correction_of_metals(const ip_composition *composition) {
    if (composition->count == 1 || !holds_oxygen_or_fluorine(composition))
        return 0.0;
    return SUM(metals, composition) / ip_composition_atoms(composition);
}

/* Li Na K Rb Cs Mg Ca Sr Ba */
static bool is_oxide_of_light_metals(const ip_composition *composition) {
    for (int i = 0; i < composition->count; i++) {
        int element = composition->element[i], group = ip_ions[element].group;
        if (element != O && group != IP_GROUP_ALKALI && (group != IP_GROUP_ALKALINE_EARTH || element == BE))
            return false;
    }
    return ip_composition_amount(composition, O) > 0.0;
}

/* Oxides, peroxides, superoxides and ozonides are told apart by how much of the oxygen is bonded to oxygen. */
static double oxygen(const ip_composition *composition) {
    double ordinary = -0.710, peroxide = -0.463, superoxide = -0.145, beyond = -0.100;
    ip_charges charges;
    if (!is_oxide_of_light_metals(composition) || !ip_charges_find(&charges, composition))
        return ordinary;
    for (int i = 0; i < composition->count; i++)
        if (composition->element[i] == O) {
            double share = charges.bonded[i] / composition->amount[i];
            return share < 0.4 ? ordinary : share < 0.6 ? peroxide : share < 0.8 ? superoxide : beyond;
        }
    return ordinary;
}

double ip_correction_of_snapshot(const ip_composition *composition) {
    if (composition->count == 1)
        return 0.0;
    double sum = SUM(snapshot_atoms, composition) + ip_composition_amount(composition, O) * oxygen(composition);
    if (holds_oxygen_or_fluorine(composition))
        sum += SUM(snapshot_metals, composition);
    return sum / ip_composition_atoms(composition);
}
