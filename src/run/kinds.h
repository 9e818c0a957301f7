/* The kinds of executors, one a file. */
#ifndef INTERPHASE_SRC_KINDS_H
#define INTERPHASE_SRC_KINDS_H

#include "engine/executor.h"

extern const ip_executor_kind ip_serial_kind, ip_threads_kind;

#endif
