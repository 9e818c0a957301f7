/* Chooses the metal of a question by what its materials hold. Knows no voltages. */
#include <interphase/metal.h>

enum {
    LITHIUM = 3,
    SODIUM = 11,
    MAGNESIUM = 12,
    ALUMINIUM = 13,
    POTASSIUM = 19,
    CALCIUM = 20,
    ZINC = 30,
    RUBIDIUM = 37,
    CAESIUM = 55
};

/* In the order in which they are taken; 0 behind the last. */
static const int alkali_metals[] = {SODIUM, LITHIUM, POTASSIUM, RUBIDIUM, CAESIUM, 0};
static const int further_metals[] = {MAGNESIUM, CALCIUM, ZINC, ALUMINIUM, 0};

/* Of a list the metal that a composition holds, but for one of them (0: none); 0 where it holds none. */
static int find(const ip_composition *in, const int *metals, int but) {
    int found = 0;
    for (int i = 0; metals[i]; i++) {
        double amount = metals[i] == but ? 0.0 : ip_composition_amount(in, metals[i]);
        /* A little sodium in a lithium compound is doped into it. */
        bool is_more = metals[i] == LITHIUM && found == SODIUM && amount > ip_composition_amount(in, SODIUM);
        if (amount > 0.0 && (!found || is_more))
            found = metals[i];
    }
    return found;
}

static int find_first(const ip_composition *compositions, int count, const int *metals, int but) {
    int found = 0;
    for (int i = 0; i < count && !found; i++)
        found = find(&compositions[i], metals, but);
    return found;
}

int ip_metal_of(int *other, const ip_composition *compositions, int count) {
    const int *metals = alkali_metals;
    int found = find_first(compositions, count, metals, 0);
    if (!found)
        found = find_first(compositions, count, metals = further_metals, 0);
    if (other)
        *other = found ? find_first(compositions, count, metals, found) : 0;
    return found ? found : IP_DEFAULT_METAL;
}
