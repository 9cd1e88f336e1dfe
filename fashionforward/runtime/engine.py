"""From pixels to pixels: parse a photograph once, render any number of edits of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

import numpy as np

from fashionforward.attributes.edit import SOLID, Edit
from fashionforward.errors import NothingToEdit
from fashionforward.imaging.blending import Rim, blend, put
from fashionforward.imaging.colour_model import bins_of, tell_parts
from fashionforward.imaging.fastenings import leave_fastenings
from fashionforward.imaging.front import find_opening, leave_zip
from fashionforward.imaging.guided import refine_matte
from fashionforward.imaging.letterbox import Letterbox, enter
from fashionforward.imaging.levels import LEVELS, Light, measure_light
from fashionforward.imaging.main_colour import colour_evidence, settle_main
from fashionforward.imaging.pooling import main_share, pool_features
from fashionforward.imaging.transfer import to_linear, to_srgb
from fashionforward.imaging.trim import leave_trim
from fashionforward.runtime.bank import FILE, StyleBank
from fashionforward.runtime.cloth import coordinates, place
from fashionforward.runtime.designs import Designs
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.edged import Edged, find_edges
from fashionforward.runtime.field import FieldCache
from fashionforward.runtime.hanging import find_hanging
from fashionforward.runtime.limbs import find_limbs
from fashionforward.runtime.look import Window, nearer, recall, together, whole
from fashionforward.runtime.paint import Paint
from fashionforward.runtime.pixels import run_pixels
from fashionforward.runtime.regions import PERSON, UPPER, is_worn, kind_at, select
from fashionforward.runtime.seam import check_seam
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.settling import settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from fashionforward.runtime.card import Card
    from fashionforward.runtime.pattern import Pattern
    from fashionforward.runtime.weights import Weights
    from fashionforward.userprints.store import UserPrint

    Array = NDArray[np.float32]
    Part = slice | NDArray[np.intp]

LIT, WHITEST = 85, 0.85
"""A print's brightest colour reaches so much of white, in linear light, where the cloth is lit as this percentile of it is."""

BLANK = 0.004
"""Standard deviation in sRGB under which a photograph shows nothing: every cloth has some grain, or light on it."""

BLOCK = 1 << 20
"""Pixels of cloth that are drawn at once: what lies between two steps does not grow with the photograph."""

KEPT = 4 << 20
"""Pixels of a photograph up to which what print and colourway may share is kept; of a larger one it is found twice."""

ALIKE = 0.3
"""Where print and colourway would change no pixel of the canvas by more than this differently, they change the same."""

LOOKED_AT = 40000
"""Pixels, spread evenly over the garment, whose light says how bright a print may be."""

SAMPLES = 4000
"""Pixels on which the median colour is brought to the colour asked for."""


@dataclass(frozen=True)
class Cloth:
    """What every edit of one matte of one photograph shares.

    at: (N,) its pixels with alpha above 0, in the photograph laid flat. alpha: (N,). rim: what soft pixels are blended with.
    levels: (LEVELS, N).
    here: (N, 2) places on the garment (`cloth.place`), which a colourway does without. film: (1, depth, 2, width).
    lit: log light where alpha is whole, of some pixels. width: of the garment, in pixels. matte: (H, W), alpha in the whole photograph.
    """

    at: NDArray[np.intp]
    alpha: Array
    rim: Rim
    levels: Array
    here: Array
    film: Array
    lit: Array
    width: float
    matte: Array


@dataclass
class Parse:
    """What the parser said of one photograph, or of a window of it, on its canvas (h, w).

    image: (height, width) of the photograph; window: the rows and columns of it that lie on the canvas, in `box`. first: the look at
    the whole photograph where this is a second one, from nearer.
    parts: (7, h, w) probabilities. matte, main: (h, w) alpha. shading: (h, w) log shading up to a constant. cloth: (64, h/4, w/4).
    canvas: (h, w, 3) sRGB; inside: where the photograph lies on it.
    What the canvas tells of a garment is kept by region, for a print and for a colourway; mattes at the photograph's resolution as
    they are refined, what is made of them, where the front opens, and what all edits share by region and whether it is a colourway;
    and the edges that were found last.
    """

    image: tuple[int, int]
    window: Window
    box: Letterbox
    canvas: Array
    inside: NDArray[np.bool_]
    parts: Array
    matte: Array
    main: Array
    shading: Array
    cloth: Array
    first: Parse | None = None
    garments: dict[str, tuple[Array, Array]] = field(default_factory=dict)
    refined: dict[tuple[str, bool], Array] = field(default_factory=dict)
    mattes: dict[tuple[str, bool], Array] = field(default_factory=dict)
    openings: dict[tuple[str, bool], Array | None] = field(default_factory=dict)
    cloths: dict[tuple[str, bool], Cloth] = field(default_factory=dict)
    edged: tuple[Edged, Array] | None = None

    @cached_property
    def bins(self) -> NDArray[np.intp]:
        """(h, w): the canvas's colours, as they are counted."""
        return bins_of(self.canvas)

    @cached_property
    def told(self) -> Array:
        """(7, h, w): the parts, told by their colours, too, where somebody wears more than one."""
        return tell_parts(self.parts, self.bins, self.inside) if self.worn else self.parts

    @property
    def worn(self) -> bool:
        """Whether somebody wears the garment."""
        return is_worn(self.parts, self.matte)

    @property
    def person(self) -> Array:
        """(h, w): the probability of skin and hair."""
        return self.parts[PERSON]

    @property
    def main_share(self) -> Array:
        """(h, w) in [0, 1]: how much of the garment at a pixel is of its main colour."""
        return main_share(self.main, self.matte, self.worn)


@dataclass(frozen=True)
class Rendering:
    """rgb (H, W, 3) float32 sRGB in [0, 1]; matte (H, W) float32 in [0, 1], exactly 0 where nothing changes.

    worn: somebody wears the garment.
    """

    rgb: Array
    matte: Array
    worn: bool = False


class Engine:
    """The model, run by ONNX Runtime. Several threads may parse and render at once."""

    def __init__(
        self,
        card: Card,
        sessions: Sessions,
        bank: StyleBank,
        canvas: tuple[int, int],
        own: Mapping[str, UserPrint] = MappingProxyType({}),
    ) -> None:
        self.card, self.canvas = card, canvas
        self._sessions, self._bank = sessions, bank
        self._designs = Designs(card, bank, sessions, own)
        self._fields = FieldCache()

    @classmethod
    def load(cls, weights: Weights, device: str = "auto", threads: int | None = None) -> Engine:
        """Open the weights on a device. Raises NoDevice, MissingDependency, BadWeights."""
        chosen = choose_device(device)
        weights.verify()
        sessions = Sessions(weights.path, chosen, threads)
        check_seam(sessions, weights.card)
        bank = StyleBank(weights.path / FILE, tuple(weights.card.prints))
        height, width = weights.card.canvas
        return cls(weights.card, sessions, bank, (height, width), weights.own_prints)

    @property
    def device(self) -> str:
        """Its name: "cpu" or "cuda:0"."""
        return self._sessions.device.name

    @property
    def providers(self) -> tuple[str, ...]:
        """ONNX Runtime's providers in use."""
        return self._sessions.providers

    def parse(self, rgb: Array) -> Parse:
        """rgb (H, W, 3) float32 sRGB in [0, 1]. Looks twice where the garment is small in it (`look`), at people mirrored too."""
        first = self._look(rgb, whole(rgb.shape[:2]))
        if first.worn:
            first = self._mirrored(first)
        window = nearer(first.matte, first.box, worn=first.worn)
        if window is None:
            return first
        second = self._look(rgb, window)
        if first.worn:
            second = self._mirrored(second)
        seen = np.stack([first.matte, first.main, *first.parts], -1)
        matte, main, *parts = recall(seen, first.box, window, second.box).transpose(2, 0, 1)
        return replace(
            second,
            first=first,
            matte=together(matte, second.matte),
            main=together(main, second.main),
            parts=np.where(second.inside, together(np.stack(parts), second.parts), second.parts),
        )

    def _look(self, rgb: Array, window: Window) -> Parse:
        canvas, box = enter(rgb[window], self.canvas)
        out = self._see(canvas)
        inside = np.zeros(self.canvas, bool)
        inside[box.top : box.top + box.height, box.left : box.left + box.width] = True
        return Parse(
            rgb.shape[:2],
            window,
            box,
            canvas,
            inside,
            out["parts"],
            out["matte"][0] * inside,
            out["main"][0] * inside,
            out["shading"][0],
            out["cloth"],
        )

    def _see(self, canvas: Array) -> dict[str, Array]:
        """What the parser says of a canvas (h, w, 3): maps (C, h, w) by name."""
        out = self._sessions.run("parser", {"image": canvas.transpose(2, 0, 1)[None]})
        return {name: maps[0] for name, maps in out.items()}

    def _mirrored(self, parse: Parse) -> Parse:
        """A look, and what its mirror image looks like, as one: which garment people wear is hard to tell."""
        seen = self._see(np.ascontiguousarray(parse.canvas[:, ::-1]))
        parts, matte, main = (seen[name][..., ::-1] for name in ("parts", "matte", "main"))
        return replace(
            parse,
            parts=np.asarray((parse.parts + parts) / 2, np.float32),
            matte=(parse.matte + matte[0] * parse.inside) / 2,
            main=(parse.main + main[0] * parse.inside) / 2,
        )

    def render(self, rgb: Array, parse: Parse, edit: Edit, *, sku: str, matte: Array | None = None) -> Rendering:
        """Apply an edit. rgb as given to `parse`; matte: (H, W) the studio's own, or None for ours.

        Raises NothingToEdit when the region asked for is not in the photograph.
        """
        if matte is not None and parse.first is not None:
            parse = parse.first  # the studio's matte may reach further than the window
        seen = rgb[parse.window]
        key = ("own" if matte is not None else edit.region, edit.print is None)
        alpha = self._matte(seen, parse, key, matte)
        cloth = parse.cloths.get(key) or parse.cloths.setdefault(key, self._cloth(seen, alpha, parse, key))
        paint = self._paint(edit, cloth.width)
        out, lay = np.array(rgb, np.float32), (sku, edit.scale)
        flat = out.reshape(-1, 3)
        centred = self._centre(cloth, lay, paint) if paint.field is None else _dimmed(paint, cloth.lit)
        for start in range(0, len(cloth.at), BLOCK):
            part = slice(start, start + BLOCK)
            put(flat, cloth.at[part], self._draw(cloth, part, lay, centred))
        return Rendering(out, cloth.matte, parse.worn)

    def _draw(self, cloth: Cloth, part: Part, lay: tuple[str, float], paint: Paint) -> Array:
        """(n, 3) sRGB of some of the cloth's pixels. lay: SKU and scale, where a print lies."""
        here = cloth.here[part]
        asked = paint.log_albedo(here if paint.field is None else coordinates(here, *lay))
        new = run_pixels(self._sessions, {"levels": cloth.levels[:, part], "asked": asked}, {"film": cloth.film})
        return blend(new, cloth.rim.of(part))

    def _matte(self, rgb: Array, parse: Parse, key: tuple[str, bool], own: Array | None) -> Array:
        """The native matte of what changes: the garment for a print, its main colour for `color` alone."""
        region, colourway = key
        if own is not None and not colourway:
            alpha = own
        elif key in parse.mattes:
            alpha = parse.mattes[key]
        elif own is not None:
            evidence = colour_evidence(parse.main_share, parse.matte, parse.canvas, parse.shading)
            main = settle_main(parse.main_share, parse.matte, evidence)
            alpha = parse.mattes[key] = own * refine_matte(main, rgb, parse.box)
        elif float(parse.canvas[parse.inside].std(0).max()) < BLANK:
            raise NothingToEdit("the photograph is blank")
        else:
            alpha = self._refined(rgb, parse, region, colourway)
            if not colourway:
                # no trousers open all the way down
                rough = parse.garments[region][0]
                below = parse.worn and kind_at(parse.told, *np.nonzero(rough > 0.5)) == "bottom"
                line = parse.openings[key] = None if below else find_opening(alpha, rgb)
                alpha = leave_fastenings(alpha if line is None else leave_zip(alpha, rgb, line), rgb)
            parse.mattes[key] = alpha
        if float(alpha.max(initial=0.0)) < 0.5:
            raise NothingToEdit("nothing in the photograph is sure enough to be changed")
        return alpha

    def _refined(self, rgb: Array, parse: Parse, region: str, colourway: bool) -> Array:
        """The matte of a print or a colourway, brought to the photograph's resolution: one where both change the same."""
        roughs = parse.garments.get(region) or parse.garments.setdefault(region, self._garment(parse, region))
        key = region, colourway and roughs[1] is not roughs[0]
        if key not in parse.refined:
            rough = settle(roughs[key[1]], parse.bins, parse.inside, parse.person)
            parse.refined[key] = refine_matte(rough, rgb, parse.box)
        return parse.refined[key]

    def _garment(self, parse: Parse, region: str) -> tuple[Array, Array]:
        """A region's alpha on the canvas (h, w): what a print changes, and a colourway."""
        rough = parse.matte * select(parse.told, parse.matte, region, parse.canvas, parse.inside)
        evidence = colour_evidence(parse.main_share, rough, parse.canvas, parse.shading)
        printed, main = leave_trim(rough, evidence), rough * settle_main(parse.main_share, rough, evidence)
        return printed, printed if float(np.abs(printed - main).max()) < ALIKE else main

    def _edged(self, rgb: Array, alpha: Array, parse: Parse, *, only_inside: bool) -> tuple[Edged, Array]:
        if parse.edged is not None and parse.edged[0].of is alpha:
            return parse.edged
        found = find_edges(rgb, alpha, parse.window, parse.image, only_inside=only_inside)
        if rgb.shape[0] * rgb.shape[1] <= KEPT:
            parse.edged = found
        return found

    def _cloth(self, rgb: Array, matte: Array, parse: Parse, key: tuple[str, bool]) -> Cloth:
        edged, old = self._edged(rgb, matte, parse, only_inside=key[0] == "own")
        cut, alpha, inside = edged.cut, edged.alpha, edged.inside
        light = measure_light(old, alpha, parse.box, cut, parse.canvas, None if key[1] else parse.shading)
        del old  # the next steps make more planes
        levels = np.empty((LEVELS, len(inside)), np.float32)
        for index, row in enumerate(levels):
            light.level(index).reshape(-1).take(inside, out=row, mode="clip")  # "raise" would write to a copy first
        here = np.zeros((len(inside), 2), np.float32)
        if not key[1]:
            y = inside // alpha.shape[1]
            x = inside - y * alpha.shape[1]
            opening = parse.openings.get(key)
            opening = None if opening is None else opening[cut[0]] - cut[1].start
            kind = self._kind(parse, y + cut[0].start, x + cut[1].start) if parse.worn else None
            limbs = find_limbs(alpha, opening, legs=kind not in ("top", "outer"), sleeves=kind != "bottom")
            if kind in UPPER:
                limbs += find_hanging(alpha, rgb[cut], limbs, opening)
            here = place(alpha, light.level(3), y, x, limbs, opening, worn=parse.worn)
        columns = np.flatnonzero(alpha.max(0) > 0.5)
        width = float(columns[-1] - columns[0] + 1) if len(columns) else float(alpha.shape[1])
        some = slice(None, None, len(inside) // LOOKED_AT + 1)
        lit = levels[0, some][edged.share[some] > 0.9]
        film = self._film(parse, light)
        return Cloth(edged.at, edged.share, edged.rim, levels, here, film, lit, width, edged.matte)

    def _kind(self, parse: Parse, y: NDArray[np.intp], x: NDArray[np.intp]) -> str:
        """Which garment lies at some pixels of the parse's window."""
        step = max(1, len(y) // SAMPLES)
        box = parse.box
        rows = box.top + (y[::step] * box.height) // box.image[0]
        columns = box.left + (x[::step] * box.width) // box.image[1]
        return kind_at(parse.told, rows, columns)

    def _film(self, parse: Parse, light: Light) -> Array:
        """How this cloth takes light: encode what it looks like, decode the response's conditioning."""
        pooled = pool_features(parse.cloth, parse.matte * parse.main)
        feeds = {"features": pooled[None], "statistics": light.statistics[None], "old": light.colour[None]}
        return self._sessions.run("cloth", feeds)["film"]

    def _paint(self, edit: Edit, width: float) -> Paint:
        """What an edit puts onto a garment so many pixels wide."""
        if edit.print in (None, SOLID):
            colour = edit.color or (edit.colors[0] if edit.colors else None)
            if colour is None:
                colour = tuple(self._bank.draw(SOLID, edit.seed).palette[0])
            return Paint(np.array([colour], np.float32))
        pattern, key = self._designs.of(edit)
        palette = pattern.palette.copy()
        for index, colour in enumerate(edit.colors):
            palette[index] = colour
        if edit.colors:
            # entries past the last colour given start again behind the ground, so that no colour comes from elsewhere
            given = np.array(edit.colors, np.float32)
            rest = given[1:] if len(given) > 1 else given
            for index in range(len(given), len(palette)):
                palette[index] = rest[(index - len(given)) % len(rest)]
        if edit.color is not None:
            palette[0] = edit.color
        field, sharpness = self._fields.get(key, pattern.logits, cells_a_pixel=256 / (edit.scale * width))
        return Paint(palette, field, sharpness)

    def pattern(self, edit: Edit) -> Pattern:
        """The design that an edit's print is, before it lies on a garment. Raises BadAttribute for an unknown one."""
        return self._designs.of(edit)[0]

    def _centre(self, cloth: Cloth, lay: tuple[str, float], paint: Paint) -> Paint:
        """Move the palette until the median colour seen is the one asked for, as a retoucher judges a colourway."""
        whole = np.flatnonzero(cloth.alpha > 0.95)
        if not len(whole):
            return paint
        pick = whole[:: max(1, len(whole) // SAMPLES)]
        asked = paint.palette
        for _ in range(2):
            seen = np.median(self._draw(cloth, pick, lay, paint), axis=0)
            paint = replace(paint, palette=np.clip(paint.palette + (asked - seen), 0, 1).astype(np.float32))
        return paint


def _dimmed(paint: Paint, light: Array) -> Paint:
    return replace(paint, palette=leave_headroom(paint.palette, light))


def leave_headroom(palette: Array, light: Array) -> Array:
    """Darken a print's palette (6, 3) sRGB until folds still show on its brightest colour.

    light: (N,) log light on the garment. White cloth in a photograph is as bright as its lit side allows, not as bright as paper.
    """
    if not light.size:
        return palette
    brightest = float(to_linear(palette).max()) * float(np.exp(np.percentile(light, LIT)))
    return to_srgb(to_linear(palette) * min(1.0, WHITEST / max(brightest, 1e-6)))
