/* What a control group of Linux lets its processes have: containers and clusters that bind no processors set a quota of their
 * time. Knows files of the system only. */
#ifndef INTERPHASE_SRC_PROCESSOR_QUOTA_H
#define INTERPHASE_SRC_PROCESSOR_QUOTA_H

/* How many processors this process can keep busy, rounded up, by the smallest quota of its control group and those above it; 0
 * where none is set or can be read. `root` stands before the names of the system's files, "" for those of the system itself. */
int ip_processor_quota(const char *root);

#endif
