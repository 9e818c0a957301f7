/* A list of molecules: those of two or three elements that boil below 298 K at 1 bar (CRC Handbook of Chemistry and Physics,
 * physical constants of inorganic and organic compounds), and water. Those that share their composition with a common solid or
 * liquid, such as NO2 with N2O4, count; C2H2 and C2H4, which share it with polymers, do not. */
#include "molecules.h"

#include <string.h>

/* Elements and amounts, in any order. */
static const struct {
    const char *parts[3]; /* symbols; NULL behind the last */
    int amounts[3];
} molecules[] = {
    {{"H", "O"}, {2, 1}},         {{"C", "O"}, {1, 2}},          {{"C", "O"}, {1, 1}},          {{"C", "H"}, {1, 4}},
    {{"C", "H"}, {1, 3}},         {{"N", "H"}, {1, 3}},          {{"P", "H"}, {1, 3}},          {{"As", "H"}, {1, 3}},
    {{"Sb", "H"}, {1, 3}},        {{"B", "H"}, {1, 3}},          {{"Si", "H"}, {1, 4}},         {{"Ge", "H"}, {1, 4}},
    {{"Sn", "H"}, {1, 4}},        {{"H", "S"}, {2, 1}},          {{"H", "Se"}, {2, 1}},         {{"H", "Te"}, {2, 1}},
    {{"H", "F"}, {1, 1}},         {{"H", "Cl"}, {1, 1}},         {{"H", "Br"}, {1, 1}},         {{"H", "I"}, {1, 1}},
    {{"N", "O"}, {1, 1}},         {{"N", "O"}, {1, 2}},          {{"N", "O"}, {2, 1}},          {{"N", "O"}, {2, 3}},
    {{"S", "O"}, {1, 2}},         {{"Cl", "O"}, {1, 2}},         {{"Cl", "O"}, {2, 1}},         {{"O", "F"}, {1, 2}},
    {{"O", "F"}, {1, 1}},         {{"N", "F"}, {1, 3}},          {{"C", "F"}, {1, 4}},          {{"C", "F"}, {1, 3}},
    {{"B", "F"}, {1, 3}},         {{"B", "Cl"}, {1, 3}},         {{"Si", "F"}, {1, 4}},         {{"Ge", "F"}, {1, 4}},
    {{"P", "F"}, {1, 3}},         {{"P", "F"}, {1, 5}},          {{"As", "F"}, {1, 5}},         {{"S", "F"}, {1, 4}},
    {{"S", "F"}, {1, 6}},         {{"Se", "F"}, {1, 6}},         {{"Te", "F"}, {1, 6}},         {{"W", "F"}, {1, 6}},
    {{"Cl", "F"}, {1, 1}},        {{"Cl", "F"}, {1, 3}},         {{"Cl", "F"}, {1, 5}},         {{"I", "F"}, {1, 7}},
    {{"C", "N"}, {1, 1}},         {{"C", "O", "S"}, {1, 1, 1}},  {{"C", "O", "F"}, {1, 1, 2}},  {{"C", "O", "Cl"}, {1, 1, 2}},
    {{"N", "O", "F"}, {1, 1, 1}}, {{"N", "O", "Cl"}, {1, 1, 1}}, {{"N", "O", "F"}, {1, 2, 1}},  {{"S", "O", "F"}, {1, 2, 2}},
    {{"S", "O", "F"}, {1, 1, 2}}, {{"P", "O", "F"}, {1, 1, 3}},  {{"Cl", "O", "F"}, {1, 3, 1}}, {{"C", "H", "F"}, {1, 1, 3}},
    {{"C", "H", "F"}, {1, 3, 1}}, {{"C", "H", "Cl"}, {1, 3, 1}}, {{"C", "H", "N"}, {1, 5, 1}},
};

static bool is_of(const ip_composition *composition, const char *const *parts, const int *amounts) {
    double scale = 0.0;
    int count = 0;
    for (; count < 3 && parts[count]; count++) {
        double amount = ip_composition_amount(composition, ip_element_find(parts[count], strlen(parts[count]))) / amounts[count];
        if (!(amount > 0.0) ||
            (count && !(amount < scale * (1.0 + IP_SAME_COMPOSITION) && amount > scale * (1.0 - IP_SAME_COMPOSITION))))
            return false;
        scale = amount;
    }
    return count == composition->count;
}

bool ip_molecule_is_gas(const ip_composition *composition) {
    if (composition->count < 2 || composition->count > 3)
        return false;
    for (size_t i = 0; i < sizeof molecules / sizeof *molecules; i++)
        if (is_of(composition, molecules[i].parts, molecules[i].amounts))
            return true;
    return false;
}
