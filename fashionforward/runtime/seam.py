"""What the engine hands to the exported graphs. Weights whose graphs want something else are of another version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fashionforward.errors import BadWeights
from fashionforward.imaging.levels import LEVELS, STATISTICS

if TYPE_CHECKING:
    from fashionforward.runtime.card import Card
    from fashionforward.runtime.sessions import Sessions

HANDED: dict[str, dict[str, tuple[int, int] | None]] = {
    "cloth": {"features": None, "statistics": (1, STATISTICS), "old": (1, 3)},
    "renderer": {"levels": (0, LEVELS), "asked": (0, 3), "film": None},
}
"""Inputs of the graphs that change with the engine; where it decides an axis's length, which axis, and the length."""


def check_seam(sessions: Sessions, card: Card) -> None:
    """Ask the graphs what they want before the first photograph is opened.

    Raises:
        BadWeights: not what this version hands them, or a graph cannot be loaded.
    """
    for graph, handed in HANDED.items():
        wanted = sessions.inputs(graph)
        differing = {*handed, *wanted} - {
            name
            for name, axis in handed.items()
            if name in wanted and (axis is None or wanted[name][axis[0]] == axis[1])
        }
        if differing:
            raise BadWeights(
                f"The weights {sessions.folder} were exported by fashionforward {card.version} for another engine than this "
                f"version's: its graph {graph} differs in {', '.join(sorted(differing))}.",
                "Export them again from their checkpoint (`ff export`), or use the weights that ship with this version.",
            )
