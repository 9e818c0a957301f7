/* What the two halves of a map share: names, marks, and the room of its key. */
#ifndef INTERPHASE_SRC_MAP_INSIDE_H
#define INTERPHASE_SRC_MAP_INSIDE_H

#include "map.h"

/* In the place of a second reactant where there is none. */
#define IP_MAP_ALONE "alone"

/* Between the formulas of a pair in a list. */
#define IP_MAP_AND " | "

/* mm */
#define IP_MAP_EDGE 2.0

enum { IP_MAP_VOLTAGE_SIZE = 64 };

/* Index of the mark of a character among those of the key. */
int ip_map_mark(const char *character);

/* "2 V", "2 to 3.6 V" or "closed": what a cell was asked at. */
void ip_map_voltage(char *out, size_t size, const ip_screened_row *cell);

/* A name as enhanced text that fits into the room, and how wide all of it is, mm. */
void ip_map_name(ip_buffer *out, const ip_map *map, const ip_map_axis *axis, long index, double room, double points);
double ip_map_name_width(const ip_map *map, const ip_map_axis *axis, long index, double points);

/* How high what stands below the cells is, mm. */
double ip_map_key_height(const ip_map *map, double width);

#endif
