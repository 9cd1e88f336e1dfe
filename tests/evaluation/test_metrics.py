"""Measures: exact where nothing differs, in the right order where something does."""

from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.errors import DataError  # noqa: E402
from fashionforward.evaluation.evaluate import other_values  # noqa: E402
from fashionforward.evaluation.metrics import Features, diversity, outside_psnr, reconstruction  # noqa: E402
from tests.vgg import write_vgg  # noqa: E402


@pytest.fixture(scope="module")
def features(tmp_path_factory: pytest.TempPathFactory) -> Features:
    return Features(write_vgg(tmp_path_factory.mktemp("vgg") / "vgg.safetensors"))


@pytest.fixture
def images() -> np.ndarray:
    y, x = np.mgrid[0:32, 0:32] / 32
    return np.stack([np.stack([x * k, y, 1 - x * k], -1) for k in np.linspace(0.2, 1, 6)]).astype(np.float32)


def test_nothing_changed_is_a_perfect_score(features: Features, images: np.ndarray) -> None:
    figures = reconstruction(images, images, features)
    assert (
        figures["psnr"] == 60 and figures["ssim"] == pytest.approx(1) and figures["lpips"] == pytest.approx(0, abs=1e-6)
    )


def test_psnr_is_known_for_a_known_error_and_more_noise_is_farther(features: Features, images: np.ndarray) -> None:
    rng = np.random.default_rng(0)
    little = images * 0.5 + 0.25
    assert reconstruction(little + 0.1, little, features)["psnr"] == pytest.approx(20, abs=1e-3)
    noise = rng.standard_normal(images.shape).astype(np.float32)
    near, far = (reconstruction((images + s * noise).clip(0, 1), images, features) for s in (0.03, 0.2))
    assert near["psnr"] > far["psnr"] and near["ssim"] > far["ssim"] and near["lpips"] < far["lpips"]


def test_a_file_without_the_last_layers_is_an_error_that_says_so(tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    state = load_file(write_vgg(tmp_path / "vgg.safetensors"))
    save_file({k: v for k, v in state.items() if int(k.split(".")[1]) < 10}, tmp_path / "short.safetensors")
    with pytest.raises(DataError, match="holds 10 convolutions"):
        Features(tmp_path / "short.safetensors")


def test_only_what_lies_outside_the_matte_counts(images: np.ndarray) -> None:
    mattes = np.zeros(images.shape[:3], np.uint8)
    mattes[:, 8:24, 8:24] = 255
    inside, outside = images.copy(), images.copy()
    inside[:, 10:20, 10:20] = 0
    outside[:, 0:4] = 0
    assert outside_psnr(inside, images, mattes) == 60 > outside_psnr(outside, images, mattes)


def test_kid_is_near_zero_for_the_same_images_and_grows_with_the_difference(
    features: Features, images: np.ndarray
) -> None:
    many = np.concatenate([np.roll(images, shift, 1) for shift in range(8)])
    same, other = features.kid(many[::2], many[1::2])["kid"], features.kid(1 - many[::2] ** 3, many[1::2])["kid"]
    assert abs(same) < other < 10_000  # the kernel's largest value times 1000 is 8000


def test_seeds_that_draw_the_same_have_no_diversity(features: Features, images: np.ndarray) -> None:
    assert diversity([images[[0, 0, 0]]], features) == pytest.approx(0, abs=1e-6)
    assert diversity([images[[0, 5]]], features) > 0


def test_every_other_value_is_asked_for_equally_often() -> None:
    asked = other_values(["a"] * 6 + ["b"] * 3, ("a", "b", "c", "d"))
    assert sorted(asked[:6]) == ["b", "b", "c", "c", "d", "d"] and sorted(asked[6:]) == ["a", "c", "d"]
