"""What `ff explore` shows of catalog: posteriors that the graphs keep to themselves, and axes that are decoded."""

import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("sklearn", reason="training's packages are not installed")
pytest.importorskip("onnx", reason="training's packages are not installed")

from fashionforward.errors import BadWeights, UsageError
from fashionforward.exploration import cloth, designs
from fashionforward.exploration.maps import choose_ends
from fashionforward.exploration.parts import Part, Posterior, nats
from fashionforward.presets.collection import open_collection
from fashionforward.runtime.bank import FILE, StyleBank
from fashionforward.runtime.device import choose_device
from fashionforward.runtime.sessions import Sessions
from fashionforward.runtime.weights import Weights, find_weights
from tests.weights import needs_shipped_weights

FEEDS = {
    "features": np.linspace(-1, 1, 64, dtype=np.float32)[None],
    "statistics": np.linspace(-0.5, 0.5, 25, dtype=np.float32)[None],
    "old": np.full((1, 3), 0.4, np.float32),
}


@pytest.fixture
def weights() -> Weights:
    return find_weights()


@needs_shipped_weights
def test_the_posterior_is_the_graphs_own_and_a_code_turns_into_the_films_that_it_gives(weights: Weights) -> None:
    said = Sessions(weights.path, choose_device("cpu"), 1).run("cloth", FEEDS)
    mean, logvar = Posterior(weights.path / "cloth.onnx", tuple(FEEDS)).of(FEEDS)
    assert np.allclose(mean, said["code"][0], atol=1e-5) and mean.shape == logvar.shape == (8,)
    assert (logvar < 1).all()  # narrower than the prior, or little wider: it was trained
    film = Part(weights.path / "cloth.onnx", ("code", "old"), ("film",))
    assert np.allclose(film.run({"code": said["code"], "old": FEEDS["old"]})[0], said["film"], atol=1e-5)


@needs_shipped_weights
def test_a_code_that_is_set_is_answered_with_instead_of_what_was_found(weights: Weights) -> None:
    sessions = cloth.Watched(weights, choose_device("cpu"))
    own = sessions.run("cloth", FEEDS)
    sessions.code = own["code"][0]
    assert np.allclose(sessions.run("cloth", FEEDS)["film"], own["film"], atol=1e-5)
    sessions.code = own["code"][0] + 2
    assert not np.allclose(sessions.run("cloth", FEEDS)["film"], own["film"], atol=1e-2)


def test_a_graph_without_a_variance_is_named(tmp_path: Path) -> None:
    import onnx

    value = [onnx.helper.make_tensor_value_info(name, 1, [1, 2]) for name in ("x", "code")]
    node = onnx.helper.make_node("Identity", ["x"], ["code"])
    onnx.save(
        onnx.helper.make_model(onnx.helper.make_graph([node], "g", value[:1], value[1:])), tmp_path / "cloth.onnx"
    )
    with pytest.raises(BadWeights, match=r"cloth\.onnx has no variance"):
        Posterior(tmp_path / "cloth.onnx", ("x",))
    with pytest.raises(BadWeights, match=r"not as `ff export` writes it"):
        Part(tmp_path / "cloth.onnx", ("nothing",), ("code",))


def test_nats_are_none_for_the_prior_itself_and_grow_with_what_is_said() -> None:
    zero = np.zeros((5, 3), np.float32)
    assert nats(zero, zero).tolist() == [0, 0, 0]
    assert nats(zero + 2, zero)[0] == pytest.approx(2) and nats(zero, zero - 4)[0] == pytest.approx(1.509, abs=1e-3)


def test_ends_are_found_by_name_or_by_another_label() -> None:
    names, labels = ["a.jpg", "b.jpg", "c.jpg"], ["Dress", "Dress", "Top"]
    assert choose_ends(names, labels, ()) == (0, 2) and choose_ends(names, labels, ("c.jpg", "b.jpg")) == (2, 1)
    with pytest.raises(UsageError, match=r"no item is called x\.jpg"):
        choose_ends(names, labels, ("a.jpg", "x.jpg"))
    with pytest.raises(UsageError, match="1 given, two are needed"):
        choose_ends(names, labels, ("a.jpg",))


@needs_shipped_weights
def test_z_cloth_is_mapped_measured_and_rendered(
    weights: Weights, photographs: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cloth, "STEPS", 2)
    (tmp_path / "images").mkdir()
    rows = ["filename,style"]
    for number, path in enumerate(([*sorted(photographs.glob("*.jpg"))] * 2)[:6]):
        with Image.open(path) as image:
            image.crop((0, 0, image.width - 9 * number, image.height)).resize((150, 200)).save(
                tmp_path / f"images/{number}.jpg"
            )
        rows.append(f"{number}.jpg,{path.stem}")
    (tmp_path / "styles.csv").write_text("\n".join(rows) + "\n")
    sessions = cloth.Watched(weights, choose_device("cpu"))
    bank = StyleBank(weights.path / FILE, tuple(weights.card.prints))
    body = "\n".join(cloth.explore_cloth(weights, sessions, bank, open_collection(tmp_path), ("3.jpg", "0.jpg")))
    assert body.count("data:image/png") == 7 and "3.jpg recoloured" in body
    carried = re.search(r"6 garments; \d of 8 axes are active; ([\d.]+) nats", body)
    assert carried and float(carried[1]) > 0.5
    assert len(re.findall(r"<tr><td>\d</td>", body)) == 8  # a row an axis


@needs_shipped_weights
def test_z_print_is_mapped_measured_and_decoded(weights: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("STEPS", 2), ("AXES", 1), ("MAPPED", 2), ("ENCODED", 1)):
        monkeypatch.setattr(designs, name, value)
    bank = StyleBank(weights.path / FILE, tuple(weights.card.prints)[:3])
    kept = bank.family < 3
    bank.codes, bank.palettes, bank.family = bank.codes[kept], bank.palettes[kept], bank.family[kept]
    body = "\n".join(designs.explore_prints(Sessions(weights.path, choose_device("cpu"), 1), bank))
    assert body.count("data:image/png") == 7
    said = re.search(r"(\d+) of 16384 axes are active; (\d+) nats a design", body)
    assert said and 1000 < int(said[1]) <= 16384 and 1000 < int(said[2]) < 200_000
    assert len(re.findall(r"<tr><td>\d</td>", body)) == 4  # a row a channel
