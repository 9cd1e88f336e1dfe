"""Several shards' ledgers become rows of one: in SQL, so that memory does not grow with the catalog."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fashionforward.batch.home import copied
from fashionforward.batch.keys import from_key
from fashionforward.batch.ledger import PER_PAGE, errors
from fashionforward.batch.stamp import stamp
from fashionforward.errors import ExitCode, ItemError

TABLES = ("images", "files", "events", "recipes")

MAIN = "the whole record"

_ORDER = "replace(theirs.item, '/', char(1))"
"""In order of the parts of a path, as a catalog is."""


@dataclass(frozen=True)
class Conflict:
    """An image that more than one shard made, and differently. `kept` is the one whose row stays."""

    item: str
    edit: str
    shards: tuple[str, ...]
    kept: str

    def __str__(self) -> str:
        others = ", ".join(shard for shard in self.shards if shard != self.kept)
        return f"{from_key(self.item)} [{self.edit}]: made by {self.kept} and by {others}; the first is kept"


class Join:
    """Takes shards' ledgers one by one, settles what they disagree on, and enters all of it at once.

    `counts` are the images of the shards' last runs by status, `stopped` and `strict` what those runs were; `runs`, once
    entered, the numbers that the shards' runs have now.

    Raises:
        CannotWrite, BadLedger: from any method.
    """

    def __init__(self, ledger: Path) -> None:
        self._path = ledger
        self._db = sqlite3.connect(ledger, isolation_level=None)
        self._taken = {mark for run in self._rows("SELECT settings FROM runs") for mark in _marks(run[0])}
        self._groups: dict[tuple[int, str], list[tuple[str, Any]]] = {}
        self.counts: Counter[str] = Counter()
        self.stopped = ExitCode.ok
        self.strict = False
        self.runs: list[int] = []
        with errors(ledger):
            self._db.execute("PRAGMA temp_store = FILE")
            for table in TABLES:
                columns = (
                    "'' AS shard, 0 AS base, 0 AS shown, theirs.*" if table == "images" else "'' AS shard, theirs.*"
                )
                self._db.execute(
                    f"CREATE TEMP TABLE new_{table} AS SELECT {columns} FROM main.{table} AS theirs LIMIT 0"
                )

    def close(self) -> None:
        """Close it; what was not entered is forgotten."""
        self._db.close()

    def take(self, shard: str, ledger: Path) -> None:
        """Read what a shard did since it took its share. What an earlier merge entered already is left out."""
        with errors(ledger):
            self._db.execute("ATTACH ? AS shard", (str(ledger),))
            try:
                runs = self._rows("SELECT * FROM shard.runs ORDER BY id")
                base = max((run[0] for run in runs if run[3] == "null"), default=0)  # `home` left it
                own = [run for run in runs if run[0] > base]
                if own and _mark(shard, own[-1]) not in self._taken:
                    self._note(shard, own)
                    self._copy(shard, base)
            finally:
                self._db.execute("DETACH shard")

    def _note(self, shard: str, runs: list[Any]) -> None:
        for number, run in enumerate(runs):
            settings = {key: value for key, value in json.loads(run[3]).items() if key != "shard"}
            self._groups.setdefault((number, json.dumps(settings)), []).append((shard, run))
        self.counts.update(json.loads(runs[-1][4] or "{}"))
        self.strict |= bool(settings.get("strict"))
        for code in (ExitCode.interrupted, ExitCode.terminated):
            if runs[-1][5] == code:
                self.stopped = code

    def _copy(self, shard: str, base: int) -> None:
        made = "SELECT item, edit FROM shard.images WHERE run > ?"
        for table in TABLES:
            marked = "?, ?, slot IS NOT NULL, theirs.*" if table == "images" else "?, theirs.*"
            where = {"images": "run > ?", "files": f"(item, edit) IN ({made})", "events": "run > ?"}.get(table, "1")
            values = (shard, *((base,) if table == "images" else ()), *((base,) if where != "1" else ()))
            self._db.execute(
                f"INSERT INTO new_{table} SELECT {marked} FROM shard.{table} AS theirs WHERE {where}", values
            )

    def settle(self, out: Path) -> Iterator[Conflict]:
        """Where several made one image, keep the row that speaks of the file that is there, or the latest; tell of those
        that differ."""
        claims = (
            f"WITH claims AS (SELECT item, edit, shard, run FROM new_images UNION ALL SELECT main.images.item, "
            f"main.images.edit, '{MAIN}', main.images.run FROM main.images JOIN new_images USING (item, edit) "
            "WHERE main.images.run > base) SELECT item, edit, group_concat(shard, char(10)) FROM claims "
            "GROUP BY item, edit HAVING count(*) > 1 ORDER BY item, edit"
        )
        for item, edit, shards in self._rows(claims):
            claimed = {shard: self._claim(shard, item, edit) for shard in sorted(set(shards.split("\n")))}
            kept = _choose(claimed, out)
            for shard in claimed:
                if shard != kept:
                    for table in ("images", "files"):
                        told = (shard, item, edit)
                        self._db.execute(f"DELETE FROM new_{table} WHERE shard = ? AND item = ? AND edit = ?", told)
            if len({claim[:3] for claim in claimed.values()}) > 1:
                yield Conflict(item, edit, tuple(claimed), kept)

    def _claim(self, shard: str, item: str, edit: str) -> tuple[str, str, str, str]:
        """Status, path and hash of the image, and when it was made."""
        images, files, events = (
            (f"main.{table}", "1") if shard == MAIN else (f"new_{table}", "shard = :shard")
            for table in ("images", "files", "events")
        )
        of_it = "item = :item AND edit = :edit"
        told = {"shard": shard, "item": item, "edit": edit}
        ((status,),) = self._rows(f"SELECT status FROM {images[0]} WHERE {images[1]} AND {of_it}", told)
        file = self._rows(
            f"SELECT path, sha256 FROM {files[0]} WHERE {files[1]} AND {of_it} AND role = 'image'", told
        ) or [("", "")]
        ((at,),) = self._rows(f"SELECT coalesce(max(at), '') FROM {events[0]} WHERE {events[1]} AND {of_it}", told)
        return status, *file[0], at

    def enter(self) -> None:
        """Enter everything, in one transaction."""
        with errors(self._path):
            self._db.execute("BEGIN IMMEDIATE")
            numbers = self._enter_runs()
            self._db.execute("CREATE TEMP TABLE numbers (shard TEXT, theirs INTEGER, ours INTEGER)")
            self._db.executemany("INSERT INTO numbers VALUES (?, ?, ?)", numbers)
            for statement in self._statements():
                self._db.execute(statement)
            self._db.execute("COMMIT")

    def _enter_runs(self) -> Iterator[tuple[str, int, int]]:
        """Enter the shards' first runs as one, their second ones as another: as one machine would have run them."""
        for (_, settings), runs in sorted(self._groups.items(), key=lambda group: group[0][0]):
            counts: Counter[str] = Counter()
            for _, run in runs:
                counts.update(json.loads(run[4] or "{}"))
            ended = None if any(run[2] is None for _, run in runs) else max(run[2] for _, run in runs)
            told = {**json.loads(settings), "shards": [_mark(shard, run) for shard, run in runs]}
            number = self._db.execute(
                "INSERT INTO main.runs (started, ended, settings, counts, exit_code) VALUES (?, ?, ?, ?, ?)",
                (
                    min(run[1] for _, run in runs),
                    ended,
                    json.dumps(told),
                    json.dumps(dict(counts)) if ended else None,
                    _worst([run[5] for _, run in runs]) if ended else None,
                ),
            ).lastrowid
            assert number is not None
            self.runs.append(number)
            yield from ((shard, run[0], number) for shard, run in runs)

    def _statements(self) -> Iterator[str]:
        run = "(SELECT ours FROM numbers WHERE numbers.shard = theirs.shard AND numbers.theirs = theirs.run)"
        recipe = (
            "(SELECT ours.id FROM main.recipes AS ours JOIN new_recipes AS known USING (digest, name) "
            "WHERE known.shard = theirs.shard AND known.id = theirs.recipe)"
        )
        place = "(SELECT slot FROM main.images AS ours WHERE ours.item = theirs.item AND ours.edit = theirs.edit)"
        yield copied("recipes", self._db, "new_recipes AS theirs ORDER BY rowid", left_out=("id",), clause="OR IGNORE")
        # places on the sheets: as they were; those that are new, in the order in which one machine would have come to them
        yield f"UPDATE new_images AS theirs SET slot = {place}"
        yield (
            f"CREATE TEMP TABLE placed AS SELECT item, edit, row_number() OVER (PARTITION BY edit ORDER BY {_ORDER}) "
            "+ (SELECT coalesce(max(slot), -1) FROM main.images AS ours WHERE ours.edit = theirs.edit) AS slot "
            "FROM new_images AS theirs WHERE shown AND slot IS NULL"
        )
        yield (
            "UPDATE new_images SET slot = placed.slot FROM placed "
            "WHERE placed.item = new_images.item AND placed.edit = new_images.edit"
        )
        yield "DELETE FROM main.files WHERE (item, edit) IN (SELECT item, edit FROM new_images)"
        yield copied("images", self._db, "new_images AS theirs", clause="OR REPLACE", recipe=recipe, run=run)
        yield copied("files", self._db, "new_files AS theirs")
        yield copied(
            "events",
            self._db,
            f"new_events AS theirs ORDER BY {run}, {_ORDER}, theirs.shard, theirs.id",
            left_out=("id",),
            recipe=recipe,
            run=run,
        )
        yield (
            f"INSERT OR IGNORE INTO main.stale_pages SELECT edit, slot / {PER_PAGE} + 1 FROM new_images "
            "WHERE slot IS NOT NULL AND status != 'failed'"
        )
        yield "INSERT OR IGNORE INTO main.stale_pages SELECT '', 0 WHERE EXISTS (SELECT 1 FROM new_images)"  # the page

    def _rows(self, sql: str, values: Any = ()) -> list[Any]:
        with errors(self._path):
            return self._db.execute(sql, values).fetchall()


def _choose(claims: dict[str, tuple[str, str, str, str]], out: Path) -> str:
    """Whose row stays: that of the file that is there; of several, or none, the latest."""
    there = []
    for shard, (_, path, sha256, _) in claims.items():
        try:
            if path and stamp(out / from_key(path)).sha256 == sha256:
                there.append(shard)
        except (OSError, ItemError):
            continue
    return max(there or claims, key=lambda shard: (claims[shard][3], shard))


def _mark(shard: str, run: Any) -> str:
    """What tells a shard's run from any other of the same output folder."""
    return f"{shard} #{run[0]} {run[1]}"


def _marks(settings: str) -> list[str]:
    told = json.loads(settings)
    return told.get("shards", []) if isinstance(told, dict) else []


def _worst(codes: list[int | None]) -> int:
    """Of several reasons the first, as in a run's summary."""
    order = (ExitCode.terminated, ExitCode.interrupted, ExitCode.some_failed, ExitCode.gate_failed)
    return next((code for code in order if code in codes), ExitCode.ok)
