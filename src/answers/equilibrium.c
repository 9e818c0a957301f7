/* From a question (composition, reservoirs) to its products per formula unit. Knows no voltages but the
 * definition that turns one into a chemical potential. */
#include "equilibrium.h"

#include "reservoir.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

ip_status ip_reservoir_open(ip_reservoir *reservoir, int element, double chemical_potential, ip_error *error) {
    const char *symbol = ip_element_symbol(element);
    if (!symbol)
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no element %d", element);
    if (!isfinite(chemical_potential))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the chemical potential of %s is not a finite number", symbol);
    if (reservoir->count < 0 || reservoir->count > IP_ELEMENT_COUNT)
        return ip_error_set(error, IP_BAD_ARGUMENT, "the reservoir of %s holds %d elements already; begin with IP_RESERVOIR_INIT",
                            symbol, reservoir->count);
    for (int i = 0; i < reservoir->count; i++)
        if (reservoir->element[i] == element)
            return ip_error_set(error, IP_BAD_ARGUMENT, "%s is open twice: one chemical potential or voltage is expected",
                                symbol);
    reservoir->element[reservoir->count] = element;
    reservoir->chemical_potential[reservoir->count++] = chemical_potential;
    return IP_OK;
}

ip_status ip_reservoir_open_metal(ip_reservoir *reservoir, int metal, int charge, double voltage, ip_error *error) {
    const char *symbol = ip_element_symbol(metal);
    if (!symbol)
        return ip_error_set(error, IP_BAD_ARGUMENT, "there is no element %d", metal);
    if (charge == 0)
        charge = ip_element_charge(metal);
    if (charge < 1 || charge > 8)
        return ip_error_set(
            error, IP_BAD_ARGUMENT,
            "%s has no ionic charge to count voltages with; expected Li, Na, K, Rb, Cs, Ag, Mg, Ca, Sr, Ba, Zn or Al", symbol);
    if (!isfinite(voltage))
        return ip_error_set(error, IP_BAD_ARGUMENT, "the voltage against %s is not a finite number", symbol);
    if (voltage < 0.0)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "the voltage %g V is below 0: the metal %s itself would grow without bound", voltage, symbol);
    return ip_reservoir_open(reservoir, metal, -charge * voltage, error);
}

/* Products are listed in the order of the subject's elements: first those that hold the first element which is
 * not open, and so on; then by formula. Gases come last. */
typedef struct ordered_product {
    ip_product product;
    const int *elements; /* the subject's closed elements */
    int element_count;
} ordered_product;

static int by_subject(const void *a, const void *b) {
    const ordered_product *left = a, *right = b;
    if (left->product.phase->gas != right->product.phase->gas)
        return left->product.phase->gas ? 1 : -1;
    for (int i = 0; i < left->element_count; i++) {
        bool in_left = ip_element_set_has(left->product.phase->element_set, left->elements[i]);
        bool in_right = ip_element_set_has(right->product.phase->element_set, left->elements[i]);
        if (in_left != in_right)
            return in_left ? -1 : 1;
    }
    return strcmp(left->product.phase->formula, right->product.phase->formula);
}

static ip_status list_products(ip_equilibrium *out, const ip_composition *subject, ip_element_set open,
                               const ip_mixture *mixture, ip_error *error) {
    int elements[IP_ELEMENT_COUNT], element_count = 0;
    double atoms = ip_composition_atoms(subject);
    for (int i = 0; i < subject->count; i++)
        if (!ip_element_set_has(open, subject->element[i]))
            elements[element_count++] = subject->element[i];
    size_t count = (size_t)mixture->count;
    ordered_product *ordered = malloc((count + 1) * sizeof *ordered);
    out->products = malloc((count + 1) * sizeof *out->products);
    if (!ordered || !out->products) {
        free(ordered);
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    }
    for (size_t i = 0; i < count; i++) {
        const ip_phase *phase = mixture->phases[i];
        ordered_product entry = {{phase, mixture->weights[i] * atoms / phase->atoms}, elements, element_count};
        ordered[i] = entry;
    }
    qsort(ordered, count, sizeof *ordered, by_subject);
    for (size_t i = 0; i < count; i++)
        out->products[i] = ordered[i].product;
    out->product_count = mixture->count;
    free(ordered);
    return IP_OK;
}

static ip_status list_uptakes(ip_equilibrium *out, const ip_composition *subject, const int *elements, int count,
                              const ip_mixture *mixture, ip_error *error) {
    double atoms = ip_composition_atoms(subject);
    out->uptakes = malloc((size_t)count * sizeof *out->uptakes);
    if (!out->uptakes)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    out->open_count = count;
    for (int i = 0; i < count; i++) {
        double amount = ip_mixture_element(mixture, elements[i]) * atoms - ip_composition_amount(subject, elements[i]);
        ip_uptake uptake = {elements[i], fabs(amount) <= IP_AMOUNT_TOLERANCE * atoms ? 0.0 : amount};
        out->uptakes[i] = uptake;
    }
    return IP_OK;
}

/* How much of each source goes where so many atoms of the pivots do. */
static ip_status list_sources(ip_equilibrium *out, const ip_exchange *exchange, const double *pivots, double atoms,
                              ip_error *error) {
    size_t count = (size_t)exchange->source_count;
    out->uptakes = malloc((count + 1) * sizeof *out->uptakes);
    out->gases = malloc((count + 1) * sizeof *out->gases);
    if (!out->uptakes || !out->gases)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int s = 0; s < exchange->source_count; s++) {
        const ip_source *source = &exchange->sources[s];
        double amount = ip_exchange_amount(exchange, s, pivots);
        if (fabs(amount) * (source->gas ? source->gas->atoms : 1.0) <= IP_AMOUNT_TOLERANCE * atoms)
            amount = 0.0;
        ip_gas_uptake of_gas = {source->gas, amount};
        ip_uptake of_element = {source->element, amount};
        if (source->gas)
            out->gases[out->gas_count++] = of_gas;
        else
            out->uptakes[out->open_count++] = of_element;
    }
    return IP_OK;
}

/* What reservoirs that are more than elements exchange, and what it is worth. */
static ip_status exchange_gases(ip_equilibrium *out, const ip_composition *subject, const ip_exchange *exchange,
                                const ip_mixture *mixture, ip_error *error) {
    int open[IP_ELEMENT_COUNT];
    double pivots[IP_ELEMENT_COUNT], atoms = ip_composition_atoms(subject);
    ip_element_set_list(exchange->open, open);
    for (int p = 0; p < exchange->open_count; p++) {
        double held = ip_mixture_element(mixture, open[p]) * atoms;
        out->energy -= exchange->potentials[p] * held;
        pivots[p] = held - ip_composition_amount(subject, open[p]);
    }
    return list_sources(out, exchange, pivots, atoms, error);
}

ip_status ip_equilibrium_from_mixture(ip_equilibrium *out, const ip_composition *subject, const ip_exchange *exchange,
                                      const ip_mixture *mixture, ip_error *error) {
    int open_element[IP_ELEMENT_COUNT];
    int open_count = exchange->serial ? 0 : ip_element_set_list(exchange->open, open_element);
    memset(out, 0, sizeof *out);
    ip_status status = list_products(out, subject, exchange->elements, mixture, error);
    out->formation_energy = mixture->formation_energy * ip_composition_atoms(subject);
    out->energy = out->formation_energy;
    if (!status && open_count)
        status = list_uptakes(out, subject, open_element, open_count, mixture, error);
    if (!status && exchange->serial)
        status = exchange_gases(out, subject, exchange, mixture, error);
    for (int i = 0; i < open_count && !status; i++)
        out->energy -= exchange->potentials[i] * (out->uptakes[i].amount + ip_composition_amount(subject, open_element[i]));
    if (status)
        ip_equilibrium_clear(out);
    return status;
}

static ip_status find_equilibrium(ip_equilibrium *out, ip_solver *solver, const ip_composition *composition,
                                  const ip_exchange *exchange, const ip_phase *without, ip_error *error) {
    ip_system *system;
    ip_mixture mixture;
    if (ip_exchange_makes(exchange, composition))
        return ip_error_set(error, IP_RESERVOIR,
                            "the composition holds nothing but open elements, so there is nothing left to react");
    memset(out, 0, sizeof *out);
    ip_status status = ip_reservoir_system(&system, solver, ip_composition_elements(composition), exchange, error);
    if (!status)
        status = ip_system_solve(system, composition, without, IP_TIES_BROKEN, &mixture, error);
    return status ? status : ip_equilibrium_from_mixture(out, composition, exchange, &mixture, error);
}

ip_status ip_equilibrium_find(ip_equilibrium *out, ip_solver *solver, const ip_composition *composition,
                              const ip_reservoir *reservoir, const ip_phase *without, ip_error *error) {
    static const ip_exchange none = IP_EXCHANGE_INIT;
    ip_exchange exchange;
    if (!reservoir) /* whole tables are asked so: without a room to be cleared and left again each time */
        return find_equilibrium(out, solver, composition, &none, without, error);
    ip_status status = ip_reservoir_exchange(&exchange, ip_solver_dataset(solver), reservoir, error);
    if (!status)
        status = find_equilibrium(out, solver, composition, &exchange, without, error);
    ip_exchange_clear(&exchange);
    return status;
}

/* Rows from 0, gases from -2 downwards. */
enum { NO_PHASE = -1, FIRST_GAS = -2 };

void ip_phase_pack(const ip_phase *phase, const ip_dataset *dataset, ip_packed *packed) {
    ip_packed_put_integer(packed, !phase ? NO_PHASE : phase->gas ? FIRST_GAS - phase->line : ip_dataset_index(dataset, phase));
}

/* NULL with the reader failed where it is of neither; NULL for no phase. */
static const ip_phase *unpack_phase(const ip_dataset *dataset, const ip_atmosphere *atmosphere, ip_packed_reader *reader) {
    int64_t index = ip_packed_get_integer(reader), gas = FIRST_GAS - index;
    int gases = atmosphere ? ip_atmosphere_count(atmosphere) : 0;
    reader->failed = reader->failed || gas >= gases || index >= ip_dataset_count(dataset);
    if (reader->failed || index == NO_PHASE)
        return NULL;
    return index < 0 ? ip_atmosphere_gas(atmosphere, (int)gas) : ip_dataset_phase(dataset, (long)index);
}

const ip_phase *ip_phase_unpack(const ip_dataset *dataset, ip_packed_reader *reader) {
    return unpack_phase(dataset, NULL, reader);
}

void ip_equilibrium_pack(const ip_equilibrium *equilibrium, const ip_dataset *dataset, ip_packed *packed) {
    ip_packed_put_number(packed, equilibrium->energy);
    ip_packed_put_number(packed, equilibrium->formation_energy);
    ip_packed_put_integer(packed, equilibrium->product_count);
    for (int i = 0; i < equilibrium->product_count; i++) {
        ip_phase_pack(equilibrium->products[i].phase, dataset, packed);
        ip_packed_put_number(packed, equilibrium->products[i].amount);
    }
    ip_packed_put_integer(packed, equilibrium->open_count);
    for (int i = 0; i < equilibrium->open_count; i++) {
        ip_packed_put_integer(packed, equilibrium->uptakes[i].element);
        ip_packed_put_number(packed, equilibrium->uptakes[i].amount);
    }
    ip_packed_put_integer(packed, equilibrium->gas_count);
    for (int i = 0; i < equilibrium->gas_count; i++) {
        ip_phase_pack(equilibrium->gases[i].gas, dataset, packed);
        ip_packed_put_number(packed, equilibrium->gases[i].amount);
    }
}

/* A list of as many entries as the bytes say, each an integer and a number; NULL for none. *has_room is false for lack of
 * memory. */
static void *get_list(int *count, size_t size, bool *has_room, ip_packed_reader *reader) {
    enum { ENTRY_SIZE = sizeof(int64_t) + sizeof(double) };
    int64_t entries = *has_room ? ip_packed_get_integer(reader) : 0;
    reader->failed = reader->failed || entries < 0 || (uint64_t)entries > reader->left / ENTRY_SIZE;
    *count = reader->failed ? 0 : (int)entries;
    void *list = *count ? malloc((size_t)*count * size) : NULL;
    *has_room = *has_room && (list || !*count);
    if (!list)
        *count = 0;
    return list;
}

ip_status ip_equilibrium_unpack_in(ip_equilibrium *out, const ip_dataset *dataset, const ip_atmosphere *atmosphere,
                                   ip_packed_reader *reader, ip_error *error) {
    bool has_room = true;
    memset(out, 0, sizeof *out);
    out->energy = ip_packed_get_number(reader);
    out->formation_energy = ip_packed_get_number(reader);
    out->products = get_list(&out->product_count, sizeof *out->products, &has_room, reader);
    for (int i = 0; i < out->product_count; i++) {
        out->products[i].phase = unpack_phase(dataset, atmosphere, reader);
        out->products[i].amount = ip_packed_get_number(reader);
        reader->failed = reader->failed || !out->products[i].phase;
    }
    out->uptakes = get_list(&out->open_count, sizeof *out->uptakes, &has_room, reader);
    for (int i = 0; i < out->open_count; i++) {
        out->uptakes[i].element = (int)ip_packed_get_integer(reader);
        out->uptakes[i].amount = ip_packed_get_number(reader);
    }
    out->gases = get_list(&out->gas_count, sizeof *out->gases, &has_room, reader);
    for (int i = 0; i < out->gas_count; i++) {
        out->gases[i].gas = unpack_phase(dataset, atmosphere, reader);
        out->gases[i].amount = ip_packed_get_number(reader);
        reader->failed = reader->failed || !out->gases[i].gas || !out->gases[i].gas->gas;
    }
    if (has_room && !reader->failed)
        return IP_OK;
    ip_equilibrium_clear(out);
    return has_room ? ip_error_set(error, IP_BAD_ARGUMENT, "these bytes are not of an answer from this dataset")
                    : ip_error_set(error, IP_NO_MEMORY, "out of memory");
}

ip_status ip_equilibrium_unpack(ip_equilibrium *out, const ip_dataset *dataset, ip_packed_reader *reader, ip_error *error) {
    return ip_equilibrium_unpack_in(out, dataset, NULL, reader, error);
}

void ip_equilibrium_clear(ip_equilibrium *equilibrium) {
    free(equilibrium->products);
    free(equilibrium->uptakes);
    free(equilibrium->gases);
    memset(equilibrium, 0, sizeof *equilibrium);
}

bool ip_equilibrium_atoms(double *atoms, const ip_equilibrium *equilibrium) {
    *atoms = 0.0;
    for (int i = 0; i < equilibrium->product_count; i++)
        *atoms += equilibrium->products[i].amount * equilibrium->products[i].phase->atoms;
    return equilibrium->open_count == 0 && equilibrium->gas_count == 0;
}

bool ip_equilibrium_is(const ip_equilibrium *equilibrium, const ip_phase *phase) {
    for (int i = 0; i < equilibrium->open_count; i++)
        if (equilibrium->uptakes[i].amount != 0.0)
            return false;
    for (int i = 0; i < equilibrium->gas_count; i++)
        if (equilibrium->gases[i].amount != 0.0)
            return false;
    return equilibrium->product_count == 1 && equilibrium->products[0].phase == phase;
}

double ip_equilibrium_uptake(const ip_equilibrium *equilibrium, int element) {
    for (int i = 0; i < equilibrium->open_count; i++)
        if (equilibrium->uptakes[i].element == element)
            return equilibrium->uptakes[i].amount;
    return 0.0;
}
