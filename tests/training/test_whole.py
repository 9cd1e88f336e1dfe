"""Train small, resume, export, transform: the whole way, through the commands, on made-up data."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from tests.training.toy import write_toy_dataset  # noqa: E402

SMALL = (
    "--size",
    "48x32",
    "--batch",
    "2",
    "--designs",
    "1",
    "--rerendered",
    "1",
    "--save-every",
    "1",
    "--check-every",
    "2",
)


def ff(*arguments: object, code: int = 0) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(
        [sys.executable, "-m", "fashionforward", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run of two steps, resumed for a third."""
    from safetensors.torch import save_file

    from fashionforward.model.vgg import VGG16

    root = tmp_path_factory.mktemp("toy")
    data = write_toy_dataset(root / "data")
    state = {}
    for layer, conv in enumerate(VGG16().convolutions()):
        state[f"features.{layer}.weight"], state[f"features.{layer}.bias"] = conv.weight.data, conv.bias.data
    save_file(state, root / "vgg.safetensors")
    common = ("train", data, "--out", root / "run", "--pretrained", root / "vgg.safetensors", *SMALL)
    ff(*common, "--steps", "2")
    ff(*common, "--steps", "3", code=2)  # the folder holds a run: without --resume it is left alone
    ff(*common, "--steps", "3", "--resume")
    return root / "run"


def test_a_run_leaves_its_config_its_metrics_and_what_it_looked_like(run: Path) -> None:
    assert json.loads((run / "config.json").read_text())["size"] == [48, 32]
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    terms = {k for line in lines if line["split"] == "train" for k in line}
    assert {
        "parser/matte",
        "parser/shading",
        "prints/field",
        "prints/kl_print",
        "response/colour",
        "response/kl_cloth",
    } <= terms
    assert any(line["split"] == "val" and "response/formula_median" in line for line in lines)
    assert max(line["step"] for line in lines) == 3
    assert {p.stem.split("-")[0] for p in (run / "samples").glob("*.png")} == {"parser", "prints", "response"}
    assert list((run / "tensorboard").glob("events*"))


def test_layers_that_a_checkpoint_lacks_come_from_the_pretrained_weights(run: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file

    from fashionforward.training.checkpoint import read_checkpoint, write_checkpoint

    pretrained, old = run.parent / "vgg.safetensors", tmp_path / "old.pt"
    content = read_checkpoint(run)
    deepest = [key for key in content["average"] if key.startswith("parser.encoder.stages.4.")]
    for key in deepest:
        del content["average"][key]
    content["average"]["parser.skip1.bias"] += 7.0
    write_checkpoint(old, content)
    ff(
        "train", run.parent / "data", "--stage", "parser", "--steps", "1", "--frozen", "5", "--start", old,
        "--pretrained", pretrained, "--out", tmp_path / "run", *SMALL,
    )  # fmt: skip
    begun = read_checkpoint(tmp_path / "run")["average"]
    first = begun["parser.encoder.stages.4.0.weight"]
    assert torch.equal(first, load_file(pretrained)["features.10.weight"]) and len(deepest) == 6
    assert begun["parser.skip1.bias"].mean() > 6.0


def test_it_exports_and_the_export_transforms(run: Path, tmp_path: Path, photographs: Path) -> None:
    weights = tmp_path / "weights"
    ff("export", run, "--out", weights, "--designs", "1")
    card = json.loads((weights / "card.json").read_text())
    assert card["canvas"] == [48, 32] and [run["steps"] for run in card["training"]["parser"]] == [3]
    assert set(card["files"]) == {p.name for p in weights.iterdir()} - {"card.json"}
    assert all(value < 2e-2 for value in card["parity"].values())
    mask = tmp_path / "masks" / "yellow-tee.png"
    mask.parent.mkdir()
    with Image.open(photographs / "yellow-tee.jpg") as image:
        before = np.asarray(image.convert("RGB"))
    matte = np.zeros(before.shape[:2], np.uint8)
    matte[40:80, 40:80] = 255
    Image.fromarray(matte).save(mask)
    source = tmp_path / "in" / "yellow-tee.png"
    source.parent.mkdir()
    Image.fromarray(before).save(source)
    ff(
        "transform", source, "--weights", weights, "--attr", "print=solid", "--attr", "color=#2040a0",
        "--masks", mask.parent, "--out", tmp_path / "out", "--device", "cpu",
    )  # fmt: skip
    (made,) = (tmp_path / "out").glob("**/solid*/yellow-tee.png")  # toy weights: it may be held for review
    with Image.open(made) as image:
        after = np.asarray(image.convert("RGB"))
    assert np.array_equal(after[matte == 0], before[matte == 0])
    assert np.abs(np.median(after[50:70, 50:70].reshape(-1, 3), 0) - np.array([0x20, 0x40, 0xA0])).max() < 25


def test_a_dataset_file_with_an_unknown_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "dataset.toml").write_text('[[source]]\nname = "x"\nimagse = "y"\n')
    done = ff("train", tmp_path, "--out", tmp_path / "run", code=11)
    assert "imagse" in done.stderr and "dataset.toml" in done.stderr


def test_options_that_make_no_sense_are_named() -> None:
    assert "--size" in ff("train", ".", "--size", "50x32", code=2).stderr
    assert "--stage" in ff("train", ".", "--stage", "parsr", code=2).stderr


def test_what_is_no_checkpoint_is_not_exported(tmp_path: Path) -> None:
    (tmp_path / "last.pt").write_bytes(b"nothing of the kind")
    assert "last.pt" in ff("export", tmp_path, "--out", tmp_path / "w", code=11).stderr
    assert not (tmp_path / "w").exists()
