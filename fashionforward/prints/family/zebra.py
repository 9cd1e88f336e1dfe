"""zebra: stripes that fork and close like a hide's, grown from a disturbed set of bands."""

from __future__ import annotations

import numpy as np
from scipy import fft

from fashionforward.prints.canvas import Canvas
from fashionforward.prints.noise import noise, warped
from fashionforward.prints.palettes import pick

# ground, stripe, second tone
PALETTES = (
    "f6f1e7 17161a a59b8d", "ffffff 0f0f12 c9c4bc", "efe2cc 3a271c b08a63", "1a1a1d f3eee4 6f6a64",
    "e7d3b8 5a3a24 c39b6c", "d9c4a5 141414 8f7350", "f3d7d2 7a2e3a d99a93", "d8dfe2 1f3044 7f97a8",
    "f7f3ea 8a5a34 d3b48c", "3e4a3d 11150f 76836a", "f1ede4 23405a 8aa7b8", "c0562f 1c100c e08a55",
    "f8e9d6 c4442f f0a58a", "e9e2f0 4a3566 a692c4", "e5e8d5 3c5a3e 98ad7f", "f4c64f 1c1a17 d49c2c",
)  # fmt: skip


def compose(rng: np.random.Generator, canvas: Canvas) -> np.ndarray:
    """Stripes of one hide: direction, pitch, weight and a second tone vary."""
    field = _fine(_grown(rng), canvas.pixels)
    sway = rng.uniform(1.5, 6.5)
    ragged = rng.uniform(0.2, 0.6)  # the edge of a brush or of fur
    dx, dy = (
        sway * noise(rng, canvas.pixels, rng.uniform(36, 60)) + ragged * noise(rng, canvas.pixels, 4.5)
        for _ in range(2)
    )
    field = warped(field, dx, dy)
    # The weight of the stripes wanders, so that they swell and run out to points.
    level = rng.uniform(0.2, 0.5) * noise(rng, canvas.pixels, rng.uniform(18, 40)) + rng.uniform(-0.25, 0.3)
    stripes = field + level > 0
    palette = pick(rng, PALETTES)
    kind = rng.random()
    if kind < 0.55:
        canvas.assign(stripes)
        return palette[:2]
    if kind < 0.8:
        # Brown shadow stripes along the middle of the gaps.
        shadow = field + 0.6 * level < -rng.uniform(1.5, 1.7)
        canvas.assign(np.where(stripes, 1, np.where(shadow, 2, 0)))
        return palette
    # A second tone hangs along one side of every stripe, like a misprint.
    shift = int(canvas.pixels * rng.uniform(0.010, 0.018))
    beside = np.roll(stripes, (shift, shift), axis=(0, 1))
    canvas.assign(np.where(stripes, 1, np.where(beside, 2, 0)))
    return palette


def _grown(rng: np.random.Generator, size: int = 128, steps: int = 9) -> np.ndarray:
    """Bands run through a band-pass and a saturation by turns: (size, size), about a cosine across each stripe.

    The Swift-Hohenberg way to grow a coat: where neighbouring bands disagree, they heal as forks and ends. The
    band-pass also prefers one direction; without that the stripes close up into a labyrinth.
    """
    stripes = rng.uniform(6.0, 13.0)
    slope = rng.uniform(0, np.pi) if rng.random() < 0.35 else float(rng.choice([0.0, np.pi / 2])) + rng.normal(0, 0.12)
    axis = (np.arange(size) + 0.5) / size
    kx, ky = np.round(stripes * np.cos(slope)), np.round(stripes * np.sin(slope))
    phase = kx * axis[None, :] + ky * axis[:, None] + rng.uniform(0.6, 1.3) * noise(rng, size, rng.uniform(26, 50))
    if rng.random() < 0.35:
        # Stripes that bow over a spine, as across a zebra's back.
        along = axis[None, :] if abs(np.sin(slope)) > 0.7 else axis[:, None]
        phase = phase + rng.uniform(1.0, 2.8) * (0.5 + 0.5 * np.cos(2 * np.pi * along))
    wave = np.cos(2 * np.pi * phase) + rng.uniform(1.0, 2.2) * noise(rng, size, 10)
    fx, fy = np.fft.rfftfreq(size)[None, :] * size, np.fft.fftfreq(size)[:, None] * size
    frequency = np.hypot(fx, fy)
    aslant = (fx * np.sin(slope) - fy * np.cos(slope)) / np.maximum(frequency, 1)
    keep = np.exp(-(((frequency - stripes) / (0.32 * stripes)) ** 2) - (aslant / rng.uniform(0.38, 0.62)) ** 2)
    for _ in range(steps):
        wave = fft.irfft2(fft.rfft2(np.tanh(wave)) * keep, s=(size, size))
        wave = 1.5 * wave / wave.std()
    return wave / 1.06


def _fine(field: np.ndarray, pixels: int) -> np.ndarray:
    """The same periodic field at more pixels, by padding its spectrum."""
    size = len(field)
    half = min(size, pixels) // 2
    spectrum = fft.rfft2(field)
    wide = np.zeros((pixels, pixels // 2 + 1), dtype=np.complex64)
    wide[:half, :half] = spectrum[:half, :half]
    wide[-half + 1 :, :half] = spectrum[-half + 1 :, :half]
    # Sampled at the pixels' centres in both grids: undo the half-pixel shift between them.
    shift = np.exp(-1j * np.pi * np.fft.fftfreq(pixels) * pixels * (1 / size - 1 / pixels))
    wide *= (shift[:, None] * shift[None, : pixels // 2 + 1]).astype(np.complex64)
    return fft.irfft2(wide, s=(pixels, pixels)) * (pixels / size) ** 2
