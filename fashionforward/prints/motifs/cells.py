"""Cells that fill the torus: Voronoi's, and the overlapping discs of scales and sequins."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy.spatial import cKDTree

from fashionforward.prints.design import FIELD_SIZE
from fashionforward.prints.noise import enlarged


def voronoi(
    points: np.ndarray, pixels: int, shift: tuple[np.ndarray, np.ndarray] | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Each pixel's wall distance and nearest point: (pixels, pixels) float32 in cells, and int64.

    points: (n, 2) in cells. shift: dx, dy in cells, (256, 256), by which the plane is pulled about first.
    Measured on a grid of cells and enlarged, so that owners are cut in squares of a cell: let walls be wider than that.
    """
    axis = np.arange(FIELD_SIZE) + 0.5
    x, y = np.meshgrid(axis, axis)
    if shift is not None:
        x, y = x + shift[0], y + shift[1]
    tree = cKDTree(np.mod(points, FIELD_SIZE), boxsize=FIELD_SIZE)
    far, owner = tree.query(np.mod(np.stack([x, y], axis=-1), FIELD_SIZE), k=2)
    wall = enlarged((far[..., 1] - far[..., 0]) / 2, pixels)
    return wall, np.asarray(
        Image.fromarray(owner[..., 0].astype(np.int32)).resize((pixels, pixels), Image.Resampling.NEAREST)
    ).astype(np.int64)


def scales(
    x: np.ndarray, y: np.ndarray, columns: int, rows: int, radius: float
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Discs in brick rows, each row lying over the one below it: their number, and dx, dy from its centre in cells.

    rows must be even, or the bricks do not close. Returns the index (row * columns + column, int64; -1 between discs),
    dx, dy and the distance, each (pixels, pixels).
    """
    width, height = FIELD_SIZE / columns, FIELD_SIZE / rows
    shape = np.broadcast(x, y).shape
    owner = np.full(shape, -1, dtype=np.int64)
    out = [np.zeros(shape, np.float32) for _ in range(3)]
    below = np.floor(y / height).astype(np.int64)
    reach = int(np.ceil(radius / height)) + 1
    for dr in range(reach, -reach - 1, -1):
        row = below + dr
        offset = (row % 2) * width / 2
        column = np.round((x - offset) / width)
        dx = x - offset - column * width
        dy = y - row * height
        far = np.hypot(dx, dy)
        inside = far < radius
        number = np.mod(row, rows) * columns + np.mod(column, columns).astype(np.int64)
        owner = np.where(inside, number, owner)
        for kept, new in zip(out, (dx, dy, far), strict=True):
            np.copyto(kept, np.broadcast_to(new, shape).astype(np.float32), where=inside)
    return owner, out[0], out[1], out[2]
