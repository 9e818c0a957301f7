/* What the files of a linear programme share: its numbers, and the library's problem with the columns that have entered. No
 * other file looks inside. All functions are to be called behind the guard of lp_state.h. */
#ifndef INTERPHASE_SRC_LP_INSIDE_H
#define INTERPHASE_SRC_LP_INSIDE_H

#include "basis.h"
#include "lp.h"
#include "lp_state.h"

struct ip_lp {
    int rows, columns;
    ip_columns matrix;
    double *right_hand_side, *values, *duals;
    int held;      /* column held at zero; -1 for none */
    int entered_count;
    int *entered;  /* [0 .. entered_count-1], columns that the problem holds, in its order */
    int *place;    /* [column], where it stands there, from 1; 0 for one that did not enter */
    int *statuses; /* basis to come back to: rows, then columns that had entered */
    int kept_count; /* of these */
    int *entering;  /* scratch, [0 .. rows] */
    double *depths; /* the same */
    int basic_count, *basic; /* columns of the last basis */
    ip_basis *basis;         /* the same in extended precision; NULL until it was needed */
    int *start; /* NULL for none */
    int *begin; /* [row], the basis for the next solve, where it is given */
    bool begins;
    bool may_wait; /* columns may wait until they are needed: there is a basis to begin from */
    double *sums; /* scratch, [row] */
    double objective;
    ip_lp_problem *own;  /* NULL until built */
    struct glp_prob *problem;   /* its own one, while it is being solved */
    bool solved;         /* the basis in `problem` was optimal */
    bool new_costs, new_sides;
};

/* Columns that the library holds before those outside the basis are taken from it again: its work grows with all it holds. */
enum { MOST_ENTERED = 256 };

/* Lets a column enter, or all that have not. */
void ip_lp_enter(ip_lp *lp, int c);
void ip_lp_enter_all(ip_lp *lp);

/* Takes the columns out that are neither basic nor of the start. The basis stands. */
void ip_lp_leave_nonbasic(ip_lp *lp);

/* Holds a column at zero (the rows no longer balance: a case for the dual method) or lets it go. */
void ip_lp_hold(ip_lp *lp, int column, bool at_zero);

/* Notes the basis that stands, and comes back to it. */
void ip_lp_keep_basis(ip_lp *lp);
void ip_lp_return_to_basis(ip_lp *lp);

/* Puts a basis of columns that have entered in place; all rows are nonbasic (they are equations). */
void ip_lp_load_basis(ip_lp *lp, const int *basic);

/* Puts the basis of the start in place, or one of given columns, which enter where they have not. */
void ip_lp_load_start(ip_lp *lp);
void ip_lp_go_to(ip_lp *lp, const int *basic);

#endif
