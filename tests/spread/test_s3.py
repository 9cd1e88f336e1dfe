"""Catalogs and outputs in a store, against a real S3 server on loopback."""

import hashlib
import json
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

from fashionforward.batch.ledger import Ledger
from fashionforward.batch.options import RunOptions
from fashionforward.batch.results import Status, Summary
from fashionforward.batch.shard import Shard
from fashionforward.batch.transform import transform
from fashionforward.cli.app import app
from fashionforward.errors import ExitCode, Locked, NoInput
from fashionforward.spread import object_lock, places
from fashionforward.spread.merge import Merged, merge
from fashionforward.spread.places import at_hand
from fashionforward.spread.store import VERSIONS, Store, version_of
from tests.batch.runs import NAVY, OPEN, RED, Report, go, tree
from tests.engines import CrashingEngine, TintEngine
from tests.weights import make_weights

s3fs = pytest.importorskip("s3fs", reason='object storage needs s3fs: pip install "fashionforward[s3]"')
pytest.importorskip("moto", reason="the S3 server of these tests is moto's: pip install moto")

OUT = "s3://shop/out"
TEE = "tops/yellow-tee.jpg"
OWN = {"index.html"}


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """An S3 server of this module's own, and how to reach it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        for name, value in {"ACCESS_KEY_ID": "x", "SECRET_ACCESS_KEY": "y", "DEFAULT_REGION": "us-east-1"}.items():
            environment.setenv(f"AWS_{name}", value)
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        s3fs.S3FileSystem.clear_instance_cache()
        yield Store()
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def shop(store: Store, catalog: Path) -> Iterator[Store]:
    """A bucket with a catalog of four small photographs in it."""
    store.files.mkdir("shop")
    for path in sorted(catalog.rglob("*.jpg")):
        Image.open(path).resize((60, 80)).save(path, "JPEG")
        store.put(path, f"shop/catalog/{path.relative_to(catalog).as_posix()}")
    yield store
    store.files.rm("shop", recursive=True)


class Brought:
    """Remembers which objects a run brings."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.keys: list[str] = []
        real = Store.bring

        def bring(store: Store, key: str, *rest: Any) -> None:
            self.keys.append(key)
            real(store, key, *rest)

        monkeypatch.setattr(Store, "bring", bring)

    def pictures(self) -> list[str]:
        found, self.keys = [key for key in self.keys if key.endswith(".jpg") and "/sheets/" not in key], []
        return sorted(found)


def run(engine: Any = None, *, inputs: str = "s3://shop/catalog", shard: Shard | None = None, **told: Any) -> Summary:
    with at_hand([inputs], told.pop("out", OUT), shard=shard) as place:
        asked = {"edits": (NAVY,), "gates": OPEN, **told}
        options = RunOptions(place.inputs, out=place.out, carrier=place.carrier, shard=shard, **asked)
        return transform(
            options, lambda: engine or TintEngine(), place.reporter(told.get("report") or Report(), options.home)
        )


def objects(store: Store, prefix: str = "shop/out") -> dict[str, str]:
    """Every object and its hash, less what changes from run to run."""
    found = {key.removeprefix(f"{prefix}/"): key for key in store.files.find(prefix)}
    return {
        name: hashlib.sha256(store.files.cat_file(key)).hexdigest()
        for name, key in sorted(found.items())
        if not name.startswith(".ff/") and name not in OWN
    }


def test_a_catalog_in_a_bucket_gives_the_same_bytes_as_one_at_home(
    shop: Store, catalog: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    go(catalog, TintEngine(), edits=(NAVY, RED), save_mattes=True)
    summary = run(edits=(NAVY, RED), save_mattes=True)
    assert summary.counts == {Status.done: 8}
    assert objects(shop) == tree(catalog.parent / "out", thumbnails=True)
    assert {"out/.ff/ledger.sqlite", "out/index.html"} <= {
        key.removeprefix("shop/") for key in shop.files.find("shop/out")
    }
    assert not shop.files.exists("shop/out/.ff/lock")
    assert shop.files.info(f"shop/out/{NAVY.name}/{TEE}")["ContentType"] == "image/jpeg"
    page = shop.files.cat_file("shop/out/index.html").decode()
    assert f'"before":"../catalog/{TEE}"' in page and "/tmp/" not in page

    brought = Brought(monkeypatch)
    assert run(edits=(NAVY, RED), save_mattes=True).counts == {Status.unchanged: 8}
    assert brought.pictures() == [], "what is unchanged is not brought"


def test_only_what_changed_is_brought_and_made(shop: Store, catalog: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    shop.put(catalog / "others" / "leaf-dress.jpg", f"shop/catalog/{TEE}")
    shop.put(catalog / "others" / "leaf-dress.jpg", "shop/catalog/new.jpg")
    shop.remove("shop/catalog/tops/plaid-shirt.jpg")
    shop.remove(f"shop/out/{NAVY.name}/others/windbreaker.jpg")
    brought = Brought(monkeypatch)
    summary = run()
    assert summary.counts == {Status.done: 3, Status.unchanged: 1} and summary.orphans == 1
    names = [f"shop/catalog/{name}" for name in ("new.jpg", "others/windbreaker.jpg", TEE)]
    assert brought.pictures() == names
    with_ledger(shop, lambda ledger: [record.source for record in ledger.images()], [
        f"s3://shop/catalog/{name}" for name in ("new.jpg", "others/leaf-dress.jpg", "others/windbreaker.jpg", "tops/plaid-shirt.jpg", TEE)
    ])  # fmt: skip


def with_ledger(store: Store, look: Any, expected: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store.bring("shop/out/.ff/ledger.sqlite", Path(folder, ".ff", "ledger.sqlite"))
        with Ledger.read(Path(folder)) as ledger:
            assert look(ledger) == expected


def test_what_somebody_put_there_is_kept(shop: Store, catalog: Path) -> None:
    run(limit=2)
    by_hand = catalog / "by-hand.jpg"
    Image.open(catalog / TEE).rotate(180).save(by_hand)
    for name in ("others/leaf-dress.jpg", "tops/plaid-shirt.jpg"):  # made before, and not yet
        shop.put(by_hand, f"shop/out/{NAVY.name}/{name}")
    summary = run()
    assert summary.counts == {Status.kept: 2, Status.unchanged: 1, Status.done: 1}
    for name in ("others/leaf-dress.jpg", "tops/plaid-shirt.jpg"):
        assert shop.files.cat_file(f"shop/out/{NAVY.name}/{name}") == by_hand.read_bytes()
    assert run(force=True).counts == {Status.done: 2, Status.unchanged: 2}


def test_images_of_a_run_whose_ledger_was_lost_are_known_again(shop: Store) -> None:
    run(edits=(NAVY,))
    before = objects(shop)
    shop.remove("shop/out/.ff/ledger.sqlite")
    assert run(edits=(NAVY,)).counts == {Status.done: 4}
    assert objects(shop) == before


def test_an_image_that_moves_leaves_nothing_behind(shop: Store) -> None:
    run()
    moved = run(gates=type(OPEN).of({"min_area": 0.94}))
    assert moved.counts == {Status.review: 4}
    names = objects(shop)
    assert f"review/{NAVY.name}/{TEE}" in names and f"{NAVY.name}/{TEE}" not in names


def test_what_cannot_be_put_or_brought_fails_alone(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    real_put, real_bring = Store.put, Store.bring

    def put(store: Store, path: Path, key: str) -> int:
        if key.endswith(f"{NAVY.name}/{TEE}"):
            raise PermissionError(13, "Access Denied")
        return real_put(store, path, key)

    def bring(store: Store, key: str, *rest: Any) -> None:
        if key.endswith("windbreaker.jpg"):
            raise FileNotFoundError("it is gone")
        real_bring(store, key, *rest)

    monkeypatch.setattr(Store, "put", put)
    monkeypatch.setattr(Store, "bring", bring)
    report = Report()
    with at_hand(["s3://shop/catalog"], OUT) as place:
        options = RunOptions(place.inputs, (NAVY,), place.out, gates=OPEN, carrier=place.carrier)
        summary = transform(options, TintEngine, place.reporter(report, options.home))
    assert summary.counts == {Status.failed: 2, Status.done: 2}
    assert "cannot be put into s3://shop/out: [Errno 13] Access Denied" in report.of(TEE).reason
    assert "cannot be brought: it is gone" in report.of("others/windbreaker.jpg").reason
    assert {str(result.source) for result in report.results} >= {f"s3://shop/catalog/{TEE}"}
    monkeypatch.undo()


def test_from_home_to_a_bucket_and_from_a_bucket_home(shop: Store, catalog: Path) -> None:
    run(inputs=str(catalog), out=OUT)
    run(out=str(catalog.parent / "out"))
    assert objects(shop) == tree(catalog.parent / "out", thumbnails=True)
    assert run(inputs=str(catalog), out=OUT).counts == {Status.unchanged: 4}


def test_shards_meet_in_a_bucket(shop: Store, catalog: Path) -> None:
    go(catalog, CrashingEngine("leaf-dress"))
    for number in (1, 2):
        run(CrashingEngine("leaf-dress"), shard=Shard(2, number))
    with pytest.raises(Locked, match="not merged"):
        run()
    merged = join()
    assert len(merged.shards) == 2 and merged.gone == []
    assert objects(shop) == tree(catalog.parent / "out", thumbnails=True)
    assert not [key for key in shop.files.find("shop/out/.ff") if "shards" in key]
    made = [run(shard=Shard(2, number)).counts for number in (1, 2)]
    assert sum(made, Counter()) == {Status.done: 1, Status.unchanged: 3}, "each began with what the whole record knows"
    join()
    assert run().counts == {Status.unchanged: 4}


def join() -> Merged:
    with at_hand([], OUT, merging=True) as place:
        return merge(place.out, place.reporter(Report(), place.out), carrier=place.carrier)


def test_one_run_an_output_and_a_dead_one_s_lock_is_taken_over(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = "shop/out/.ff/lock"
    with object_lock.object_locked(shop, lock, pytest.fail):
        with pytest.raises(Locked, match=r"process \d+ on"):
            run()
        assert not shop.files.exists("shop/out/.ff/ledger.sqlite")
    shop.files.pipe_file(lock, b"{}")  # somebody who died
    with pytest.raises(Locked):
        run()
    monkeypatch.setattr(object_lock, "DEAD", 0.0)
    assert run().counts == {Status.done: 4}


def test_who_loses_the_lock_hears_of_it(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(object_lock, "BEAT", 0.02)
    heard = threading.Event()
    with object_lock.object_locked(shop, "shop/lock", heard.set):
        assert not heard.wait(0.2), "signs of life keep it"
        shop.files.pipe_file("shop/lock", b"somebody else's")
        assert heard.wait(10)
    assert shop.files.cat_file("shop/lock") == b"somebody else's"


def test_the_ledger_is_kept_while_a_run_goes_on(shop: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "KEEP_EVERY", 0.0)
    there: list[bool] = []

    class Looking(Report):
        def finished(self, result: Any) -> None:
            there.append(shop.files.exists("shop/out/.ff/ledger.sqlite"))

    with at_hand(["s3://shop/catalog"], OUT) as place:
        options = RunOptions(place.inputs, (NAVY,), place.out, gates=OPEN, carrier=place.carrier)
        transform(options, TintEngine, place.reporter(Looking(), options.home))
    assert there == [False, True, True, True]


def test_keys_that_cannot_be_paths_are_named_and_left_out(shop: Store, caplog: pytest.LogCaptureFixture) -> None:
    photograph = shop.files.cat_file(f"shop/catalog/{TEE}")
    for key in ("tops", "others/../x.jpg", f"{'long' * 80}.jpg"):
        shop.files.pipe_file(f"shop/catalog/{key}", photograph)
    assert run().made == 4
    assert len([message for message in caplog.messages if "is left out" in message]) == 2


def test_nothing_there_is_said_to_be_nothing(shop: Store) -> None:
    with pytest.raises(NoInput, match="s3://shop/nowhere"):
        run(inputs="s3://shop/nowhere")


def test_the_command(shop: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    from tests.cli.test_transform import Loader

    monkeypatch.setitem(sys.modules, "fashionforward.runtime.engine", SimpleNamespace(Engine=Loader))  # type: ignore[arg-type]
    weights = make_weights(tmp_path / "weights")
    words = ["transform", "s3://shop/catalog", "--attr", "palm_print", "--out", OUT, "--weights", str(weights)]
    plan = CliRunner().invoke(app, [*words, "--dry-run"])
    assert f"s3://shop/catalog/{TEE} -> s3://shop/out/palm_print/{TEE}" in plan.stdout, plan.output
    assert not shop.files.exists("shop/out")
    gates = [
        word
        for gate in ("max_spill=1", "max_neighbour=200", "max_clipped=1", "min_print=0")
        for word in ("--gate", gate)
    ]
    made = CliRunner().invoke(app, [*words, *gates, "--json"])
    assert made.exit_code == ExitCode.ok, made.output
    told = [json.loads(line) for line in made.stdout.splitlines()]
    assert told[-1]["source"] == f"s3://shop/catalog/{TEE}" and told[-1]["output"] == f"s3://shop/out/palm_print/{TEE}"
    assert "contact sheet: s3://shop/out/sheets/palm_print-01.png" in made.stderr
    assert CliRunner().invoke(app, [*words, "--watch"]).exit_code == ExitCode.bad_usage


def test_versions_follow_content() -> None:
    one, two = ({"ETag": tag} for tag in ('"9a0364b9e99bb480dd25e1f0284c8555"', '"9a0364b9e99bb480dd25e1f0284c8556"'))
    assert version_of(one) == version_of(dict(one)) != version_of(two)
    assert 0 <= version_of(one) < VERSIONS
