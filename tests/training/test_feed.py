"""Batches are the same however many threads and processes make them, and wherever a run goes on."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="training's packages are not installed")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch import nn  # noqa: E402

from fashionforward.errors import UsageError  # noqa: E402
from fashionforward.training.colorways import Garment  # noqa: E402
from fashionforward.training.feed import DEPTH, Feed, draw, joined, to_device  # noqa: E402
from fashionforward.training.loop import Learner, Tally, fit  # noqa: E402
from fashionforward.training.options import LoopOptions  # noqa: E402
from fashionforward.training.packing import ARRAYS, Packed  # noqa: E402
from fashionforward.training.parser_stage import ParserStage  # noqa: E402
from fashionforward.training.prints_stage import PrintsStage  # noqa: E402
from fashionforward.training.rerender import FieldBank  # noqa: E402
from fashionforward.training.response_stage import ResponseStage  # noqa: E402
from fashionforward.training.stage import Numbers  # noqa: E402
from fashionforward.training.team import Team  # noqa: E402


def parser_stage() -> ParserStage:
    rng = np.random.default_rng(0)
    most = {"parts": 7, "matte_known": 2, "main_known": 2}
    arrays = {name: rng.integers(0, most.get(name, 256), (5, *shape), np.uint8) for name, shape in ARRAYS.items()}
    arrays["matte"][:] = arrays["main"][:] = 255
    packed = Packed(arrays, np.ones(5, bool), np.array([0, 0, 1, 1, 1]), list("abcde"), ["one", "two"])
    bank = FieldBank(torch.randint(0, 255, (3, 6, 16, 16), dtype=torch.uint8), torch.rand(3, 6, 3))
    return ParserStage(packed, packed, [1.0, 1.0], (48, 32), bank)


def prints_stage() -> PrintsStage:
    stage = PrintsStage.__new__(PrintsStage)  # without drawing designs
    stage.families, stage.train = ("a", "b"), np.random.default_rng(0).integers(0, 255, (6, 6, 256, 256), np.uint8)
    return stage


def response_stage() -> ResponseStage:
    rng = np.random.default_rng(0)

    def some(*shape: int) -> np.ndarray:
        return rng.random(shape, np.float32)

    garments = [Garment("a", some(3, 50, 6), some(3, 50, 3), some(3, 3), some(3, 25), some(3, 64)) for _ in range(2)]
    return ResponseStage(garments, garments, 1e-3, None)


def tensors(batch: Any) -> list[Any]:
    if isinstance(batch, torch.Tensor):
        return [batch]
    parts = vars(batch).values() if hasattr(batch, "__dataclass_fields__") else batch
    return [tensor for part in parts for tensor in tensors(part)]


@pytest.mark.parametrize("make", [parser_stage, prints_stage, response_stage])
@pytest.mark.parametrize("size", [2, 4])
def test_the_shares_of_a_team_are_together_the_batch_of_one(make: Any, size: int) -> None:
    stage = make()
    whole = tensors(draw(stage, 1, 4, 7, 3, Team()))
    shares = [draw(stage, 1, 4, 7, 3, Team(rank, size)) for rank in range(size)]
    for one, parts in zip(whole, tensors(joined(shares)), strict=True):
        assert one.shape[0] == 4 and torch.equal(one, parts)
    other = tensors(draw(stage, 1, 4, 7, 4, Team()))
    assert not all(torch.equal(a, b) for a, b in zip(whole, other, strict=True)), "each step has its own"


@given(st.integers(1, 6), st.integers(1, 8), st.integers(1, 9))
def test_shares_are_equal_and_leave_nothing_out(size: int, together: int, times: int) -> None:
    batch = size * together * times
    for rank in range(size):
        Team(rank, size).check(batch, together)
    pieces = [place for rank in range(size) for place in Team(rank, size).share(batch // together)]
    assert pieces == list(range(batch // together))
    if size * together > 1:
        with pytest.raises(UsageError, match="--batch"):
            Team(0, size).check(batch + 1, together)


class Point(NamedTuple):
    x: Any
    y: tuple[Any, ...]


@dataclass
class Seen:
    image: Any
    where: Point


def test_batches_of_any_make_are_joined_and_carried() -> None:
    def one(value: float) -> Seen:
        return Seen(torch.full((2, 3), value), Point(torch.full((2,), value), (torch.ones(2, 1),)))

    both = to_device(joined([one(1.0), one(2.0)]), torch.device("meta"))
    assert isinstance(both, Seen) and isinstance(both.where, Point)
    assert both.image.shape == (4, 3) and both.where.x.shape == (4,) and both.where.y[0].shape == (4, 1)
    assert both.image.device.type == both.where.y[0].device.type == "meta"


@pytest.mark.parametrize("threads", [1, 3])
def test_batches_come_in_order_and_few_are_made_ahead(threads: int) -> None:
    made: list[int] = []
    lock = threading.Lock()

    def make(step: int) -> int:
        with lock:
            made.append(step)
        return step

    with ThreadPoolExecutor(threads) as pool:
        feed = Feed(make, 5, pool, threads)
        assert [feed.take() for _ in range(9)] == list(range(5, 14))
    assert sorted(made) == list(range(5, 5 + 8 + threads + DEPTH))


def test_a_batch_that_fails_fails_the_run() -> None:
    def make(step: int) -> None:
        raise ValueError("a photograph is gone")

    with ThreadPoolExecutor(1) as pool, pytest.raises(ValueError, match="is gone"):
        Feed(make, 0, pool, 1).take()


class Line(nn.Module):
    """A line with dropout, so that a step has numbers of its own."""

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(0)
        self.layer, self.drop, self.other = nn.Linear(3, 1), nn.Dropout(0.3), nn.Linear(1, 1)


class LineStage:
    name, together = "line", 1
    trains: tuple[str, ...] = ("layer",)

    def batch(self, rng: Numbers, count: int) -> tuple[Any, Any]:
        x = torch.randn(count, 3, generator=rng.tensor)
        return x, x.sum(1, keepdim=True)

    def losses(self, model: Any, batch: tuple[Any, Any]) -> dict[str, Any]:
        return {"squared": (model.layer(model.drop(batch[0])) - batch[1]).pow(2).mean()}

    def refresh(self, model: Any) -> None: ...

    def check(self, model: Any) -> dict[str, float]:
        return {"weight": float(model.layer.weight.detach().sum())}

    def picture(self, model: Any) -> np.ndarray:
        return np.zeros((2, 2, 3), np.uint8)


def run_line(out: Path, steps: int, **more: Any) -> tuple[Line, list[tuple[int, dict[str, float]]]]:
    told: list[tuple[int, dict[str, float]]] = []
    # a rate that falls towards --steps would not be the same in a run of fewer
    flat = {"warmup": 1, "final": 1.0}
    options = LoopOptions(out, out, steps=steps, batch=4, check_every=3, log_every=1, device="cpu", **flat, **more)
    out.mkdir(exist_ok=True)
    model = fit(Line(), [LineStage()], options, {}, lambda step, figures: told.append((step, figures)))
    return model, told


def test_a_run_that_was_stopped_goes_on_as_if_it_had_not_been(tmp_path: Path) -> None:
    whole, told = run_line(tmp_path / "whole", 6)
    run_line(tmp_path / "parts", 3)
    parts, again = run_line(tmp_path / "parts", 6, resume=True, workers=3)
    for name, value in whole.state_dict().items():
        assert torch.equal(value, parts.state_dict()[name]), name
    losses = {step: figures["line/squared"] for step, figures in told if "line/squared" in figures}
    assert {step: f["line/squared"] for step, f in again if "line/squared" in f} == {s: losses[s] for s in (4, 5, 6)}
    assert all(0 <= figures["waited"] <= 1 for _, figures in told if "waited" in figures)


def test_a_stage_shares_only_what_it_trains() -> None:
    assert {name for name, _ in Learner(Line(), LineStage()).named_parameters()} == {
        "trained.0.weight",
        "trained.0.bias",
    }


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    now = [100.0]
    monkeypatch.setattr("fashionforward.training.loop.time.monotonic", lambda: now[0])
    yield now


def test_items_a_second_and_waiting_are_of_the_time_between_reports(clock: list[float]) -> None:
    tally = Tally()
    for _ in range(4):
        tally.add("line", {"squared": torch.tensor(2.0)})
        tally.steps += 1
    clock[0] += 8.0
    figures = tally.take(16, waited=2.0)
    assert figures == {"line/squared": 2.0, "items_a_second": 8.0, "waited": 0.25, "skipped_steps": 0.0}
    clock[0] += 50.0
    tally.rest()  # a validation
    tally.add("line", {"squared": torch.tensor(1.0)})
    tally.steps += 1
    clock[0] += 2.0
    assert tally.take(16, waited=0.0)["items_a_second"] == 8.0
