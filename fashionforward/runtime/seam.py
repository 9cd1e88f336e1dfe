"""What the engine hands to the exported graphs. Weights whose graphs want something else are of another version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashionforward.errors import BadWeights
from fashionforward.imaging.levels import LEVELS, STATISTICS

if TYPE_CHECKING:
    from fashionforward.runtime.card import Card
    from fashionforward.runtime.sessions import Sessions

HANDED: dict[str, dict[str, int | None]] = {
    "cloth": {"features": None, "statistics": STATISTICS, "old": 3},
    "renderer": {"levels": LEVELS, "asked": 3, "film": None},
}
"""Inputs of the graphs that change with the engine, and the length of each one's axis of which the engine decides."""


def check_seam(sessions: Sessions, card: Card) -> None:
    """Ask the graphs what they want before the first photograph is opened.

    Raises:
        BadWeights: not what this version hands them, or a graph cannot be loaded.
    """
    for graph, handed in HANDED.items():
        wanted = sessions.inputs(graph)
        differing = {*handed, *wanted} - {
            name for name, length in handed.items() if name in wanted and (length is None or length in wanted[name])
        }
        if differing:
            raise BadWeights(
                f"The weights {sessions.folder} were exported by fashionforward {card.version} for another engine than this "
                f"version's: its graph {graph} differs in {', '.join(sorted(differing))}.",
                "Export them again from their checkpoint (`ff export`), or use the weights that ship with this version.",
            )
