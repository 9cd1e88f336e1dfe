"""Contact sheets."""

from pathlib import Path, PurePath

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from fashionforward.attributes.edit import Edit
from fashionforward.catalog.photograph import Photograph
from fashionforward.catalog.write import partial_path
from fashionforward.review import captions
from fashionforward.review.sheet import SIZE, Pair, _Type, draw_sheet
from fashionforward.review.thumbnail import after_path, before_path, save_thumbnail, thumbnail
from tests.catalog.samples import wide_profile

EDIT = Edit("color-navy", color=(0, 0, 0.5))
BEFORE = Image.new("RGB", (288, 300), "#00ff00")
AFTER = Image.new("RGB", (288, 300), "#0000ff")


def test_before_is_above_after(tmp_path: Path) -> None:
    page = np.asarray(draw_sheet([Pair(PurePath("a.jpg"), BEFORE, AFTER, "A-1")], "color-navy", 1))
    green, blue = ((page == color).all(-1) for color in ((0, 255, 0), (0, 0, 255)))
    assert green.any() and blue.any()
    assert np.nonzero(green)[0].max() < np.nonzero(blue)[0].min()
    assert set(np.nonzero(green)[1]) == set(np.nonzero(blue)[1])


def test_a_caption_says_sku_seed_day_path_and_mark_each_in_its_place() -> None:
    whole = Pair(PurePath("tees/юбка №1.jpg"), BEFORE, AFTER, "HD-1001", "7", "2026-11-22", "review: spill 0.7 > 0.5")
    page = np.asarray(draw_sheet([whole], "palm", 1))
    seen = set()
    for other in ({"relative": PurePath(" ")}, {"sku": ""}, {"seed": ""}, {"made": ""}, {"mark": ""}):
        changed = np.nonzero((np.asarray(draw_sheet([whole._replace(**other)], "palm", 1)) != page).any((1, 2)))[0]
        seen.add((changed.min() // 10, next(iter(other)) in ("made", "relative")))
    assert len(seen) == 4, "day and path share a line, and no other two do"
    assert max(where for where, _ in seen) * 10 < page.shape[0] - 48 - 14, "the last line is inside the sheet"


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=300))
def test_captions_fit_whatever_they_hold(text: str) -> None:
    with pytest.MonkeyPatch.context() as here:
        here.setattr(captions, "_installed", lambda block: None)  # asking fontconfig for each takes its time
        shown = _Type(15).fit(text, SIZE[0])
        assert _Type(15).length(shown) <= SIZE[0]
        assert "\n" not in shown
        draw_sheet([Pair(PurePath(text or "a"), BEFORE, AFTER, text, "7", "2026-11-22", text)], "x", 1)


def test_thumbnails_fit_their_box_and_keep_their_shape() -> None:
    pixels = np.zeros((2000, 1000, 3), np.uint8)
    small = thumbnail(Photograph(pixels, "PNG"), pixels)
    assert small.size == (280, 560)


def test_thumbnails_show_transparency_as_white() -> None:
    pixels = np.zeros((40, 30, 4), np.uint8)
    assert thumbnail(Photograph(pixels, "PNG"), pixels).getpixel((5, 5)) == (255, 255, 255)


def test_thumbnails_are_srgb() -> None:
    pixels = np.full((40, 30, 3), (255, 0, 0), np.uint8)
    shown = thumbnail(Photograph(pixels, "PNG", icc=wide_profile()), pixels).getpixel((5, 5))
    assert isinstance(shown, tuple) and shown[1] > 240 and shown[0] < 20


def test_thumbnails_are_saved_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = after_path(tmp_path, "palm", PurePath("tees/a.png"))
    save_thumbnail(path, AFTER)
    with Image.open(path) as saved:
        assert saved.size == AFTER.size and saved.format == "JPEG"
    assert [found.name for found in path.parent.iterdir()] == ["a.png.jpg"]
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("full")))
    with pytest.raises(OSError, match="full"):
        save_thumbnail(path, BEFORE)
    assert [found.name for found in path.parent.iterdir()] == ["a.png.jpg"]


def test_what_a_killed_run_left_of_a_thumbnail_goes(tmp_path: Path) -> None:
    partial_path(tmp_path / "a.jpg").write_bytes(b"half of")
    save_thumbnail(tmp_path / "a.jpg", Image.new("RGB", (3, 3)))
    assert [path.name for path in tmp_path.iterdir()] == ["a.jpg"]


def test_names_that_differ_in_their_ending_have_two_thumbnails(tmp_path: Path) -> None:
    paths = {
        where(name)
        for name in ("a.jpg", "a.png")
        for where in (
            lambda name: before_path(tmp_path, PurePath(name)),
            lambda name: after_path(tmp_path, "before", PurePath(name)),
        )
    }
    assert len(paths) == 4
