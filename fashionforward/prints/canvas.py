"""A canvas without edges: what leaves one side comes back on the other."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PIL import Image, ImageDraw

from fashionforward.prints.design import FIELD_SIZE, PALETTE_SIZE

Shape = tuple[np.ndarray, int]
"""A polygon, (n, 2) points x, y in cells, and the palette entry that fills it."""

SUPERSAMPLE = 4


class Canvas:
    """Labels drawn at `SUPERSAMPLE` times the field's resolution, then averaged to soft weights.

    Coordinates are cells of a 256-cell tile whatever the field's size: x to the right, y down, any real number
    (the torus wraps them). Later drawing covers earlier drawing.
    """

    def __init__(self, size: int = FIELD_SIZE) -> None:
        if size < 16:
            raise ValueError(f"a field needs at least 16 cells a side, not {size}")
        self.size = size
        self.pixels = size * SUPERSAMPLE
        self._scale = self.pixels / FIELD_SIZE
        self._image = Image.new("L", (self.pixels, self.pixels), 0)
        self._draw = ImageDraw.Draw(self._image)
        self._soft: np.ndarray | None = None

    def polygon(self, points: np.ndarray, label: int) -> None:
        """Fill a polygon, (n, 2) in cells, everywhere it appears on the torus."""
        points = np.asarray(points, dtype=np.float64) * self._scale - 0.5
        (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
        # Every shift by whole tiles that leaves some of the bounding box on the canvas.
        for down in range(math.ceil((-1 - bottom) / self.pixels), math.floor((self.pixels - top) / self.pixels) + 1):
            for along in range(
                math.ceil((-1 - right) / self.pixels), math.floor((self.pixels - left) / self.pixels) + 1
            ):
                moved = points + np.array([along, down]) * self.pixels if along or down else points
                self._draw.polygon(moved.ravel().tolist(), fill=int(label))

    def stamp(
        self,
        shapes: Iterable[Shape],
        at: Sequence[float] | np.ndarray,
        angle: float = 0.0,
        scale: float = 1.0,
        mirror: bool = False,
    ) -> None:
        """Draw a motif (shapes around its own origin) at a point, turned by `angle` radians, maybe mirrored."""
        for points, label in place(shapes, at, angle, scale, mirror):
            self.polygon(points, label)

    def disc(self, at: Sequence[float] | np.ndarray, radius: float, label: int) -> None:
        """Fill a circle."""
        angles = np.linspace(0, 2 * np.pi, max(12, int(radius * 4)), endpoint=False)
        self.polygon(np.asarray(at) + radius * np.stack([np.cos(angles), np.sin(angles)], axis=1), label)

    def coordinates(self, step: int = 1) -> tuple[np.ndarray, np.ndarray]:
        """x, (1, pixels / step) and y, (pixels / step, 1), of the centres of every block of `step` pixels, in cells."""
        axis = (np.arange(self.pixels // step) + 0.5) * step / self._scale
        return axis[None, :], axis[:, None]

    @property
    def labels(self) -> np.ndarray:
        """A copy of the label map, (pixels, pixels) uint8."""
        return np.array(self._image)

    def paint(self, where: np.ndarray, label: int) -> None:
        """Give a label to the pixels where a (pixels, pixels) bool mask is true."""
        self._image.paste(int(label), mask=Image.fromarray(where.astype(np.uint8) * 255))

    def assign(self, labels: np.ndarray) -> None:
        """Replace the whole label map; `labels` broadcasts to (pixels, pixels), or is drawn at half of that (`coordinates(2)`)."""
        labels = np.asarray(labels)
        if labels.shape == (self.pixels // 2, self.pixels // 2):
            labels = labels.astype(np.uint8).repeat(2, axis=0).repeat(2, axis=1)
        full = np.broadcast_to(labels, (self.pixels, self.pixels)).astype(np.uint8)
        self._image = Image.fromarray(np.ascontiguousarray(full))
        self._draw = ImageDraw.Draw(self._image)

    def assign_weights(self, weights: np.ndarray) -> None:
        """Replace drawing by weights that are soft themselves: (n <= PALETTE_SIZE, size, size), >= 0."""
        full = np.zeros((PALETTE_SIZE, self.size, self.size))
        full[: len(weights)] = weights
        self._soft = full / full.sum(axis=0, keepdims=True)

    def weights(self) -> np.ndarray:
        """(PALETTE_SIZE, size, size) float32: the share of each cell that each palette entry covers."""
        if self._soft is not None:
            return self._soft.astype(np.float32)
        labels = np.asarray(self._image)
        weights = np.empty((PALETTE_SIZE, self.size, self.size), dtype=np.float32)
        for entry in range(PALETTE_SIZE):
            hit = (labels == entry).view(np.uint8).reshape(self.size, SUPERSAMPLE, self.pixels)
            rows = hit.sum(axis=1, dtype=np.uint8).reshape(self.size, self.size, SUPERSAMPLE)
            weights[entry] = rows.sum(axis=2, dtype=np.uint8)
        return weights / np.float32(SUPERSAMPLE**2)


def place(
    shapes: Iterable[Shape],
    at: Sequence[float] | np.ndarray,
    angle: float = 0.0,
    scale: float = 1.0,
    mirror: bool = False,
) -> list[Shape]:
    """A motif's shapes moved to a point, turned by `angle` radians after scaling, mirrored in its own x axis first."""
    cos, sin = np.cos(angle) * scale, np.sin(angle) * scale
    turn = np.array([[cos, sin], [-sin, cos]])
    if mirror:
        turn = np.diag([1.0, -1.0]) @ turn
    return [(points @ turn + np.asarray(at, dtype=np.float64), label) for points, label in shapes]
