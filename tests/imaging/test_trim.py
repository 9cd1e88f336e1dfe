"""What a print leaves of a garment, and what it covers."""

import numpy as np

from fashionforward.imaging.trim import find_trim


def garment() -> tuple[np.ndarray, np.ndarray]:
    """A garment of 60 x 40 pixels in a photograph of 80 x 60, all of it of the main dye."""
    matte = np.zeros((80, 60), np.float32)
    matte[10:70, 10:50] = 1
    return matte, matte.copy()


def test_a_band_at_the_hem_is_left() -> None:
    matte, evidence = garment()
    evidence[66:70, 10:50] = -1
    assert np.array_equal(find_trim(matte, evidence), evidence < 0)


def test_the_rim_is_no_trim_but_what_it_joins_can_be() -> None:
    matte, evidence = garment()
    evidence[[10, 69], 10:50] = evidence[10:70, [10, 49]] = -1
    assert not find_trim(matte, evidence).any()
    evidence[66:70, 10:50] = -1
    trim = find_trim(matte, evidence)
    assert trim[66:70, 10:50].all() and not trim[:60].any()


def test_a_graphic_inside_is_covered() -> None:
    matte, evidence = garment()
    evidence[25:35, 22:32] = -1
    assert not find_trim(matte, evidence).any()


def test_a_graphic_that_a_seam_cuts_off_is_covered() -> None:
    matte, evidence = garment()
    evidence[54:70, 14:30] = -1
    assert not find_trim(matte, evidence).any()


def test_a_stripe_from_side_to_side_is_covered() -> None:
    matte, evidence = garment()
    evidence[30:33, 10:50] = -1
    assert not find_trim(matte, evidence).any()


def test_of_a_garment_in_many_colours_nothing_is_left() -> None:
    matte, evidence = garment()
    evidence[66:70, 10:50] = -1
    evidence[20:30, 15:45] = -1
    assert not find_trim(matte, evidence).any()


def test_motifs_that_the_outline_cuts_are_covered_with_the_others() -> None:
    matte, evidence = garment()
    for top in range(12, 66, 9):
        evidence[top : top + 4, 28:31] = -1
        evidence[top : top + 4, 10:12] = -1
    assert not find_trim(matte, evidence).any()


def test_what_lies_outside_the_garment_is_no_trim() -> None:
    matte, evidence = garment()
    evidence[:10] = -1
    assert not find_trim(matte, evidence).any()
