"""Designs: their contract, their seams, their detail, and that seeds make a difference."""

from __future__ import annotations

import functools
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import fashionforward.prints.family as package
from fashionforward.prints import FIELD_SIZE, PALETTE_SIZE, Design, colorize, draw, families

NAMES = families()
SEEDS = range(3)

SOFT = {"tie_dye", "marble", "ombre", "denim_wash", "heather"}
"""Families whose colours do run into one another."""

design = functools.cache(draw)  # a design is drawn once for all tests


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_contract(name: str, seed: int) -> None:
    drawn = design(name, seed)
    assert drawn.weights.shape == (PALETTE_SIZE, FIELD_SIZE, FIELD_SIZE)
    assert drawn.weights.dtype == drawn.palette.dtype == np.float32
    assert drawn.weights.min() >= 0
    np.testing.assert_allclose(drawn.weights.sum(axis=0), 1, atol=1e-5)
    assert drawn.palette.shape == (PALETTE_SIZE, 3)
    assert drawn.palette.min() >= 0 and drawn.palette.max() <= 1
    assert (drawn.family, drawn.seed) == (name, seed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_cloth_shows_several_colours(name: str, seed: int) -> None:
    drawn = design(name, seed)
    shares = drawn.weights.mean(axis=(1, 2))
    if name == "solid":
        assert shares[0] == 1
        return
    seen = np.flatnonzero(shares > 0.01)
    assert len(seen) >= 2
    # Two colours that are told apart: somewhere in the design there is contrast to see.
    apart = np.abs(drawn.palette[seen][:, None] - drawn.palette[seen][None]).sum(axis=-1)
    assert apart.max() > 0.15


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("seed", SEEDS)
def test_tile_has_no_seam(name: str, seed: int) -> None:
    labels = design(name, seed).weights.argmax(axis=0)
    for axis in (0, 1):
        changes = (labels != np.roll(labels, 1, axis=axis)).mean(axis=1 - axis)
        # changes[0] compares the last line with the first. A tile that does not close changes there nearly everywhere;
        # one that does changes no more than somewhere inside (a ruled edge may lie on the seam, as it may anywhere).
        assert changes[0] <= max(1.25 * changes[1:].max(), 0.03), f"seam across axis {axis}"


def test_seam_check_finds_a_seam() -> None:
    broken = design("palm_print", 0).weights[:, :200].argmax(axis=0)
    changes = (broken != np.roll(broken, 1, axis=0)).mean(axis=1)
    assert changes[0] > max(1.25 * changes[1:].max(), 0.03)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in SOFT])
@pytest.mark.parametrize("seed", SEEDS)
def test_detail_is_coarse_enough_for_the_grid(name: str, seed: int) -> None:
    weights = design(name, seed).weights
    ambiguous = weights.max(axis=0) < 0.7
    # Edges pass through some cells; of strokes finer than a cell or two, most cells would be mixtures.
    assert ambiguous.mean() < 0.16


@pytest.mark.parametrize("name", NAMES)
def test_equal_seeds_draw_equal_designs(name: str) -> None:
    first, again = draw(name, 11, size=64), draw(name, 11, size=64)
    np.testing.assert_array_equal(first.weights, again.weights)
    np.testing.assert_array_equal(first.palette, again.palette)


def test_equal_seeds_draw_equal_designs_in_another_process() -> None:
    # A hash that Python salts for each process would go unnoticed within one.
    code = "from fashionforward.prints import draw; print(draw('floral', 5, size=64).weights.argmax(0).tobytes().hex())"
    here = draw("floral", 5, size=64).weights.argmax(0).tobytes().hex()
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == here


@pytest.mark.parametrize("name", NAMES)
def test_seeds_differ(name: str) -> None:
    seen = [colorize(design(name, seed)) for seed in SEEDS]
    for i, one in enumerate(seen):
        for other in seen[:i]:
            assert np.abs(one - other).mean() > 0.004


@pytest.mark.parametrize("name", ["palm_print", "zebra", "plaid", "tie_dye"])
def test_size_changes_resolution_and_not_composition(name: str) -> None:
    large = design(name, 2).weights
    small = draw(name, 2, size=128).weights
    halved = large.reshape(PALETTE_SIZE, 128, 2, 128, 2).mean(axis=(2, 4))
    assert np.abs(halved - small).mean() < 0.03


def test_unknown_family_names_the_nearest() -> None:
    with pytest.raises(ValueError, match="leopard"):
        draw("lepard", 0)


def test_every_file_in_the_folder_is_a_family() -> None:
    folder = Path(package.__file__).parent
    assert {path.stem for path in folder.glob("*.py")} - {"__init__"} == set(NAMES)


def test_colorize_mixes_in_linear_light() -> None:
    weights = np.zeros((PALETTE_SIZE, 1, 2), dtype=np.float32)
    weights[0, 0], weights[1, 0] = (1, 0.5), (0, 0.5)
    palette = np.array([[0, 0, 0]] + [[1, 1, 1]] * 5, dtype=np.float32)
    painted = colorize(Design(weights, palette, "solid", 0))
    np.testing.assert_allclose(painted[0, 0], 0, atol=1e-6)
    np.testing.assert_allclose(painted[0, 1], 0.7354, atol=1e-3)  # half the light of white


def test_design_refuses_other_shapes() -> None:
    with pytest.raises(ValueError, match="weights"):
        Design(np.zeros((5, 8, 8), np.float32), np.zeros((6, 3), np.float32), "solid", 0)
