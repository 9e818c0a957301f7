/* The energy of a material in water at every humidity, by the sweep of the pressure of water. */
#include <interphase/air_curve.h>

#include "air.h"
#include "air_sweep.h"
#include "row.h"

#include <math.h>
#include <stdlib.h>

/* The lowest potential of water that is looked at, eV per molecule below that of the air: nothing takes it up there. */
#define LOWEST 15.0

static const ip_column columns[] = {
    IP_COLUMN(ip_air_curve_row, formula, "material", "", 0, 1, 0, IP_COLUMN_SUBJECT,
              "the composition asked about, as it was written"),
    IP_COLUMN(ip_air_curve_row, humidity, "humidity", "%", 6, 2, 2, IP_COLUMN_POWER, "relative humidity"),
    IP_COLUMN(ip_air_curve_row, water_reaction_energy, "in water", "eV/atom", 6, 3, 4, 0,
              "energy of what becomes of it in water alone, per atom of the formula"),
};
const ip_result_type ip_air_curve_result = IP_RESULT_TYPE("curve", ip_air_curve_row, columns);

typedef struct curve {
    ip_air_sweep sweep;
    const ip_air *air;
    const char *formula;
    double potential, start; /* eV: of a molecule of water in the air; of the material before */
    ip_air_curve_row *rows;  /* [0 .. count-1] */
    long count;
} curve;

static ip_status find_start(curve *of, ip_solver *solver, const ip_composition *composition, ip_error *error) {
    ip_reservoir reservoir = IP_RESERVOIR_INIT;
    ip_equilibrium start;
    reservoir.atmosphere = of->air->start;
    ip_status status = ip_equilibrium_find(&start, solver, composition, &reservoir, NULL, error);
    if (status)
        return status;
    of->start = start.energy;
    ip_equilibrium_clear(&start);
    return IP_OK;
}

static ip_status add_point(curve *of, double potential, ip_error *error) {
    const ip_air_conditions *conditions = &of->air->conditions;
    ip_air_curve_row *row = &of->rows[of->count];
    ip_equilibrium found;
    ip_status status = ip_air_sweep_at(&found, &of->sweep, potential, IP_TIES_LEFT, error);
    if (status)
        return status;
    double pressure = conditions->water * exp((potential - of->potential) / ip_gas_thermal_energy(conditions->temperature));
    row->formula = of->formula;
    row->humidity = ip_air_humidity(conditions->temperature, pressure);
    row->water_reaction_energy = (found.energy - of->start) / of->sweep.atoms;
    if (fabs(row->water_reaction_energy) < IP_REACTION_TOLERANCE)
        row->water_reaction_energy = 0.0;
    of->count++;
    ip_equilibrium_clear(&found);
    return IP_OK;
}

/* With the potential of the air where it belongs. */
static ip_status add_points(curve *of, ip_memory *memory, double low, double high, ip_error *error) {
    const ip_air_sweep *sweep = &of->sweep;
    bool has_own = false;
    of->rows = ip_memory_take(memory, ((size_t)sweep->break_count + 3) * sizeof *of->rows);
    ip_status status = of->rows ? add_point(of, low, error) : ip_error_set(error, IP_NO_MEMORY, "out of memory");
    for (int i = 0; i <= sweep->break_count && !status; i++) {
        double next = i < sweep->break_count ? sweep->breaks[i] : high;
        if (!has_own && of->potential < next) {
            has_own = true;
            status = add_point(of, of->potential, error);
        }
        if (!status)
            status = add_point(of, next, error);
    }
    return status;
}

ip_status ip_air_curve_find(ip_air_curve_row **out, long *count, ip_memory *memory, ip_solver *solver, const ip_air *air,
                            const char *formula, ip_error *error) {
    const ip_air_conditions *conditions = &air->conditions;
    const ip_atmosphere *atmosphere = air->atmospheres[IP_AIR_WATER];
    ip_composition composition, water;
    curve of = {.air = air, .formula = formula};
    *count = 0;
    ip_status status = ip_composition_read(&composition, formula, error);
    if (!status)
        status = ip_composition_read(&water, ip_air_formulas[IP_AIR_H2O], error);
    if (!status)
        status = find_start(&of, solver, &composition, error);
    if (status)
        return status;
    const ip_phase *gas = ip_atmosphere_gas(atmosphere, ip_atmosphere_find(atmosphere, &water));
    of.potential = gas->formation_energy * gas->atoms;
    double low = of.potential - LOWEST;
    double high = of.potential + ip_gas_thermal_energy(conditions->temperature) *
                                     log(ip_air_water(conditions->temperature, 100.0) / conditions->water);
    status = ip_air_sweep_start(&of.sweep, solver, &composition, atmosphere, gas, error);
    if (!status)
        status = ip_air_sweep_breaks(&of.sweep, low, high, error);
    if (!status)
        status = add_points(&of, memory, low, high, error);
    ip_air_sweep_clear(&of.sweep);
    *out = of.rows;
    *count = status ? 0 : of.count;
    return status;
}
