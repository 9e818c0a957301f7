/* The periodic table. Data and look-ups only. */
#include <interphase/element.h>

#include <string.h>

typedef struct element_data {
    char symbol[3];
    double mass; /* g/mol */
    int charge;  /* of the ion of a metal electrode; 0 for none */
} element_data;

static const element_data elements[IP_ELEMENT_COUNT] = {
    {"H", 1.008, 0}, {"He", 4.002602, 0}, {"Li", 6.94, 1}, {"Be", 9.0121831, 0}, {"B", 10.81, 0},
    {"C", 12.011, 0}, {"N", 14.007, 0}, {"O", 15.999, 0}, {"F", 18.998403162, 0}, {"Ne", 20.1797, 0},
    {"Na", 22.98976928, 1}, {"Mg", 24.305, 2}, {"Al", 26.9815384, 3}, {"Si", 28.085, 0}, {"P", 30.973761998, 0},
    {"S", 32.06, 0}, {"Cl", 35.45, 0}, {"Ar", 39.95, 0}, {"K", 39.0983, 1}, {"Ca", 40.078, 2},
    {"Sc", 44.955907, 0}, {"Ti", 47.867, 0}, {"V", 50.9415, 0}, {"Cr", 51.9961, 0}, {"Mn", 54.938043, 0},
    {"Fe", 55.845, 0}, {"Co", 58.933194, 0}, {"Ni", 58.6934, 0}, {"Cu", 63.546, 0}, {"Zn", 65.38, 2},
    {"Ga", 69.723, 0}, {"Ge", 72.630, 0}, {"As", 74.921595, 0}, {"Se", 78.971, 0}, {"Br", 79.904, 0},
    {"Kr", 83.798, 0}, {"Rb", 85.4678, 1}, {"Sr", 87.62, 2}, {"Y", 88.905838, 0}, {"Zr", 91.224, 0},
    {"Nb", 92.90637, 0}, {"Mo", 95.95, 0}, {"Tc", 97.0, 0}, {"Ru", 101.07, 0}, {"Rh", 102.90549, 0},
    {"Pd", 106.42, 0}, {"Ag", 107.8682, 1}, {"Cd", 112.414, 0}, {"In", 114.818, 0}, {"Sn", 118.710, 0},
    {"Sb", 121.760, 0}, {"Te", 127.60, 0}, {"I", 126.90447, 0}, {"Xe", 131.293, 0}, {"Cs", 132.90545196, 1},
    {"Ba", 137.327, 2}, {"La", 138.90547, 0}, {"Ce", 140.116, 0}, {"Pr", 140.90766, 0}, {"Nd", 144.242, 0},
    {"Pm", 145.0, 0}, {"Sm", 150.36, 0}, {"Eu", 151.964, 0}, {"Gd", 157.25, 0}, {"Tb", 158.925354, 0},
    {"Dy", 162.500, 0}, {"Ho", 164.930329, 0}, {"Er", 167.259, 0}, {"Tm", 168.934219, 0}, {"Yb", 173.045, 0},
    {"Lu", 174.9668, 0}, {"Hf", 178.486, 0}, {"Ta", 180.94788, 0}, {"W", 183.84, 0}, {"Re", 186.207, 0},
    {"Os", 190.23, 0}, {"Ir", 192.217, 0}, {"Pt", 195.084, 0}, {"Au", 196.966570, 0}, {"Hg", 200.592, 0},
    {"Tl", 204.38, 0}, {"Pb", 207.2, 0}, {"Bi", 208.98040, 0}, {"Po", 209.0, 0}, {"At", 210.0, 0},
    {"Rn", 222.0, 0}, {"Fr", 223.0, 0}, {"Ra", 226.0, 0}, {"Ac", 227.0, 0}, {"Th", 232.0377, 0},
    {"Pa", 231.03588, 0}, {"U", 238.02891, 0}, {"Np", 237.0, 0}, {"Pu", 244.0, 0}, {"Am", 243.0, 0},
    {"Cm", 247.0, 0}, {"Bk", 247.0, 0}, {"Cf", 251.0, 0}, {"Es", 252.0, 0}, {"Fm", 257.0, 0}, {"Md", 258.0, 0},
    {"No", 259.0, 0}, {"Lr", 262.0, 0}, {"Rf", 267.0, 0}, {"Db", 268.0, 0}, {"Sg", 269.0, 0}, {"Bh", 270.0, 0},
    {"Hs", 269.0, 0}, {"Mt", 277.0, 0}, {"Ds", 281.0, 0}, {"Rg", 282.0, 0}, {"Cn", 285.0, 0}, {"Nh", 286.0, 0},
    {"Fl", 290.0, 0}, {"Mc", 290.0, 0}, {"Lv", 293.0, 0}, {"Ts", 294.0, 0}, {"Og", 294.0, 0},
};

/* Symbols by first and second letter (0 for none), so that reading a table costs one look-up a symbol. */
static unsigned char symbol_index[26][27];

static int symbol_slot(char letter) {
    return letter ? letter - 'a' + 1 : 0;
}

/* Filled before main(), hence before any thread. */
__attribute__((constructor)) static void fill_symbol_index(void) {
    for (int i = 0; i < IP_ELEMENT_COUNT; i++)
        symbol_index[elements[i].symbol[0] - 'A'][symbol_slot(elements[i].symbol[1])] = (unsigned char)(i + 1);
}

int ip_element_find(const char *symbol, size_t length) {
    if (length < 1 || length > 2 || symbol[0] < 'A' || symbol[0] > 'Z')
        return 0;
    if (length == 2 && (symbol[1] < 'a' || symbol[1] > 'z'))
        return 0;
    return symbol_index[symbol[0] - 'A'][length == 2 ? symbol_slot(symbol[1]) : 0];
}

static const element_data *element_get(int element) {
    return element >= 1 && element <= IP_ELEMENT_COUNT ? &elements[element - 1] : NULL;
}

const char *ip_element_symbol(int element) {
    const element_data *data = element_get(element);
    return data ? data->symbol : NULL;
}

double ip_element_mass(int element) {
    const element_data *data = element_get(element);
    return data ? data->mass : 0.0;
}

int ip_element_charge(int element) {
    const element_data *data = element_get(element);
    return data ? data->charge : 0;
}

int ip_element_set_list(ip_element_set set, int list[IP_ELEMENT_COUNT]) {
    int count = 0;
    for (int word = 0; word < 2; word++)
        for (uint64_t bits = set.word[word]; bits; bits &= bits - 1)
            list[count++] = 64 * word + __builtin_ctzll(bits) + 1;
    return count;
}
