"""A made-up dataset in the exact layout of a real one: flat-lay with mattes, colourways, and part masks."""

from pathlib import Path

import numpy as np
from PIL import Image

WAYS = {"red": (180, 40, 50), "blue": (40, 60, 170)}


def write_toy_dataset(root: Path) -> Path:
    """Twelve small drawings of shirts with folds; returns the folder that holds dataset.toml."""
    rng = np.random.default_rng(0)
    for folder in ("flat/images", "flat/mattes", "studio/images", "studio/recolored", "street/images", "street/parts"):
        (root / folder).mkdir(parents=True)
    flat, studio, street = ["filename,part,split"], ["filename,sku,color,median_rgb,part,split"], ["filename,split"]
    for i in range(4):
        split = "val" if i == 3 else "train"
        shape, shade = _shirt(rng)
        image = _paint(shape, shade, tuple(rng.integers(40, 220, 3)), (225, 220, 210))
        Image.fromarray(image).save(root / f"flat/images/f{i}.jpg", quality=95)
        Image.fromarray((shape * 255).astype(np.uint8)).save(root / f"flat/mattes/f{i}.png")
        flat.append(f"f{i}.jpg,top,{split}")
        shape, shade = _shirt(rng)
        Image.fromarray((shape * 255).astype(np.uint8)).convert("1").save(root / f"studio/recolored/s{i}.png")
        for name, colour in WAYS.items():
            Image.fromarray(_paint(shape, shade, colour, (255, 255, 255))).save(root / f"studio/images/s{i}-{name}.jpg")
            studio.append(f"s{i}-{name}.jpg,s{i},{name},#{''.join(f'{c:02x}' for c in colour)},top,{split}")
        shape, shade = _shirt(rng)
        Image.fromarray(_paint(shape, shade, (90, 140, 90), (120, 120, 130))).save(root / f"street/images/p{i}.jpg")
        Image.fromarray((shape * 2).astype(np.uint8)).save(root / f"street/parts/p{i}.png")
        street.append(f"p{i}.jpg,{split}")
    for name, lines in (("flat", flat), ("studio", studio), ("street", street)):
        (root / name / "table.csv").write_text("\n".join(lines) + "\n")
    (root / "dataset.toml").write_text(
        "".join(
            f'[[source]]\nname = "{name}"\nimages = "{name}/images"\ntable = "{name}/table.csv"\n{labels} = "{name}/{labels}"\n'
            for name, labels in (("flat", "mattes"), ("studio", "recolored"), ("street", "parts"))
        )
    )
    return root


def _shirt(rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0:240, 0:180]
    body = (abs(x - 90) < rng.integers(40, 60)) & (y > 40) & (y < 200)
    sleeves = (abs(x - 90) < 80) & (y > 40) & (y < 100)
    return (body | sleeves).astype(np.float32), np.exp(0.25 * np.sin(x / rng.integers(5, 11) + y / 30)).astype(
        np.float32
    )


def _paint(shape: np.ndarray, shade: np.ndarray, cloth: tuple[int, ...], ground: tuple[int, ...]) -> np.ndarray:
    inside = np.array(cloth, np.float32) * shade[..., None] ** (1 / 2.2)
    image = shape[..., None] * inside + (1 - shape[..., None]) * np.array(ground, np.float32)
    return np.clip(image, 0, 255).astype(np.uint8)
