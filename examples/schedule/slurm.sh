#!/usr/bin/env bash
# Eight shards of one catalog, and their merge once all of them came to an end. Submit: sbatch slurm.sh
#SBATCH --job-name=ff
#SBATCH --array=1-8
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --signal=TERM@120
set -u
shop=/srv/shop

if [ "${1:-}" = merge ]; then
    exec ff merge "$shop/out" --wait --summary "$shop/last-run.md"
fi
if [ "$SLURM_ARRAY_TASK_ID" = "$SLURM_ARRAY_TASK_MIN" ]; then
    sbatch --dependency="afterany:$SLURM_ARRAY_JOB_ID" --array=1 "$0" merge
fi
ff transform "$shop/catalog" --manifest "$shop/edits.yaml" --out "$shop/out" --quiet \
    --shard "$SLURM_ARRAY_TASK_ID/$SLURM_ARRAY_TASK_COUNT"
code=$?
# 3: some photographs failed and are named, 9: some wait for a person. ff merge says so too.
[ "$code" = 3 ] || [ "$code" = 9 ] || exit "$code"
