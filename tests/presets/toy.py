"""Tiny made-up collections, each in the exact format of a published one. The photographs are drawn: coloured shapes on a ground."""

import gzip
import struct
from pathlib import Path

import numpy as np
from PIL import Image

COLOURS = {"Red": (190, 40, 45), "Blue": (45, 80, 180), "Heather Grey": (140, 140, 142)}
ATTRIBUTES = ("lace", "long sleeve", "striped")
STYLES = ("Dress", "Pants", "T-Shirt")


def draw(colour: tuple[int, int, int], style: int = 2, side: int = 80) -> tuple[np.ndarray, np.ndarray]:
    """A photograph (side, side, 3) uint8 and its matte (side, side) uint8."""
    y, x = np.mgrid[0:side, 0:side] / side
    shapes = (
        (abs(x - 0.5) < 0.1 + 0.25 * y) & (y > 0.1) & (y < 0.95),
        (abs(abs(x - 0.5) - 0.13) < 0.09) & (y > 0.1) & (y < 0.9),
        ((abs(x - 0.5) < 0.22) & (y > 0.2) & (y < 0.8)) | ((abs(x - 0.5) < 0.4) & (y > 0.2) & (y < 0.4)),
    )
    inside = shapes[style]
    fold = 1 + 0.15 * np.sin(x * 40)
    image = np.where(inside[..., None], np.array(colour) * fold[..., None], np.array((225, 220, 212)))
    return np.clip(image, 0, 255).astype(np.uint8), (inside * 255).astype(np.uint8)


def write_inshop(root: Path, count: int = 12) -> Path:
    """DeepFashion In-shop: two photographs an item, of which one is the front, in a colour; three attributes for 463."""
    (root / "img").mkdir(parents=True)
    colours, items = [], []
    for i in range(1, count + 1):
        name = list(COLOURS)[i % 3]
        folder = root / f"img/WOMEN/Dresses/id_{i:08d}"
        folder.mkdir(parents=True)
        for view in ("1_front", "2_side"):
            Image.fromarray(draw(COLOURS[name])[0]).save(folder / f"02_{view}.jpg")
            colours.append(f"img/WOMEN/Dresses/id_{i:08d}/02_{view}.jpg    {name}")
        items.append(f"id_{i:08d} {1 if i % 2 else -1} -1 1")
    (root / "list_color_cloth.txt").write_text("\n".join([str(len(colours)), "image_name clothes_color", *colours]))
    (root / "list_attr_cloth.txt").write_text("\n".join([str(len(ATTRIBUTES)), "attribute_name", *ATTRIBUTES]))
    (root / "list_attr_items.txt").write_text("\n".join([str(count), "item_id attribute_labels", *items]))
    return root


def write_flattened(root: Path, count: int = 12) -> Path:
    """The same, flattened: data/img/id_00000001.jpg, and CSV files."""
    (root / "data/img").mkdir(parents=True)
    colours, items = ["image_name,clothes_color"], [f"item_id,{','.join(ATTRIBUTES)}"]
    for i in range(1, count + 1):
        name = list(COLOURS)[i % 3]
        Image.fromarray(draw(COLOURS[name])[0]).save(root / f"data/img/id_{i:08d}.jpg")
        colours.append(f"id_{i:08d}.jpg,{name}")
        items.append(f"id_{i:08d},{1 if i % 2 else -1},-1,1")
    (root / "list_color_cloth.csv").write_text("\n".join(colours) + "\n")
    (root / "list_attr_items.csv").write_text("\n".join(items) + "\n")
    return root


def write_styles(root: Path, count: int = 12, mattes: bool = True) -> Path:
    """images/, styles.csv, and mattes/: every fourth item is held out."""
    (root / "images").mkdir(parents=True)
    rows = ["filename,style,split"]
    for i in range(count):
        image, matte = draw(list(COLOURS.values())[(i // 2) % 3], i % 3)
        Image.fromarray(image).save(root / f"images/{i}.jpg", quality=95)
        if mattes:
            (root / "mattes").mkdir(exist_ok=True)
            Image.fromarray(matte).save(root / f"mattes/{i}.png")
        rows.append(f"{i}.jpg,{STYLES[i % 3]},{'val' if i % 4 == 3 else 'train'}")
    (root / "styles.csv").write_text("\n".join(rows) + "\n")
    return root


def write_colorways(root: Path, count: int = 4) -> Path:
    """The store's colourways: images/ in three colours a SKU, colorways.csv, and one mask a SKU in recolored/."""
    (root / "images").mkdir(parents=True)
    (root / "recolored").mkdir()
    rows = ["filename,sku,color,median_rgb,part,split"]
    for i in range(count):
        for name, colour in COLOURS.items():
            image, matte = draw(colour, i % 3)
            file = f"g{i}-{name.split()[-1].lower()}.jpg"
            Image.fromarray(image).save(root / "images" / file, quality=95)
            rows.append(f"{file},g{i},{name.lower()},#{bytes(colour).hex()},top,{'val' if i % 4 == 3 else 'train'}")
        Image.fromarray(matte > 127).save(root / f"recolored/g{i}.png")
    (root / "colorways.csv").write_text("\n".join(rows) + "\n")
    return root


def write_mixture(root: Path) -> Path:
    """A dataset file of both: twelve items with styles and mattes, twelve of a store's with colours and masks by SKU."""
    write_styles(root / "flat")
    write_colorways(root / "shop")
    (root / "mix.toml").write_text("""\
[[source]]
name = "flat"
images = "flat/images"
mattes = "flat/mattes"
table = "flat/styles.csv"
licence = "CC0-1.0"

[[source]]
name = "shop"
images = "shop/images"
recolored = "shop/recolored"
table = "shop/colorways.csv"
""")
    return root / "mix.toml"


def write_idx(root: Path, train: int = 20, test: int = 10) -> Path:
    """Fashion-MNIST's four files, gzipped as Debian's package has them, with shapes for garments."""
    root.mkdir(parents=True)
    for name, count in (("train", train), ("t10k", test)):
        images = [np.asarray(Image.fromarray(draw((0, 0, 0), i % 3)[1]).resize((28, 28))) for i in range(count)]
        labels = bytes(i % 10 for i in range(count))
        header = struct.pack(">IIII", 0x803, count, 28, 28)
        with gzip.open(root / f"{name}-images-idx3-ubyte.gz", "wb") as file:
            file.write(header + np.stack(images).astype(np.uint8).tobytes())
        with gzip.open(root / f"{name}-labels-idx1-ubyte.gz", "wb") as file:
            file.write(struct.pack(">II", 0x801, count) + labels)
    return root
