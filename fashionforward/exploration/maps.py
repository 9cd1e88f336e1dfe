"""Maps of a latent space: PCA and t-SNE (scikit-learn), points coloured by label, the same with thumbnails; what its axes carry."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from fashionforward.errors import DataError, UsageError
from fashionforward.presets.grid import to_image
from fashionforward.presets.html import table

ACTIVE = 0.01
"""An axis is active where its mean varies by more than this over the items (Burda et al., ICLR 2016)."""

FEWEST = 6
"""A map of fewer items says nothing."""

LEGEND = 24
"""Labels in one column of a map's legend."""

MARKERS = "o^sDP"


def project(codes: NDArray[np.float32]) -> dict[str, NDArray[np.float64]]:
    """Two-dimensional maps of codes (n, Z) by name, each (n, 2). t-SNE starts from PCA, so that it is the same in every run."""
    from sklearn.decomposition import PCA
    from sklearn.manifold import TSNE

    if len(codes) < FEWEST:
        raise DataError(f"{len(codes)} items are too few for a map", f"Give {FEWEST} or more.")
    flat = codes.astype(np.float64)
    if flat.shape[1] > 50:
        flat = PCA(min(50, *flat.shape), random_state=0).fit_transform(flat)
    tsne = TSNE(init="pca", perplexity=min(30.0, (len(flat) - 1) / 3), random_state=0)
    two = PCA(2, random_state=0).fit_transform(flat) if flat.shape[1] > 1 else np.stack([flat[:, 0], 0 * flat[:, 0]], 1)
    return {"PCA": two, "t-SNE": tsne.fit_transform(flat) if flat.shape[1] > 1 else two}


def strongest_direction(codes: NDArray[np.float32], count: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The principal axes (count, Z) of codes (n, Z) and the standard deviation along each."""
    from sklearn.decomposition import PCA

    found = PCA(min(count, *codes.shape), random_state=0).fit(codes.astype(np.float64))
    return found.components_, np.sqrt(found.explained_variance_)


def draw_map(name: str, points: NDArray[np.float64], labels: Sequence[str]) -> Image.Image:
    """A scatter plot with a legend; labels that are colours are drawn in them, and where there are many, shapes tell them apart."""
    from matplotlib import colormaps
    from matplotlib.colors import is_color_like

    kinds = sorted(set(labels))
    columns = -(-len(kinds) // LEGEND)
    figure, plot = _figure(7 + 1.8 * columns, 6.5)
    coloured = all(is_color_like(kind) for kind in kinds)
    for number, kind in enumerate(kinds):
        mine = np.array([label == kind for label in labels])
        colour = kind if coloured else colormaps["tab20"](number % 20)
        rim = {"edgecolors": "#999", "linewidths": 0.5} if coloured else {}
        shape = MARKERS[number // 20 % len(MARKERS)]
        text = f"{kind} ({mine.sum()})"
        plot.scatter(points[mine, 0], points[mine, 1], s=20, color=colour, marker=shape, label=text, **rim)
    plot.set_title(name)
    plot.set_xticks([])
    plot.set_yticks([])
    plot.legend(loc="center left", bbox_to_anchor=(1, 0.5), fontsize=8, frameon=False, ncols=columns)
    return _drawn(figure)


def draw_nats(nats: NDArray[np.float32], active: NDArray[np.bool_]) -> Image.Image:
    """KL of each axis (Z,), the largest first; axes that are not active in grey."""
    figure, plot = _figure(9, 3)
    order = np.argsort(-nats)
    colours = np.where(active[order], "#3366aa", "#bbbbbb")
    plot.bar(np.arange(len(nats)), nats[order], width=1.0 if len(nats) > 64 else 0.8, color=colours)
    if len(nats) <= 32:  # more have no room for their names
        plot.set_xticks(np.arange(len(nats)), [str(axis) for axis in order])
    plot.set_xlabel("axes, strongest first; grey: not active")
    plot.set_ylabel("KL, nats")
    plot.margins(x=0.01)
    return _drawn(figure)


def axes_table(nats: NDArray[np.float32], mean: NDArray[np.float32]) -> str:
    """Every axis, the strongest first: its KL (Z,), and how its mean (n, Z) varies; folded away where they are many."""
    spread = mean.var(0)
    cells = [
        (str(axis), f"{nats[axis]:.3f}", f"{spread[axis]:.3f}", "yes" if spread[axis] > ACTIVE else "no")
        for axis in np.argsort(-nats)
    ]
    listed = table(("axis", "KL, nats", "variance of the mean", "active"), cells)
    return listed if len(cells) <= 16 else f"<details><summary>All {len(cells)} axes</summary>{listed}</details>"


def choose_ends(names: Sequence[str], labels: Sequence[str], ends: Sequence[str]) -> tuple[int, int]:
    """Two items by file name; else the first, and the first with another label. UsageError: no such item."""
    if ends:
        missing = [name for name in ends if name not in names]
        if missing or len(ends) != 2:
            what = f"no item is called {missing[0]}" if missing else f"{len(ends)} given, two are needed"
            raise UsageError(
                f"--between: {what}.", "Give it twice, each time the file name of an item that is explored."
            )
        return names.index(ends[0]), names.index(ends[1])
    return 0, next((i for i, label in enumerate(labels) if label != labels[0]), len(labels) - 1)


def _figure(width: float, height: float) -> tuple[Any, Any]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()


def _drawn(figure: Any) -> Image.Image:
    buffer = io.BytesIO()
    figure.savefig(buffer, dpi=90)
    return Image.open(buffer).convert("RGB")


def draw_thumbnails(
    points: NDArray[np.float64], pictures: Sequence[NDArray[np.float32]], width: int = 1000, side: int = 36
) -> Image.Image:
    """The pictures, (h, w, 1 or 3) in [0, 1], where their points lie; one that would cover another is left away."""
    low, high = points.min(0), points.max(0)
    places = (points - low) / np.maximum(high - low, 1e-9) * (width - side)
    sheet = Image.new("RGB", (width, width), (255, 255, 255))
    taken: list[NDArray[np.float64]] = []
    for place, picture in zip(places, pictures, strict=True):
        if all(np.abs(place - other).max() >= side * 0.8 for other in taken):
            taken.append(place)
            sheet.paste(to_image(picture).resize((side, side)), (int(place[0]), int(width - side - place[1])))
    return sheet
