"""Stand-ins for the engine: one that works, and some that do not."""

import threading
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fashionforward.attributes.edit import Edit
from fashionforward.errors import NothingToEdit


@dataclass
class FakeRendering:
    rgb: NDArray[np.float32]
    matte: NDArray[np.float32]
    worn: bool = False


@dataclass
class TintEngine:
    """Paints the middle of every photograph, an ellipse with soft edges, in the edit's colour."""

    device: str = "cpu"
    parsed: int = 0
    mattes: list[Any] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def parse(self, rgb: NDArray[np.float32]) -> NDArray[np.float32]:
        assert rgb.dtype == np.float32 and rgb.ndim == 3 and rgb.shape[2] == 3
        assert rgb.min() >= 0 and rgb.max() <= 1
        with self.lock:
            self.parsed += 1
        return ellipse(rgb.shape[0], rgb.shape[1])

    def render(
        self,
        rgb: NDArray[np.float32],
        parse: NDArray[np.float32],
        edit: Edit,
        *,
        sku: str,
        matte: NDArray[np.float32] | None = None,
    ) -> FakeRendering:
        with self.lock:
            self.mattes.append(matte)
        used = parse if matte is None else matte
        color = np.asarray(edit.color or (edit.colors or ((0.1, 0.5, 0.3),))[0], np.float32)
        mixed = rgb + used[..., None] * (color * rgb.mean(axis=2, keepdims=True) * 1.6 - rgb)
        return FakeRendering(np.clip(mixed, 0, 1).astype(np.float32), used)


class EmptyEngine(TintEngine):
    """Finds no garment anywhere."""

    def render(self, *args: Any, **kwargs: Any) -> FakeRendering:
        raise NothingToEdit("no top in the photograph")


class CrashingEngine(TintEngine):
    """Dies on the photographs whose stock-keeping unit is in `victims`."""

    def __init__(self, *victims: str) -> None:
        super().__init__()
        self.victims = victims

    def render(self, rgb: Any, parse: Any, edit: Edit, *, sku: str, matte: Any = None) -> FakeRendering:
        if sku in self.victims:
            raise RuntimeError("the graph exploded")
        return super().render(rgb, parse, edit, sku=sku, matte=matte)


class GarbageEngine(TintEngine):
    """Returns something that is no picture of the photograph's size."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind

    def render(self, *args: Any, **kwargs: Any) -> FakeRendering:
        rendering = super().render(*args, **kwargs)
        if self.kind == "nan":
            rendering.rgb[0, 0] = np.nan
        elif self.kind == "shape":
            rendering.rgb = rendering.rgb[1:]
        elif self.kind == "matte":
            rendering.matte = rendering.matte[..., None]
        elif self.kind == "none":
            return None  # type: ignore[return-value]
        return rendering


def ellipse(height: int, width: int) -> NDArray[np.float32]:
    """A matte: 1 in the middle, a soft edge, exactly 0 outside."""
    y, x = np.mgrid[0:height, 0:width]
    distance = np.hypot((y - height / 2 + 0.5) / (height * 0.38), (x - width / 2 + 0.5) / (width * 0.34))
    return np.clip((1 - distance) * 12, 0, 1).astype(np.float32)
