"""What the batch needs of an engine, so that it can run with any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from fashionforward.errors import BadRendering

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from fashionforward.attributes.edit import Edit


class Rendering(Protocol):
    """What an edit made of a photograph, at its size."""

    @property
    def rgb(self) -> NDArray[np.float32]:
        """(H, W, 3) float32 sRGB in [0, 1]: the whole picture."""
        ...

    @property
    def matte(self) -> NDArray[np.float32]:
        """(H, W) float32 in [0, 1], exactly 0 where nothing changes."""
        ...

    @property
    def worn(self) -> bool:
        """Whether somebody wears the garment, and so more than one."""
        ...


class Engine(Protocol):
    """Safe to call from several threads. `runtime.engine.Engine` is the real one."""

    def parse(self, rgb: NDArray[np.float32]) -> Any:
        """Find the garment in a photograph: (H, W, 3) float32 sRGB in [0, 1]. Done once an item."""
        ...

    def render(
        self, rgb: NDArray[np.float32], parse: Any, edit: Edit, *, sku: str, matte: NDArray[np.float32] | None = None
    ) -> Rendering:
        """Apply an edit. `matte`: the studio's own, (H, W) in [0, 1]. Raises `errors.NothingToEdit`."""
        ...


def check_rendering(rendering: Rendering, size: tuple[int, int]) -> None:
    """Refuse what is not a picture of (height, width).

    Raises:
        BadRendering: wrong shape, or values that are no numbers.
    """
    import numpy as np  # a run that finds nothing to do does without

    for name, array, shape in (("rgb", rendering.rgb, (*size, 3)), ("matte", rendering.matte, size)):
        if array.shape != shape:
            raise BadRendering(f"the engine's {name} has shape {array.shape}, not {shape}")
        if not np.isfinite(np.vdot(array, array)):  # no number, and nothing without bounds, is lost in a sum of squares
            raise BadRendering(f"the engine's {name} holds values that are no numbers")
