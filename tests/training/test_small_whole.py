"""A small preset from made-up data to a decoded photograph: train, resume, export, transform, sample, explore, evaluate."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from fashionforward.errors import DataError, UsageError  # noqa: E402
from fashionforward.training.options import small_options  # noqa: E402
from fashionforward.training.small_run import train  # noqa: E402
from tests.presets.toy import STYLES, write_colorways, write_idx, write_inshop, write_mixture, write_styles  # noqa: E402
from tests.vgg import write_vgg  # noqa: E402


def run_small(preset: str, data: Path, out: Path, **more: object) -> Path:
    options = {"steps": 2, "batch": 4, "check_every": 2, "save_every": 1, **more}
    return train(small_options(preset, data, out, **options), lambda step, figures: None)


@pytest.fixture(scope="module")
def vgg(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_vgg(tmp_path_factory.mktemp("vgg") / "vgg.safetensors")


@pytest.fixture(scope="module")
def unet64(tmp_path_factory: pytest.TempPathFactory, vgg: Path) -> tuple[Path, Path, Path]:
    """The data, a run of two steps resumed for a third, and its export."""
    root = tmp_path_factory.mktemp("unet64")
    data = write_styles(root / "data")
    run_small("unet64", data, root / "run", pretrained=vgg, strips=(1,))
    run_small("unet64", data, root / "run", pretrained=vgg, strips=(1,), steps=3, resume=True)
    done = ff("export", root / "run", "--out", root / "weights", "--licence", "CC0-1.0")
    assert "Warning" not in done.stderr
    return data, root / "run", root / "weights"


def test_a_run_leaves_its_terms_by_name_its_curves_and_its_strips(unet64: tuple[Path, Path, Path]) -> None:
    _, run, _ = unet64
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    terms = {name for line in lines if line["split"] == "train" for name in line}
    assert {"unet64/reconstruction", "unet64/kl", "unet64/reader", "unet64/edits", "unet64/removal"} <= terms
    assert {"unet64/psnr", "unet64/active_units"} <= {name for line in lines for name in line}
    assert max(line["step"] for line in lines) == 3
    for picture in ("curves.png", "strips/epoch-0001.png"):
        with Image.open(run / picture) as image:
            assert image.width > 100
    assert json.loads((run / "config.json").read_text())["preset"] == "unet64"


def test_the_export_decodes_photographs_under_other_attributes(
    unet64: tuple[Path, Path, Path], tmp_path: Path, photographs: Path
) -> None:
    _, _, weights = unet64
    card = json.loads((weights / "card.json").read_text())
    assert card["preset"] == "unet64" and "red" in card["attributes"]["colors"]
    assert [entry["license"] for entry in card["data"]] == ["CC0-1.0"]
    assert all(value < 2e-2 for value in card["parity"].values())
    source = photographs / "yellow-tee.jpg"
    ff("transform", source, "--weights", weights, "--attr", "color=red", "--attr", "pants", "--out", tmp_path / "small")
    ff("transform", source, "--weights", weights, "--attr", "red", "--upscale", "--out", tmp_path / "large")
    with Image.open(tmp_path / "small/color-red-style-pants/yellow-tee.jpg") as small:
        assert small.size == (64, 64)
    with Image.open(source) as before, Image.open(tmp_path / "large/color-red/yellow-tee.jpg") as large:
        assert large.size == before.size
    done = ff("transform", source, "--weights", weights, "--attr", "color=rde", "--out", tmp_path / "x", code=2)
    assert "Unknown color 'rde'" in done.stderr and "red" in done.stderr


def test_it_can_be_sampled_explored_and_evaluated(unet64: tuple[Path, Path, Path], vgg: Path, tmp_path: Path) -> None:
    from fashionforward.evaluation.evaluate import EvaluateOptions, evaluate
    from fashionforward.evaluation.page import write_report
    from fashionforward.exploration.explore import ExploreOptions, explore
    from fashionforward.presets.engine import SmallEngine
    from fashionforward.presets.sampling import sample_grid
    from fashionforward.runtime.weights import find_weights

    data, _, weights = unet64
    found = find_weights(weights)
    engine = SmallEngine.load(found, "cpu")
    with pytest.raises(UsageError, match="form of a photograph"):
        sample_grid(engine, ["red"], 2, 0)
    grids = [sample_grid(engine, ["red", "blue"], 3, seed, data / "images/0.jpg") for seed in (0, 0, 1)]
    assert grids[0].tobytes() == grids[1].tobytes() != grids[2].tobytes()
    page = explore(found, ExploreOptions(data), tmp_path / "explore")
    assert page.read_text().count("data:image/png") == 8 and 'src="http' not in page.read_text()
    report = evaluate(found, EvaluateOptions(data, vgg, tmp_path / "cache"))
    assert {
        "reconstruction_psnr", "reconstruction_ssim", "reconstruction_lpips", "color_success", "color_success_measured",
        "color_keeps_style", "color_outside", "color_kid", "style_success", "style_keeps_color", "diversity",
    } <= set(report.figures)  # fmt: skip
    assert all(np.isfinite(value) for value in report.figures.values())
    write_report(report, tmp_path / "report")
    assert json.loads((tmp_path / "report/report.json").read_text())["items"] == 3


def test_style28_learns_fashion_mnist(tmp_path: Path) -> None:
    checkpoint = run_small("style28", write_idx(tmp_path / "data"), tmp_path / "run")
    attributes = torch.load(checkpoint, weights_only=True)["about"]["attributes"]
    assert len(attributes["styles"]) == 10 and "Ankle boot" in attributes["styles"] and not attributes["colors"]


def test_a_run_that_was_stopped_is_ended_before_it_is_exported(tmp_path: Path) -> None:
    from fashionforward.export.checkpoint import export_checkpoint

    def stop(step: int, figures: dict[str, float]) -> None:
        raise KeyboardInterrupt

    data = write_styles(tmp_path / "data")
    with pytest.raises(KeyboardInterrupt):
        options = {"steps": 9, "batch": 4, "save_every": 2, "check_every": 2}
        train(small_options("style28", data, tmp_path / "run", **options), stop)
    with pytest.raises(UsageError, match="stopped at step 2, before style28's prior was fitted"):
        export_checkpoint(tmp_path / "run", tmp_path / "weights")
    before = torch.load(tmp_path / "run/last.pt", weights_only=True)
    run_small("style28", data, tmp_path / "run", resume=True, steps=2, licence="CC0-1.0")
    after = torch.load(tmp_path / "run/last.pt", weights_only=True)
    assert after["step"] == 2 and after["about"]["ended"] and after["about"]["data"][0]["license"] == "CC0-1.0"
    place = "condition.place.weight"
    assert not torch.equal(before["average"][place], after["average"][place])
    assert all(torch.equal(v, after["model"][k]) for k, v in before["model"].items())


def test_a_strip_of_an_epoch_that_is_never_reached_is_an_error_that_says_when_it_would_be(tmp_path: Path) -> None:
    data = write_styles(tmp_path / "data")  # nine items to train on: two steps an epoch
    with pytest.raises(UsageError, match="epoch 200 ends at step 400, after the last of 20"):
        run_small("style28", data, tmp_path / "run", steps=20, strips=(10, 200))


def test_base64_learns_a_stores_colourways(tmp_path: Path) -> None:
    checkpoint = run_small("base64", write_colorways(tmp_path / "data"), tmp_path / "run")
    attributes = torch.load(checkpoint, weights_only=True)["about"]["attributes"]
    assert attributes == {"colors": ["blue", "heather grey", "red"], "styles": [], "binary": []}


def test_base64_learns_two_sources_together_of_which_one_has_no_styles(tmp_path: Path) -> None:
    data = write_mixture(tmp_path / "data")
    checkpoint = run_small("base64", data, tmp_path / "run", licence="AFL-3.0")
    about = torch.load(checkpoint, weights_only=True)["about"]
    assert about["attributes"]["colors"][:2] == ["black", "white"] and about["attributes"]["styles"] == list(STYLES)
    assert [(d["name"], d["license"]) for d in about["data"]] == [("flat", "CC0-1.0"), ("shop", "AFL-3.0")]
    assert about["training"][-1]["items"] == 18
    with pytest.raises(DataError, match=r"colorways\.csv, row 2: no style"):
        run_small("style28", data, tmp_path / "other")


def test_only_items_that_are_labelled_are_asked_for_another_style(
    unet64: tuple[Path, Path, Path], vgg: Path, tmp_path: Path
) -> None:
    from fashionforward.evaluation.evaluate import EvaluateOptions, evaluate
    from fashionforward.runtime.weights import find_weights

    report = evaluate(find_weights(unet64[2]), EvaluateOptions(write_mixture(tmp_path / "data"), vgg))
    captions = {picture.caption: picture for picture in report.pictures}
    assert report.items == 6 and len(captions["Another color for each"].head) == 6
    assert len(captions["Another style for each"].head) == 3


def test_base64_learns_in_shop(tmp_path: Path) -> None:
    checkpoint = run_small("base64", write_inshop(tmp_path / "data"), tmp_path / "run")
    attributes = torch.load(checkpoint, weights_only=True)["about"]["attributes"]
    assert attributes == {
        "colors": ["Blue", "Heather Grey", "Red"],
        "styles": [],
        "binary": ["lace", "long sleeve", "striped"],
    }


def test_base64s_terms_name_the_adversary_and_what_it_still_reads_in_the_code(tmp_path: Path) -> None:
    from fashionforward.training.checkpoint import read_checkpoint

    data = write_styles(tmp_path / "data")
    for name, removal in (("with", 10.0), ("without", 0.0)):
        checkpoint = run_small("base64", data, tmp_path / name, removal=removal)
        lines = [json.loads(line) for line in (tmp_path / name / "metrics.jsonl").read_text().splitlines()]
        assert ("base64/removal" in lines[0]) == ("base64/adversary" in lines[0]) == bool(removal)
        assert read_checkpoint(checkpoint)["about"]["training"][-1]["removal"] == removal
    with pytest.raises(UsageError, match="style28 learns without an adversary"):
        small_options("style28", data, tmp_path / "x", removal=1.0)


def test_data_that_lack_what_a_preset_is_conditioned_on_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no styles"):
        run_small("style28", write_inshop(tmp_path / "inshop"), tmp_path / "run")
    with pytest.raises(DataError, match="no colours"):
        run_small("base64", write_styles(tmp_path / "styles", mattes=False), tmp_path / "run")


def ff(*arguments: object, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "fashionforward", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done
