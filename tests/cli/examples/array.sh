#!/bin/sh
#SBATCH --array=1-3 --cpus-per-task=4 --time=1:00:00
interphase screen tasks.csv --part $SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT \
    -o part-$SLURM_ARRAY_TASK_ID.csv --resume -q
