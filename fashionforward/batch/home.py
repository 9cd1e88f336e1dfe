"""The record that a run writes, locked: the output folder's own, or that of its shard."""

import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from fashionforward.batch.keys import to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.batch.lock import locked
from fashionforward.batch.options import RunOptions
from fashionforward.batch.plan import Plan, make_plan
from fashionforward.batch.shard import LEDGER, Shard, check_merged, unmerged
from fashionforward.errors import Locked

PATIENCE = 60.0
"""Seconds that a shard waits for others, which begin at the same time, to take what they need from the whole record."""


@contextmanager
def opened(options: RunOptions, plan: Plan) -> Iterator[tuple[Ledger, Plan]]:
    """Hold the lock, and open the ledger, of what a run writes. The plan is made anew where the lock had to be waited for.

    Raises:
        Locked: another run writes there, or shards of another number wait to be merged.
        CannotWrite, BadLedger: the folder or its record cannot be used.
    """
    with locked(options.home, wait=options.wait) as waited:
        plan = make_plan(options) if waited else plan
        if options.shard is None:
            check_merged(options.out)
        else:
            _take_share(options.out, options.shard, plan)
        alone = options.shard is not None and options.carrier is None  # a mirror is on this machine
        with Ledger.open(options.home, alone=alone) as ledger:
            yield ledger, plan


def _take_share(out: Path, shard: Shard, plan: Plan) -> None:
    """Copy what the whole record knows of a shard's items into the shard's own, where it is not there yet."""
    home = shard.home(out)
    if others := [other for other in unmerged(out) if other.of != shard.of]:
        raise Locked(f"{out} has shards of {others[0].of} that are not merged.", f"`ff merge {out}` first.")
    if not (out / LEDGER).is_file():
        return
    Ledger.open(home, alone=True).close()
    with _whole_record(out), closing(sqlite3.connect(home / LEDGER, isolation_level=None)) as own:
        own.execute("ATTACH ? AS whole", (str(out / LEDGER),))
        own.execute("CREATE TEMP TABLE wanted (item TEXT PRIMARY KEY) WITHOUT ROWID")
        own.execute("BEGIN")
        own.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((to_key(job.item.name),) for job in plan.jobs))
        if own.execute("SELECT 1 FROM main.runs").fetchone() is None:
            own.execute(copied("runs", own, "whole.runs AS theirs"))
            # a run that never was: what the shard does from now on has higher numbers
            own.execute("INSERT INTO main.runs (started, settings) VALUES ('', 'null')")
        for statement in _share(own):
            own.execute(statement)
        own.execute("COMMIT")


@contextmanager
def _whole_record(out: Path) -> Iterator[None]:
    """Hold the output folder's own lock, for the moment that reading its record takes."""
    until = time.monotonic() + PATIENCE
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(locked(out))
                break
            except Locked:
                if time.monotonic() > until:
                    raise
                time.sleep(0.2)
        Ledger.open(out, alone=True).close()  # puts in order what a killed run left in its journal
        yield


def _share(own: sqlite3.Connection) -> Iterator[str]:
    """SQL that copies rows of `wanted` items from `whole`.

    Places on the sheets stay behind: the shard's are no one else's.
    """
    base = "(SELECT coalesce(max(id), 0) FROM main.runs WHERE settings = 'null')"
    yield "DELETE FROM wanted WHERE item IN (SELECT item FROM main.images)"
    yield copied("recipes", own, "whole.recipes AS theirs ORDER BY theirs.id", left_out=("id",), clause="OR IGNORE")
    same_recipe = "(SELECT ours.id FROM main.recipes AS ours, whole.recipes AS known WHERE known.id = theirs.recipe "
    same_recipe += "AND ours.digest = known.digest AND ours.name = known.name)"
    changed = {"recipe": same_recipe, "slot": "NULL", "run": f"iif(theirs.run < {base}, theirs.run, 0)"}
    yield copied("images", own, "whole.images AS theirs JOIN wanted USING (item)", **changed)
    yield copied("files", own, "whole.files AS theirs JOIN wanted USING (item)")


def copied(
    table: str,
    connection: sqlite3.Connection,
    source: str,
    *,
    left_out: Sequence[str] = (),
    clause: str = "",
    **instead: str,
) -> str:
    """SQL that copies rows into a table: column by column from `theirs`, a name in `source`, or an expression instead."""
    names = [name for _, name, *_ in connection.execute(f"PRAGMA main.table_info({table})") if name not in left_out]
    values = ", ".join(instead.get(name, f"theirs.{name}") for name in names)
    return f"INSERT {clause} INTO main.{table} ({', '.join(names)}) SELECT {values} FROM {source}"
