"""One share of a run's items, for schedulers that start many machines and no engine: `--shard 3/8`.

Every shard writes its images to their places in the one output folder, where no two shards have a place in common, and
keeps a record of its own in OUT/.ff/shards/3-of-8/: SQLite must not be written from several machines over a network file
system. `spread.merge` makes one record of them.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from fashionforward.batch.keys import to_key
from fashionforward.batch.ledger import FILE, FOLDER
from fashionforward.errors import Locked, UsageError

SHARDS = Path(FOLDER, "shards")
LEDGER = Path(FOLDER, FILE)


@dataclass(frozen=True, order=True)
class Shard:
    """Number `number` of `of` shards, counted from 1."""

    of: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= self.of:
            raise UsageError(f"--shard {self}: there are shards 1/{self.of} to {self.of}/{self.of}.")

    @classmethod
    def parse(cls, text: str) -> "Shard":
        """A shard from "3/8".

        Raises:
            UsageError: it is not of that form, or there is no such shard.
        """
        match = re.fullmatch(r"(\d{1,6})/(\d{1,6})", text)
        if match is None or int(match[2]) < 1:
            raise UsageError(f"--shard {text}: not of the form NUMBER/OF.", "Say --shard 3/8; the first is 1/8.")
        return cls(int(match[2]), int(match[1]))

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def holds(self, name: str) -> bool:
        """Whether a stock-keeping unit is in this shard: by its name alone, whatever else is in the catalog."""
        digest = hashlib.sha256(to_key(name).encode()).digest()
        return int.from_bytes(digest[:8], "big") % self.of == self.number - 1

    def home(self, out: Path) -> Path:
        """Where its lock, its ledger and its verdicts are, laid out as in an output folder."""
        return out / SHARDS / f"{self.number}-of-{self.of}"


def unmerged(out: Path) -> list[Shard]:
    """The shards that left a record in an output folder which is not merged yet, in order."""
    found = []
    for home in (out / SHARDS).glob("*-of-*"):
        number, _, of = home.name.partition("-of-")
        if number.isdigit() and of.isdigit() and (home / LEDGER).is_file():
            found.append(Shard(int(of), int(number)))
    return sorted(found)


def check_merged(out: Path) -> None:
    """Refuse to work on an output folder whose record is not whole.

    Raises:
        Locked: shards wait to be merged, or are at work.
    """
    if waiting := unmerged(out):
        named = ", ".join(map(str, waiting[:8])) + (", …" if len(waiting) > 8 else "")
        raise Locked(f"{out} has shards that are not merged: {named}.", f"`ff merge {out}` first.")
