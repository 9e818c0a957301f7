/* Rows of diagrams on their way to a figure. */
#include "diagram_output.h"

#include "cli/input/formulas.h"
#include "cli/io/text.h"

#include <stdlib.h>

bool diagram_can(const char *name, const char *subject, ip_element_set elements) {
    int list[IP_ELEMENT_COUNT], count = ip_element_set_list(elements, list);
    if (count >= IP_DIAGRAM_LEAST_ELEMENTS && count <= IP_DIAGRAM_MOST_ELEMENTS)
        return true;
    complain("%s --plot: a diagram is of two or three elements, and %s has %s%s", name, text_masked(subject),
             text_count(count, "element"),
             count > 1 ? "; 'interphase react A B --plot' draws the line between two compositions" : "");
    return false;
}

static bool is_drawn(const diagram_list *drawn, ip_element_set elements) {
    for (long i = 0; i < drawn->count; i++)
        if (ip_element_set_same(drawn->systems[i], elements))
            return true;
    return false;
}

static ip_status remember(diagram_list *drawn, ip_element_set elements, ip_error *error) {
    ip_element_set *grown = realloc(drawn->systems, ((size_t)drawn->count + 1) * sizeof *grown);
    if (!grown)
        return ip_error_set(error, IP_NO_MEMORY, "out of memory");
    drawn->systems = grown;
    drawn->systems[drawn->count++] = elements;
    return IP_OK;
}

static ip_status hand_over(session *run, ip_element_set elements, double most_above, ip_error *error) {
    ip_diagram diagram;
    ip_status status = ip_diagram_find(&diagram, run->memory, run->solver, elements, most_above, error);
    for (long i = 0; !status && i < diagram.count; i++)
        status = plot_row(&run->plot, &ip_diagram_result, &diagram.rows[i], error);
    for (long i = 0; !status && i < diagram.tie_count; i++)
        status = plot_row(&run->plot, &ip_diagram_tie_result, &diagram.ties[i], error);
    return status;
}

void diagram_draw(session *run, diagram_list *drawn, ip_element_set elements, double most_above) {
    ip_error error;
    if (!run->plot.figure || run->broken || is_drawn(drawn, elements))
        return;
    ip_status status = remember(drawn, elements, &error);
    if (!status)
        status = hand_over(run, elements, most_above, &error);
    if (status == IP_NO_MEMORY) {
        session_break(run, &error);
    } else if (status) {
        complain_of("--plot", &error);
        run->failures++;
    }
}

void diagram_draw_subject(session *run, diagram_list *drawn, const char *formula, const ip_hull_row *row) {
    ip_composition composition;
    ip_diagram_subject_row subject;
    ip_error error;
    if (!run->plot.figure || run->broken)
        return;
    ip_status status = ip_composition_read(&composition, formula, &error);
    if (!status)
        status = ip_diagram_subject_row_fill(&subject, run->memory, formulas_written(formula), &composition, row, &error);
    if (!status)
        status = plot_row(&run->plot, &ip_diagram_subject_result, &subject, &error);
    if (status)
        session_break(run, &error);
    else
        diagram_draw(run, drawn, ip_composition_elements(&composition), IP_DIAGRAM_ABOVE_HULL);
}

void diagram_end(diagram_list *drawn) {
    free(drawn->systems);
}
