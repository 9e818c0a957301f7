/* Pressures of gases as people write them. Knows units and the humidity of air, no table. */
#include <interphase/gas.h>
#include <interphase/number.h>

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { HYDROGEN = 1, OXYGEN = 8, NUMBER_SIZE = 64 };

/* WMO, Guide to Instruments and Methods of Observation (No. 8), annex 4.B. */
double ip_water_saturation(double celsius) {
    return 6.112e-3 * exp(17.62 * celsius / (243.12 + celsius));
}

typedef enum unit_kind { OF_ALL, HUMIDITY, DEW_POINT } unit_kind;

typedef struct pressure_unit {
    const char *word;
    unit_kind kind;
    double bar; /* of one, where it is one of all gases */
} pressure_unit;

static const pressure_unit units[] = {
    {"bar", OF_ALL, 1.0},  {"mbar", OF_ALL, 1e-3}, {"Pa", OF_ALL, 1e-5},  {"hPa", OF_ALL, 1e-3},  {"kPa", OF_ALL, 1e-2},
    {"MPa", OF_ALL, 10.0}, {"atm", OF_ALL, 1.01325}, {"ppm", OF_ALL, 1e-6}, {"ppb", OF_ALL, 1e-9}, {"%", OF_ALL, 1e-2},
    {"%RH", HUMIDITY, 0.0}, {"C", DEW_POINT, 0.0}, {"\302\260C", DEW_POINT, 0.0},
};
enum { UNIT_COUNT = sizeof units / sizeof *units };

static bool is_water(const ip_gas *gas) {
    return gas->composition.count == 2 && lround(ip_composition_amount(&gas->composition, HYDROGEN)) == 2 &&
           lround(ip_composition_amount(&gas->composition, OXYGEN)) == 1;
}

static ip_status read_water(double *bar, double number, bool is_humidity, double temperature, ip_error *error) {
    double celsius = is_humidity ? temperature - IP_CELSIUS_ZERO : number;
    if (is_humidity && !(number > 0.0 && number <= 100.0))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "character 1: %g %% is no relative humidity; more than 0 and at most 100 is expected", number);
    if (celsius < IP_DEW_POINT_LOW || celsius > IP_DEW_POINT_HIGH)
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            is_humidity ? "character 1: a relative humidity at %g degrees Celsius; it means something from %g to "
                                          "%g, else a pressure is expected"
                                        : "character 1: a dew point of %g degrees Celsius; expected is %g to %g",
                            celsius, IP_DEW_POINT_LOW, IP_DEW_POINT_HIGH);
    *bar = ip_water_saturation(celsius) * (is_humidity ? number / 100.0 : 1.0);
    return IP_OK;
}

/* The characters that a number may be made of; how far they go is all that is asked here. */
static size_t number_length(const char *text) {
    size_t length = strspn(text, "+-.0123456789");
    if (length && (text[length] == 'e' || text[length] == 'E')) {
        size_t power = strspn(text + length + 1, "+-0123456789");
        length += power ? power + 1 : 0;
    }
    return length;
}

ip_status ip_pressure_read(double *bar, const char *text, const ip_gas *gas, double temperature, ip_error *error) {
    static const char expected[] = "bar, mbar, Pa, hPa, kPa, MPa, atm, ppm, ppb, %, and for H2O %RH or C (dew point)";
    char written[NUMBER_SIZE];
    double number;
    size_t length = number_length(text), begin = length + strspn(text + length, " ");
    snprintf(written, sizeof written, "%.*s", (int)length, text);
    if (!length || length >= sizeof written || !ip_number_read(&number, written))
        return ip_error_set(error, IP_BAD_ARGUMENT,
                            "character 1: '%.60s' is no pressure of %s; a number and a unit are expected, such as "
                            "0.21bar or 420ppm",
                            text, gas->formula);
    const pressure_unit *unit = NULL;
    for (int i = 0; i < UNIT_COUNT && !unit; i++)
        if (strcmp(text + begin, units[i].word) == 0)
            unit = &units[i];
    if (!unit)
        return ip_error_set(error, IP_BAD_ARGUMENT, "character %zu: '%.60s' is no unit of pressure; expected is one of %s",
                            begin + 1, text + begin, expected);
    if (unit->kind != OF_ALL) {
        if (!is_water(gas))
            return ip_error_set(error, IP_BAD_ARGUMENT, "character %zu: only water has a pressure in '%s', not %s", begin + 1,
                                unit->word, gas->formula);
        return read_water(bar, number, unit->kind == HUMIDITY, temperature, error);
    }
    *bar = number * unit->bar;
    if (!(*bar > 0.0) || isinf(*bar))
        return ip_error_set(error, IP_BAD_ARGUMENT, "character 1: %g %s is no pressure of %s; a number above 0 is expected",
                            number, unit->word, gas->formula);
    return IP_OK;
}
