"""Smooth random fields on the torus."""

from __future__ import annotations

import numpy as np
from PIL import Image
from scipy import fft

from fashionforward.prints.design import FIELD_SIZE


def noise(
    rng: np.random.Generator,
    pixels: int,
    scale: float,
    octaves: int = 1,
    stretch: tuple[float, float] = (1.0, 1.0),
    gain: float = 0.5,
) -> np.ndarray:
    """Periodic noise, (pixels, pixels) float32, mean 0 and variance 1; the same pattern at every resolution.

    scale: size of its features, in cells (half a wavelength); each octave halves it and is `gain` times as strong.
    stretch: along x, y: (3, 1) draws features three times as wide as high.
    """
    modes = int(np.ceil(2.2 * 2 ** (octaves - 1) * FIELD_SIZE / (2 * scale) / min(*stretch, 1.0)))
    ky = np.arange(-modes, modes + 1)[:, None]
    kx = np.arange(0, modes + 1)[None, :]
    wave = np.hypot(kx * stretch[0], ky * stretch[1]) * (2 * scale) / FIELD_SIZE  # 1 at the features' own frequency
    power = np.zeros(wave.shape)
    for octave in range(octaves):
        band = wave / 2**octave
        power += gain**octave / 2**octave * band * np.exp(-(band**2))
    values = (rng.normal(size=wave.shape) + 1j * rng.normal(size=wave.shape)) * power
    spectrum = np.zeros((pixels, pixels // 2 + 1), dtype=np.complex64)
    # All modes are drawn whatever the resolution, and those that it cannot hold left out.
    held = min(modes, pixels // 2 - 1)
    spectrum[: held + 1, : held + 1] = values[modes : modes + held + 1, : held + 1]
    spectrum[-held:, : held + 1] = values[modes - held : modes, : held + 1]
    spectrum[0, 0] = 0
    field = fft.irfft2(spectrum, s=(pixels, pixels))
    return field / field.std()


def broad(rng: np.random.Generator, pixels: int, scale: float, octaves: int = 1) -> np.ndarray:
    """`noise` of features wider than a few cells, drawn at the field's size and enlarged: a fraction of the work."""
    return enlarged(noise(rng, FIELD_SIZE, scale, octaves), pixels)


def enlarged(field: np.ndarray, pixels: int) -> np.ndarray:
    """A periodic field, (n, n), at (pixels, pixels), bicubic across its seams: float32."""
    size, rim = len(field), 4
    wide = Image.fromarray(np.pad(field.astype(np.float32), rim, mode="wrap"))
    box = (rim, rim, rim + size, rim + size)
    return np.asarray(wide.resize((pixels, pixels), Image.Resampling.BICUBIC, box=box))


def sample(field: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """A periodic field read at points in cells (they wrap), nearest pixel."""
    scale = len(field) / FIELD_SIZE
    column = np.floor(np.asarray(x) * scale).astype(np.int64) % len(field)
    row = np.floor(np.asarray(y) * scale).astype(np.int64) % len(field)
    return field[row, column]


def threshold(field: np.ndarray, share: float) -> np.ndarray:
    """Where a field is in its upper `share`: bool. Coverage is then what a designer asked for, whatever the noise."""
    return field > np.quantile(field[::4, ::4], 1 - share)


def warped(field: np.ndarray, dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """A periodic field pulled about: its value at each pixel is read `dx`, `dy` cells away, nearest pixel."""
    size = len(field)
    scale = size / FIELD_SIZE
    row = np.arange(size)[:, None] + np.rint(dy * scale).astype(np.int32)
    column = np.arange(size)[None, :] + np.rint(dx * scale).astype(np.int32)
    return np.take(field, (row % size) * size + column % size)
