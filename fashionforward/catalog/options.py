"""How a run's files are named, encoded and marked."""

from dataclasses import dataclass

from fashionforward.catalog.export import PRESETS, ExportPreset
from fashionforward.catalog.names import check_template
from fashionforward.errors import UsageError

LAYERS = ("psd", "tiff")


@dataclass(frozen=True)
class FileOptions:
    """The options of a run that concern files and not what is in the picture, checked.

    Attributes:
        quality: of lossy formats, 1 to 100; None: as the input's own, as near as its format tells.
        layers: write a layered file for the retoucher too: "psd", "tiff" or None.
        marking: say in XMP that the picture was edited by a trained model, with which edit, seed and weights.
        drop_gps: leave away where a photograph was taken.
        name: template of the images' paths below the output folder (`catalog.names`); None: the preset's, or
            `<edit>/<relative path>`.
        export_for: a marketplace whose sizes, shape, background and format the images get, of `catalog.export.PRESETS`.
    """

    quality: int | None = None
    layers: str | None = None
    marking: bool = True
    drop_gps: bool = False
    name: str | None = None
    export_for: str | None = None

    def __post_init__(self) -> None:
        if self.quality is not None and not 1 <= self.quality <= 100:
            raise UsageError(f"--quality {self.quality}: 1 to 100.")
        if self.layers is not None and self.layers not in LAYERS:
            raise UsageError(f"--layers {self.layers}: {' or '.join(LAYERS)}.")
        if self.export_for is not None and self.export_for not in PRESETS:
            raise UsageError(f"--export-for {self.export_for}: one of {', '.join(PRESETS)}.")
        if self.name is not None:
            check_template(self.name)

    @property
    def preset(self) -> ExportPreset | None:
        """The marketplace's requirements, or None."""
        return None if self.export_for is None else PRESETS[self.export_for]

    @property
    def template(self) -> str | None:
        """The template in force; None: `<edit>/<relative path>`."""
        return self.name or (self.preset.name if self.preset else None)

    @property
    def fingerprint(self) -> tuple[object, ...]:
        """What makes other files of the same rendering: a ledger that finds it changed makes them again."""
        return (self.quality, self.layers, self.marking, self.drop_gps, self.export_for)
