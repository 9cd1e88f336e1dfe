"""The page as a server: this machine alone, its own pictures alone, verdicts saved as they are given."""

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from PIL import Image

from fashionforward.errors import BadReview, CannotWrite, UsageError
from fashionforward.review.server import LONGEST_REQUEST, ReviewServer, Site, check_review
from fashionforward.review.verdicts import Verdict, read_verdicts
from tests.review.outputs import WILD, make_outputs

GOOD = {"item": "tees/a.jpg", "edit": "palm", "verdict": "approved", "seed": 7, "note": "so"}


class Asker:
    """A browser that can be made to lie."""

    def __init__(self, server: ReviewServer) -> None:
        self.server = server
        self.base = urlsplit(server.url).path

    def __call__(
        self, path: str, method: str = "GET", body: Any = None, *, raw: bool = False, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        host = f"127.0.0.1:{self.server.server_port}"
        sent = {"Host": host} | ({"Origin": f"http://{host}", "Content-Type": "application/json"} if body else {})
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, path if raw else self.base + path, data, {k: v for k, v in sent.items() if v})
        answer = connection.getresponse()
        try:
            return answer.status, answer.read(), answer.headers
        finally:
            connection.close()


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asker]:
    entries = make_outputs(tmp_path, ["tees/a.jpg", *WILD])
    site = Site(tmp_path / "out", lambda: entries, tmp_path / "out" / "review.json")
    with ReviewServer(site) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield Asker(server)
        server.shutdown()
        thread.join()


def test_it_listens_on_this_machine_alone(ask: Asker) -> None:
    assert ask.server.server_address[0] == "127.0.0.1"


def test_the_page_and_its_pictures(ask: Asker, tmp_path: Path) -> None:
    status, page, headers = ask("")
    assert status == 200 and headers["Content-Type"] == "text/html; charset=utf-8" and b"tees/a.jpg" in page
    for item in ("tees/a.jpg", *WILD):
        for asked, file in (
            (f"sheets/photographs/{quote(item)}", tmp_path / "catalog" / item),
            (f"palm/{quote(item)}", tmp_path / "out" / "palm" / item),
            (f"sheets/before/{quote(item)}.jpg", tmp_path / "out" / "sheets" / "before" / f"{item}.jpg"),
        ):
            status, body, headers = ask(asked)
            assert (status, headers["Content-Type"], body) == (200, "image/jpeg", file.read_bytes()), asked


def test_a_verdict_is_saved_as_it_is_given(ask: Asker, tmp_path: Path) -> None:
    assert ask("verdicts", "POST", GOOD)[0] == 200
    assert ask("verdicts", "POST", GOOD | {"edit": "navy", "verdict": "rejected"})[0] == 200
    saved = read_verdicts(tmp_path / "out" / "review.json")
    assert {entry.edit: entry.verdict for entry in saved} == {"palm": Verdict.approved, "navy": Verdict.rejected}
    assert json.loads(ask("verdicts")[1]) == saved.as_json()
    assert ask("verdicts", "POST", GOOD | {"verdict": None, "note": ""})[0] == 200
    assert len(read_verdicts(tmp_path / "out" / "review.json")) == 1


def test_verdicts_given_at_once_are_all_kept(ask: Asker, tmp_path: Path) -> None:
    def say(number: int) -> None:
        assert ask("verdicts", "POST", GOOD | {"item": f"{number}.jpg"})[0] == 200

    threads = [threading.Thread(target=say, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_verdicts(tmp_path / "out" / "review.json")) == 12


@pytest.mark.parametrize(
    "path",
    [
        "../catalog/tees/a.jpg", "palm/../../catalog/tees/a.jpg", "%2e%2e/catalog/tees/a.jpg", "review.json",
        "sheets/photographs/../../../../etc/passwd", "sheets/photographs//etc/passwd", "/etc/passwd", "palm/tees/", "palm", "sheets/",
        "..%2fcatalog%2ftees%2fa.jpg", ".ff/ledger.sqlite", "palm/tees/a.jpg%00", "palm/./tees/a.jpg",
    ],
)  # fmt: skip
def test_nothing_else_is_handed_out(ask: Asker, tmp_path: Path, path: str) -> None:
    (tmp_path / "out" / "review.json").write_text('{"version": 1, "verdicts": []}')
    assert ask(path)[0] == 404


def test_a_record_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["a.jpg"], ["palm"])
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    (tmp_path / "out" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    for output in ("../secret.jpg", "link.jpg"):
        lying = replace(entry, output=PurePosixPath(output))
        site = Site(tmp_path / "out", lambda lying=lying: [lying], tmp_path / "review.json")  # type: ignore[misc]
        assert site.picture(output.encode()) is None


@pytest.mark.parametrize(
    "path", ["/", "/index.html", "/verdicts", "/palm/tees/a.jpg", "/x/palm/tees/a.jpg", "//", "*", "//["]
)
def test_without_the_secret_there_is_nothing(ask: Asker, path: str) -> None:
    assert ask(path, raw=True)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", "0.0.0.0"])
def test_another_host_s_name_is_refused(ask: Asker, host: str) -> None:
    assert ask("", Host=host)[0] == 421
    assert ask("verdicts", "POST", GOOD, Host=host)[0] == 421


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "https://127.0.0.1"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_what_another_page_sends_is_refused(ask: Asker, tmp_path: Path, headers: dict[str, str], status: int) -> None:
    assert ask("verdicts", "POST", GOOD, **headers)[0] == status
    assert not (tmp_path / "out" / "review.json").exists()


def test_another_page_cannot_show_the_pictures(ask: Asker) -> None:
    assert ask("palm/tees/a.jpg", Sec_Fetch_Site="cross-site")[0] == 403
    assert ask("palm/tees/a.jpg")[2]["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"[" * 100_000, 400),
        (GOOD | {"item": "../../etc/passwd"}, 400),
        (GOOD | {"verdict": "maybe"}, 400),
        ([GOOD], 400),
        (b"x" * (LONGEST_REQUEST + 1), 413),
    ],
)
def test_what_makes_no_sense_is_refused(ask: Asker, tmp_path: Path, body: Any, status: int) -> None:
    try:
        assert ask("verdicts", "POST", body)[0] == status
    except (BrokenPipeError, ConnectionResetError):
        assert status == 413  # it hung up before all was said
    assert not (tmp_path / "out" / "review.json").exists()
    assert ask("")[0] == 200


def test_a_file_that_another_program_broke_is_told_and_kept(ask: Asker, tmp_path: Path) -> None:
    (tmp_path / "out" / "review.json").write_text("not this")
    status, why, _ = ask("verdicts", "POST", GOOD)
    assert status == 500 and b"review.json is no JSON" in why
    assert (tmp_path / "out" / "review.json").read_text() == "not this"


def test_what_no_browser_shows_comes_as_jpeg(tmp_path: Path) -> None:
    (entry,) = make_outputs(tmp_path, ["a.jpg"], ["palm"])
    Image.new("RGB", (50, 60), "#ff0000").save(tmp_path / "out" / "palm" / "a.tif")
    entry = replace(entry, output=PurePosixPath("palm/a.tif"))
    found = Site(tmp_path / "out", lambda: [entry], tmp_path / "review.json").picture(b"palm/a.tif")
    assert found is not None and found[0] == "image/jpeg" and found[1].startswith(b"\xff\xd8")


def test_a_picture_that_is_gone_is_not_found(ask: Asker, tmp_path: Path) -> None:
    (tmp_path / "out" / "palm" / "tees" / "a.jpg").unlink()
    assert ask("palm/tees/a.jpg")[0] == 404


def test_what_cannot_work_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "review.json").write_text("{}")
    with pytest.raises(BadReview):
        Site(tmp_path, lambda: [], tmp_path / "review.json")
    with pytest.raises(CannotWrite):
        check_review(tmp_path / "no" / "review.json")
    site = Site(tmp_path, lambda: [], tmp_path / "other.json")
    with ReviewServer(site) as first, pytest.raises(UsageError, match="cannot be used"):
        ReviewServer(site, first.server_port)
