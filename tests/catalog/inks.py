"""A CMYK profile for tests, made from the printed colours of solid inks."""

import struct
from functools import cache
from itertools import product

import numpy as np

# CIELAB (D50) of paper, solid inks and their overprints on coated paper: the aims of ISO 12647-2:2004 for paper type 1,
# which FOGRA39 describes too; black over anything is black.
PAPER = (95.0, 0.0, -2.0)
SOLIDS = {
    (1, 0, 0): (55.0, -37.0, -50.0),
    (0, 1, 0): (48.0, 74.0, -3.0),
    (0, 0, 1): (89.0, -5.0, 93.0),
    (0, 1, 1): (47.0, 68.0, 48.0),
    (1, 0, 1): (50.0, -68.0, 33.0),
    (1, 1, 0): (24.0, 17.0, -46.0),
    (1, 1, 1): (23.0, 0.0, 0.0),
}
BLACK = (16.0, 0.0, 0.0)
GAIN = 1.25  # dots print larger than they are
WHITE = np.array([0.9642, 1.0, 0.8249])


@cache
def cmyk_profile() -> bytes:
    """An ICC profile (version 2, `prtr`, CMYK to Lab) with tables both ways.

    Colours between the solids are mixed as Neugebauer did: areas of the sixteen overprints, their light added up.
    The table back separates with as much black as the colour holds (grey component replacement).
    """
    tags = {
        b"desc": _description("Coated test inks"),
        b"cprt": b"text" + bytes(4) + b"No copyright\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">iii", *(round(value * 65536) for value in WHITE)),
        b"A2B0": _table(4, 9, 3, lambda inks: _encode_lab(_printed(inks))),
        b"B2A0": _table(3, 13, 4, _separated),
    }
    tags |= {b"A2B1": tags[b"A2B0"], b"B2A1": tags[b"B2A0"]}
    at, index, body = 132 + 12 * len(tags), b"", b""
    for name, data in tags.items():
        index += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"test", 0x02400000, b"prtr", b"CMYK", b"Lab ") + bytes(12) + b"acsp"
    head += bytes(28) + struct.pack(">iii", *(round(value * 65536) for value in WHITE))
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + index + body


def _description(text: str) -> bytes:
    return b"desc" + bytes(4) + struct.pack(">I", len(text) + 1) + text.encode() + b"\0" + bytes(78)


def _table(inputs: int, steps: int, outputs: int, colour: object) -> bytes:
    """A `mft2` tag: linear curves around a grid."""
    grid = np.array(list(product(np.linspace(0, 1, steps), repeat=inputs)))
    values = np.rint(np.clip(colour(grid), 0, 1) * 65535).astype(">u2")  # type: ignore[operator]
    matrix = struct.pack(">9i", *(65536 if i in (0, 4, 8) else 0 for i in range(9)))
    ramp = struct.pack(">2H", 0, 65535)
    head = b"mft2" + bytes(4) + bytes([inputs, outputs, steps, 0]) + matrix + struct.pack(">HH", 2, 2)
    return head + ramp * inputs + values.tobytes() + ramp * outputs


def _printed(inks: np.ndarray) -> np.ndarray:
    """Lab (n, 3) of inks (n, 4) in [0, 1]."""
    area = 1 - (1 - inks) ** GAIN
    total = np.zeros((len(inks), 3))
    for place in product((0, 1), repeat=4):
        share = np.prod([area[:, i] if on else 1 - area[:, i] for i, on in enumerate(place)], axis=0)
        lab = BLACK if place[3] else SOLIDS.get(place[:3], PAPER)
        total += share[:, None] * _xyz(np.array([lab]))
    return _lab(total)


def _separated(codes: np.ndarray) -> np.ndarray:
    """Inks (n, 4) that print the Lab of a table's (n, 3) codes, found by walking downhill from a first guess."""
    aim = _decode_lab(codes)
    dark = np.clip((60 - aim[:, 0]) / 60, 0, 1) * np.clip(1 - np.hypot(aim[:, 1], aim[:, 2]) / 60, 0, 1)
    inks = np.concatenate([np.full((len(aim), 3), 0.3), dark[:, None]], axis=1)
    for _ in range(15):
        missing = aim - _printed(inks)
        slopes = np.stack([(_printed(np.clip(inks + step, 0, 1)) - _printed(np.clip(inks - step, 0, 1))) / 0.04
                           for step in 0.02 * np.eye(4)[:3]], axis=2)  # fmt: skip
        normal = np.einsum("nij,nik->njk", slopes, slopes) + 20 * np.eye(3)
        step = np.linalg.solve(normal, np.einsum("nij,ni->nj", slopes, missing)[..., None])[..., 0]
        inks[:, :3] = np.clip(inks[:, :3] + step, 0, 1)
    return inks


def _encode_lab(lab: np.ndarray) -> np.ndarray:
    """ICC version 2's 16-bit codes of Lab: 0xFF00 is L* 100."""
    return np.stack([lab[:, 0] / 100 * 0xFF00, (lab[:, 1] + 128) * 256, (lab[:, 2] + 128) * 256], axis=1) / 65535


def _decode_lab(codes: np.ndarray) -> np.ndarray:
    whole = codes * 65535
    return np.stack([whole[:, 0] * 100 / 0xFF00, whole[:, 1] / 256 - 128, whole[:, 2] / 256 - 128], axis=1)


def _xyz(lab: np.ndarray) -> np.ndarray:
    y = (lab[:, 0] + 16) / 116
    f = np.stack([y + lab[:, 1] / 500, y, y - lab[:, 2] / 200], axis=1)
    return np.where(f > 6 / 29, f**3, 3 * (6 / 29) ** 2 * (f - 4 / 29)) * WHITE


def _lab(xyz: np.ndarray) -> np.ndarray:
    t = xyz / WHITE
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], axis=1)
