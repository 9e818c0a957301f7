/* The periodic table. Data and look-ups only. */
#include <interphase/element.h>

/* The table: atomic number, first and second letter of the symbol (0 for none), g/mol, and the charge of the ion of a metal
 * electrode (0 for none). What follows is made of it by the compiler, so that nothing has to run before the first question,
 * which may come from a constructor of the program. */
#define ELEMENTS(X) \
    X(1, 'H', 0, 1.008, 0) X(2, 'H', 'e', 4.002602, 0) X(3, 'L', 'i', 6.94, 1) X(4, 'B', 'e', 9.0121831, 0) \
    X(5, 'B', 0, 10.81, 0) X(6, 'C', 0, 12.011, 0) X(7, 'N', 0, 14.007, 0) X(8, 'O', 0, 15.999, 0) \
    X(9, 'F', 0, 18.998403162, 0) X(10, 'N', 'e', 20.1797, 0) X(11, 'N', 'a', 22.98976928, 1) X(12, 'M', 'g', 24.305, 2) \
    X(13, 'A', 'l', 26.9815384, 3) X(14, 'S', 'i', 28.085, 0) X(15, 'P', 0, 30.973761998, 0) X(16, 'S', 0, 32.06, 0) \
    X(17, 'C', 'l', 35.45, 0) X(18, 'A', 'r', 39.95, 0) X(19, 'K', 0, 39.0983, 1) X(20, 'C', 'a', 40.078, 2) \
    X(21, 'S', 'c', 44.955907, 0) X(22, 'T', 'i', 47.867, 0) X(23, 'V', 0, 50.9415, 0) X(24, 'C', 'r', 51.9961, 0) \
    X(25, 'M', 'n', 54.938043, 0) X(26, 'F', 'e', 55.845, 0) X(27, 'C', 'o', 58.933194, 0) X(28, 'N', 'i', 58.6934, 0) \
    X(29, 'C', 'u', 63.546, 0) X(30, 'Z', 'n', 65.38, 2) X(31, 'G', 'a', 69.723, 0) X(32, 'G', 'e', 72.630, 0) \
    X(33, 'A', 's', 74.921595, 0) X(34, 'S', 'e', 78.971, 0) X(35, 'B', 'r', 79.904, 0) X(36, 'K', 'r', 83.798, 0) \
    X(37, 'R', 'b', 85.4678, 1) X(38, 'S', 'r', 87.62, 2) X(39, 'Y', 0, 88.905838, 0) X(40, 'Z', 'r', 91.224, 0) \
    X(41, 'N', 'b', 92.90637, 0) X(42, 'M', 'o', 95.95, 0) X(43, 'T', 'c', 97.0, 0) X(44, 'R', 'u', 101.07, 0) \
    X(45, 'R', 'h', 102.90549, 0) X(46, 'P', 'd', 106.42, 0) X(47, 'A', 'g', 107.8682, 1) X(48, 'C', 'd', 112.414, 0) \
    X(49, 'I', 'n', 114.818, 0) X(50, 'S', 'n', 118.710, 0) X(51, 'S', 'b', 121.760, 0) X(52, 'T', 'e', 127.60, 0) \
    X(53, 'I', 0, 126.90447, 0) X(54, 'X', 'e', 131.293, 0) X(55, 'C', 's', 132.90545196, 1) X(56, 'B', 'a', 137.327, 2) \
    X(57, 'L', 'a', 138.90547, 0) X(58, 'C', 'e', 140.116, 0) X(59, 'P', 'r', 140.90766, 0) X(60, 'N', 'd', 144.242, 0) \
    X(61, 'P', 'm', 145.0, 0) X(62, 'S', 'm', 150.36, 0) X(63, 'E', 'u', 151.964, 0) X(64, 'G', 'd', 157.25, 0) \
    X(65, 'T', 'b', 158.925354, 0) X(66, 'D', 'y', 162.500, 0) X(67, 'H', 'o', 164.930329, 0) X(68, 'E', 'r', 167.259, 0) \
    X(69, 'T', 'm', 168.934219, 0) X(70, 'Y', 'b', 173.045, 0) X(71, 'L', 'u', 174.9668, 0) X(72, 'H', 'f', 178.486, 0) \
    X(73, 'T', 'a', 180.94788, 0) X(74, 'W', 0, 183.84, 0) X(75, 'R', 'e', 186.207, 0) X(76, 'O', 's', 190.23, 0) \
    X(77, 'I', 'r', 192.217, 0) X(78, 'P', 't', 195.084, 0) X(79, 'A', 'u', 196.966570, 0) X(80, 'H', 'g', 200.592, 0) \
    X(81, 'T', 'l', 204.38, 0) X(82, 'P', 'b', 207.2, 0) X(83, 'B', 'i', 208.98040, 0) X(84, 'P', 'o', 209.0, 0) \
    X(85, 'A', 't', 210.0, 0) X(86, 'R', 'n', 222.0, 0) X(87, 'F', 'r', 223.0, 0) X(88, 'R', 'a', 226.0, 0) \
    X(89, 'A', 'c', 227.0, 0) X(90, 'T', 'h', 232.0377, 0) X(91, 'P', 'a', 231.03588, 0) X(92, 'U', 0, 238.02891, 0) \
    X(93, 'N', 'p', 237.0, 0) X(94, 'P', 'u', 244.0, 0) X(95, 'A', 'm', 243.0, 0) X(96, 'C', 'm', 247.0, 0) \
    X(97, 'B', 'k', 247.0, 0) X(98, 'C', 'f', 251.0, 0) X(99, 'E', 's', 252.0, 0) X(100, 'F', 'm', 257.0, 0) \
    X(101, 'M', 'd', 258.0, 0) X(102, 'N', 'o', 259.0, 0) X(103, 'L', 'r', 262.0, 0) X(104, 'R', 'f', 267.0, 0) \
    X(105, 'D', 'b', 268.0, 0) X(106, 'S', 'g', 269.0, 0) X(107, 'B', 'h', 270.0, 0) X(108, 'H', 's', 269.0, 0) \
    X(109, 'M', 't', 277.0, 0) X(110, 'D', 's', 281.0, 0) X(111, 'R', 'g', 282.0, 0) X(112, 'C', 'n', 285.0, 0) \
    X(113, 'N', 'h', 286.0, 0) X(114, 'F', 'l', 290.0, 0) X(115, 'M', 'c', 290.0, 0) X(116, 'L', 'v', 293.0, 0) \
    X(117, 'T', 's', 294.0, 0) X(118, 'O', 'g', 294.0, 0)

typedef struct element_data {
    char symbol[3];
    double mass;
    int charge;
} element_data;

#define ELEMENT_DATA(number, first, second, mass, charge) [number - 1] = {{first, second, '\0'}, mass, charge},
static const element_data elements[IP_ELEMENT_COUNT] = {ELEMENTS(ELEMENT_DATA)};

/* Symbols by first and second letter (0 for none), so that reading a table costs one look-up a symbol. */
#define SYMBOL_SLOT(letter) ((letter) ? (letter) - 'a' + 1 : 0)
#define SYMBOL_INDEX(number, first, second, mass, charge) [first - 'A'][SYMBOL_SLOT(second)] = number,
static const unsigned char symbol_index[26][27] = {ELEMENTS(SYMBOL_INDEX)};

int ip_element_find(const char *symbol, size_t length) {
    if (length < 1 || length > 2 || symbol[0] < 'A' || symbol[0] > 'Z')
        return 0;
    if (length == 2 && (symbol[1] < 'a' || symbol[1] > 'z'))
        return 0;
    return symbol_index[symbol[0] - 'A'][length == 2 ? SYMBOL_SLOT(symbol[1]) : 0];
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
        for (uint64_t bits = set.word[word]; bits && count < IP_ELEMENT_COUNT; bits &= bits - 1)
            list[count++] = 64 * word + __builtin_ctzll(bits) + 1;
    return count;
}
