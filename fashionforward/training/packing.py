"""Photographs and their labels brought to one small size, once, so that training never waits for a disk or a decoder."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from scipy import ndimage
from skimage.color import rgb2lab

from fashionforward.errors import DataError
from fashionforward.imaging.letterbox import Letterbox, enter, fit
from fashionforward.model.parser import GARMENTS, PARTS
from fashionforward.presets.pixels import unit
from fashionforward.training.dataset_file import Source
from fashionforward.training.images import read_image

SIZE = (360, 240)
"""Height and width of a packed photograph: a quarter larger than the parser's input, so that it can be zoomed into."""

IGNORE = 255
VERSION = 4
"""Counted up when labels are made differently, so that what was packed before is not used."""

HEM = 0.04
"""How far below a retoucher's region its hem may reach, as a share of the region's height."""

ARRAYS = {"image": (*SIZE, 3), "parts": SIZE, "matte": SIZE, "matte_known": SIZE, "main": SIZE, "main_known": SIZE}


@dataclass
class Packed:
    """N photographs of one split, all uint8.

    image: (N, H, W, 3) sRGB. parts: (N, H, W) classes, 255 unknown. matte, main: (N, H, W) alpha; `*_known`: 1 where the label
    is to be believed. plain: (N,) bool, the garment has one colour, so that its luminance is its shading. source: (N,)
    index into `sources`. names: N relative paths.
    """

    arrays: dict[str, np.ndarray]
    plain: np.ndarray
    source: np.ndarray
    names: list[str]
    sources: list[str]


def pack(sources: list[Source], split: str, cache: Path) -> Packed:
    """Pack a split, or read it from `cache` where the same sources were packed before."""
    rows = [(index, row) for index, source in enumerate(sources) for row in source.rows(split)]
    places = [[str(p and p.resolve()) for p in (s.images, s.mattes, s.parts, s.recolored)] for s in sources]
    key = json.dumps([VERSION, SIZE, split, places, rows])
    folder = cache / f"{split}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
    if not (folder / "done.json").exists():
        _write(sources, rows, folder)
    about = json.loads((folder / "done.json").read_text())
    arrays = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in ARRAYS}
    return Packed(
        arrays, np.array(about["plain"], bool), np.array(about["source"]), about["names"], [s.name for s in sources]
    )


def _write(sources: list[Source], rows: list[tuple[int, dict[str, str]]], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    arrays = {
        name: np.lib.format.open_memmap(folder / f"{name}.npy", "w+", np.uint8, (len(rows), *shape))
        for name, shape in ARRAYS.items()
    }
    plain = []
    for i, (index, row) in enumerate(rows):
        maps, is_plain = _one(sources[index], row)
        plain.append(is_plain)
        for name, array in arrays.items():
            array[i] = maps[name]
    for array in arrays.values():
        array.flush()
    about = {"plain": plain, "source": [i for i, _ in rows], "names": [r["filename"] for _, r in rows]}
    (folder / "done.json").write_text(json.dumps(about))


def _one(source: Source, row: dict[str, str]) -> tuple[dict[str, np.ndarray], bool]:
    path, told_by = source.images / row["filename"], str(source.table)
    image, box = enter(unit(read_image(path, "RGB", told_by)), SIZE)
    part = PARTS.index(row["part"]) if row.get("part") in GARMENTS else IGNORE
    if source.recolored is not None:
        maps = _colorway(image, box, _plane(source.recolored / f"{row['sku']}.png", told_by), part)
    elif source.parts is not None:
        maps = _street(source.parts / f"{path.stem}.png", told_by)
    elif source.mattes is not None:
        maps = _flatlay(image, _plane(source.mattes / f"{path.stem}.png", told_by), part)
    else:
        raise DataError(
            f"source {source.name!r} has neither `mattes`, `parts` nor `recolored`: nothing can be learned from it"
        )
    maps["image"] = np.round(image * 255).astype(np.uint8)
    alpha = (maps["matte"] > 127) & (maps["matte_known"] > 0)
    return maps, is_plain(image, alpha)


def _plane(path: Path, told_by: str) -> np.ndarray:
    return enter(unit(read_image(path, "L", told_by)), SIZE, pad=0.0)[0]


def _byte(plane: np.ndarray) -> np.ndarray:
    return np.round(np.clip(plane, 0, 1) * 255).astype(np.uint8)


def _flatlay(image: np.ndarray, matte: np.ndarray, part: int) -> dict[str, np.ndarray]:
    parts = np.where(matte > 0.5, part, 0).astype(np.uint8)
    parts[(matte > 0.1) & (matte < 0.9)] = IGNORE
    main, known = main_colour(image, matte)
    ones = np.ones(SIZE, np.uint8)
    return {"parts": parts, "matte": _byte(matte), "matte_known": ones, "main": _byte(main), "main_known": known}


def _street(path: Path, told_by: str) -> dict[str, np.ndarray]:
    labels = read_image(path, None, told_by)
    if labels.ndim != 2:
        raise DataError(f"{told_by}: {path} has colours; save the part mask as an indexed or gray PNG")
    strange = np.setdiff1d(labels, [*range(len(PARTS)), IGNORE])
    if len(strange):
        raise DataError(f"{told_by}: {path} has class {strange[0]}; 0 to {len(PARTS) - 1} are {', '.join(PARTS)}")
    labels = labels.astype(np.uint8)
    box = fit(labels.shape, SIZE)
    small = np.asarray(Image.fromarray(labels).resize((box.width, box.height), Image.Resampling.NEAREST))
    parts = np.zeros(SIZE, np.uint8)
    parts[box.top : box.top + box.height, box.left : box.left + box.width] = small
    garment = np.isin(parts, [PARTS.index(g) for g in GARMENTS])
    rim = ndimage.binary_dilation(garment) & ~ndimage.binary_erosion(garment)
    known = (~rim).astype(np.uint8)
    return {
        "parts": parts,
        "matte": _byte(garment),
        "matte_known": known,
        "main": np.zeros(SIZE, np.uint8),
        "main_known": (~ndimage.binary_dilation(garment)).astype(np.uint8),
    }


def _colorway(image: np.ndarray, box: Letterbox, changed: np.ndarray, part: int) -> dict[str, np.ndarray]:
    """The retoucher's region is sure; around it `surroundings` tells; trim inside the outline is not main colour."""
    beyond = np.ones(SIZE, bool)
    beyond[box.top : box.top + box.height, box.left : box.left + box.width] = False
    parts = surroundings(image, changed, part, beyond)
    parts[changed > 0.9] = part
    not_cloth = np.isin(parts, [PARTS.index(name) for name in ("background", "person", "accessory")])
    cloth = np.isin(parts, [PARTS.index(name) for name in GARMENTS])
    outline = ndimage.binary_closing(np.pad(changed > 0.5, 12), iterations=9)[12:-12, 12:-12]
    trim = (ndimage.binary_erosion(outline, iterations=2) | (parts == part)) & (changed < 0.02)
    return {
        "parts": parts,
        "matte": _byte(np.maximum(changed, cloth)),
        "matte_known": ((changed > 0.02) | not_cloth | cloth).astype(np.uint8),
        "main": _byte(changed),
        "main_known": ((changed > 0.02) | not_cloth | trim).astype(np.uint8),
    }


def surroundings(image: np.ndarray, changed: np.ndarray, part: int, beyond: np.ndarray) -> np.ndarray:
    """Parts (H, W) of what a retoucher left as it was in a studio photograph on white; 255 where nothing can be said.

    image: (H, W, 3) sRGB. changed: (H, W) alpha of his region; part: its class, 255 where that is not known. beyond: (H, W) bool, outside
    the photograph.
    White that reaches the frame, or is quite white, is ground; what has the hue of skin is a person; a patch of something else is
    hair, trousers, shoes or a contrast sleeve by where it lies beside the region. What is worn above ends at its hem: a contrast sleeve
    that touches the trousers is cut from them there.
    """
    near = ndimage.binary_dilation(changed > 0.02, iterations=2)
    darkest = image.min(-1)
    ground = _reaching_frame((darkest > 0.955) | beyond) | ndimage.binary_opening(darkest > 0.995, iterations=3)
    lightness, a, b = np.moveaxis(rgb2lab(image), -1, 0)
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a))
    skin = (chroma > 9) & (chroma < 48) & (hue > 22) & (hue < 78) & (lightness > 12) & (lightness < 93)
    skin = ndimage.binary_opening(ndimage.median_filter(skin & ~ground & ~near, 3))
    parts = np.full(SIZE, IGNORE, np.uint8)
    parts[skin] = PARTS.index("person")
    parts[ground | beyond] = PARTS.index("background")
    rows, columns = (np.flatnonzero((changed > 0.5).any(axis)) for axis in (1, 0))
    if not len(rows):
        return parts
    tall, wide = max(1, rows[-1] - rows[0]), max(1, columns[-1] - columns[0])
    rest = ndimage.binary_opening((parts == IGNORE) & ~near, iterations=2)
    if _worn_above(part):
        rest[rows[-1] + round(HEM * tall) :][:1] = False
    patches, count = ndimage.label(rest)
    for patch in (patches == i + 1 for i in range(count)):
        height = (np.flatnonzero(patch.any(1)).mean() - rows[0]) / tall
        aside = abs(np.flatnonzero(patch.any(0)).mean() - columns[0] - wide / 2) / wide
        parts[patch] = _beside(part, float(height), float(aside), float(patch.mean()))
    return parts


def _worn_above(part: int) -> bool:
    return part in (PARTS.index("top"), PARTS.index("outer"))


def _beside(part: int, height: float, aside: float, area: float) -> int:
    """Class of a patch beside a region: `height` is 0 at the region's top and 1 at its foot, `aside` 0 in its middle and a half at
    its sides, `area` a share of the image."""
    if _worn_above(part) and height < 0.1:
        return PARTS.index("person") if area < 0.03 else IGNORE  # hair; a large one is the garment's own yoke
    if _worn_above(part) and height > 0.85 and area > 0.004:
        return PARTS.index("bottom") if aside < 0.3 else IGNORE  # a sleeve that hangs below the hem
    if part == PARTS.index("bottom") and height > 0.9:
        return PARTS.index("accessory")
    if part == PARTS.index("top") and 0.2 < height < 0.85 and area > 0.015:
        return part
    return IGNORE


def _reaching_frame(mask: np.ndarray) -> np.ndarray:
    patches, _ = ndimage.label(mask)
    frame = np.concatenate([patches[0], patches[-1], patches[:, 0], patches[:, -1]])
    return np.isin(patches, frame[frame > 0])


def main_colour(image: np.ndarray, matte: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where a flat-lay garment has its commonest colour: a label (H, W) in [0, 1], and where it is to be believed.

    The mode of (L/3, a, b) inside the matte; lightness counts for a third, since folds move it.
    """
    ones = np.ones(SIZE, np.uint8)
    inside = matte > 0.9
    if inside.sum() < 50:
        return matte, ones
    lab = rgb2lab(image) * np.array([1 / 3, 1, 1])
    samples = lab[inside]
    edges = [np.arange(-2, 38, 4.0), np.arange(-90, 94, 4.0), np.arange(-90, 94, 4.0)]
    counts, _ = np.histogramdd(samples, edges)
    counts = ndimage.gaussian_filter(counts, 1.0, mode="constant")
    peak = np.unravel_index(int(counts.argmax()), counts.shape)
    centre = np.array([edges[k][peak[k]] + 2.0 for k in range(3)])
    for _ in range(5):
        near = np.linalg.norm(samples - centre, axis=-1) < 8
        centre = samples[near].mean(0) if near.any() else centre
    distance = ndimage.gaussian_filter(np.linalg.norm(lab - centre, axis=-1), 0.7)
    # a rim pixel is half background: it is of the main colour if the nearest whole cloth is
    nearest = ndimage.distance_transform_edt(~inside, return_distances=False, return_indices=True)
    distance = distance[tuple(nearest)]
    label = np.where(distance < 12, matte, 0.0)
    unsure = (distance > 9) & (distance < 22) & (matte > 0.1)
    return label, np.where(unsure, 0, ones).astype(np.uint8)


def is_plain(image: np.ndarray, alpha: np.ndarray) -> bool:
    """One colour: narrow in chroma and in lightness, as `folds` can be measured on. image (H, W, 3) sRGB; alpha (H, W) bool."""
    deep = ndimage.binary_erosion(alpha, iterations=3)
    if deep.sum() < 400:
        return False
    lab = rgb2lab(image)
    light = ndimage.gaussian_filter(lab[..., 0], 2.0)[deep]
    chroma = float(np.hypot(lab[deep][:, 1].std(), lab[deep][:, 2].std()))
    spread = float(np.subtract(*np.percentile(light, [90, 10])))
    return chroma < 7 and spread < 25
