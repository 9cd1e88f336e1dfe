"""The review page served on this machine alone, saving verdicts as they are given.

Nobody else gets in: it listens on 127.0.0.1, its addresses begin with a secret, and requests that name another host
(DNS rebinding) or come from another page (cross-site forgery) are refused. It hands out the files that the page shows and
no others: an address is looked up in their list, never turned into a path.
"""

import hmac
import io
import json
import logging
import secrets
from collections.abc import Callable, Sequence
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PurePath
from threading import Lock
from typing import Any
from urllib.parse import unquote_to_bytes

from PIL import Image

from fashionforward.catalog.decode import read_photograph
from fashionforward.errors import CannotWrite, FashionForwardError, UsageError
from fashionforward.review.entry import Entry
from fashionforward.review.page import FILE_NAME, address, build_page
from fashionforward.review.thumbnail import after_path, before_path
from fashionforward.review.verdicts import Judgement, Verdicts, parse_judgement, read_verdicts, write_verdicts

log = logging.getLogger(__name__)

TYPES = {
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".jpe": "image/jpeg",
    ".jfif": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
}
PHOTOGRAPHS = b"sheets/photographs/"
"""Addresses of the photographs begin so; `web/viewer.js` says it too. No edit can be called `sheets`."""

LONGEST_REQUEST = 1 << 20
SECURITY = {
    "Cache-Control": "no-cache",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


class Site:
    """What is served: the page, its pictures, and the verdicts in a file. Safe to use from several threads."""

    def __init__(self, root: Path, entries: Callable[[], Sequence[Entry]], review: Path) -> None:
        self.root = root
        self.review = review
        self._entries = entries
        self._lock = Lock()
        self._files: dict[bytes, Path] = {}  # in the output folder
        self._photographs: dict[bytes, Path] = {}  # wherever they are
        self.page()  # so that what is wrong is said before anybody waits for an answer

    def page(self) -> bytes:
        """The page, made anew from what the output folder holds now.

        Raises:
            BadReview: the file of verdicts cannot be read.
        """
        entries = self._entries()
        files: dict[bytes, Path] = {}
        photographs: dict[bytes, Path] = {}
        for entry in entries:
            relative = PurePath(entry.item)
            if entry.before is not None:
                photographs[PHOTOGRAPHS + _decoded(address(relative))] = entry.before
            for path in (
                None if entry.output is None else self.root / entry.output,
                before_path(self.root, relative),
                after_path(self.root, entry.edit, relative),
            ):
                if path is not None:
                    files[_decoded(address(path.relative_to(self.root)))] = path
        self._files, self._photographs = files, photographs
        return build_page(self.root, entries, self.verdicts()).encode("utf-8")

    def verdicts(self) -> Verdicts:
        """What was said so far."""
        return read_verdicts(self.review) if self.review.exists() else Verdicts({})

    def judge(self, judgement: Judgement) -> None:
        """Save one judgement. Others may have written to the file: it is read again."""
        with self._lock:
            write_verdicts(self.review, self.verdicts().with_(judgement))

    def picture(self, name: bytes) -> tuple[str, bytes] | None:
        """Type and bytes of a picture of the page, or None. What no browser shows is handed out as JPEG."""
        path = self._photographs.get(name) or self._files.get(name)
        try:
            if path is None or (name in self._files and not path.resolve().is_relative_to(self.root.resolve())):
                return None
            if (kind := TYPES.get(path.suffix.lower())) is not None:
                return kind, path.read_bytes()
            return "image/jpeg", _as_jpeg(path)
        except (OSError, FashionForwardError) as error:
            log.debug("%s is not served: %s", path, error)
            return None


class ReviewServer(ThreadingHTTPServer):
    """Serves a site on 127.0.0.1.

    Raises:
        UsageError: the port is taken.
    """

    daemon_threads = True

    def __init__(self, site: Site, port: int = 0) -> None:
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except (OSError, OverflowError) as error:
            raise UsageError(f"Port {port} cannot be used: {error}.", "Leave --port away to get a free one.") from error
        self.site = site
        self.secret = secrets.token_urlsafe(18)
        self.hosts = {f"{name}:{self.server_port}" for name in ("127.0.0.1", "localhost")}

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"http://127.0.0.1:{self.server_port}/{self.secret}/"

    def handle_error(self, request: Any, client_address: Any) -> None:
        log.debug("a request from %s ended early", client_address, exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "ff"
    sys_version = ""
    timeout = 60
    server: ReviewServer

    def do_GET(self) -> None:
        if (name := self._name()) is None:
            return
        if name in (b"", FILE_NAME.encode()):
            self._answer_or_explain("text/html; charset=utf-8", self.server.site.page)
        elif name == b"verdicts":
            self._answer_or_explain("application/json", self._verdicts)
        elif (picture := self.server.site.picture(name)) is not None:
            self._answer(*picture)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "There is no such picture.")

    def do_POST(self) -> None:
        if (name := self._name()) is None:
            return
        origin = self.headers.get("Origin", "")
        length = self.headers.get("Content-Length", "")
        if name != b"verdicts":
            self._refuse(HTTPStatus.NOT_FOUND, "Verdicts alone can be sent.")
        elif not origin.startswith("http://") or origin.removeprefix("http://") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN, "Another page sent this.")
        elif self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "This is no JSON.")
        elif not (length.isascii() and length.isdigit()) or int(length) > LONGEST_REQUEST:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This is too long for a verdict.")
        else:
            self._take(self.rfile.read(int(length)))

    def _take(self, body: bytes) -> None:
        try:
            judgement = parse_judgement(json.loads(body))
        except (ValueError, RecursionError):
            return self._refuse(HTTPStatus.BAD_REQUEST, "This is no JSON.")
        except FashionForwardError as error:
            return self._refuse(HTTPStatus.BAD_REQUEST, error.message)

        def save() -> bytes:
            self.server.site.judge(judgement)
            return b"{}"

        self._answer_or_explain("application/json", save)

    def _verdicts(self) -> bytes:
        return json.dumps(self.server.site.verdicts().as_json()).encode("ascii")

    def _name(self) -> bytes | None:
        """What is asked for, without the secret; None where the asker has no business here, and was told so."""
        if self.headers.get("Host", "") not in self.server.hosts:
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "This is not the host that you asked for.")
            return None
        if self.headers.get("Sec-Fetch-Site", "none") not in ("none", "same-origin"):
            self._refuse(HTTPStatus.FORBIDDEN, "Another page sent this.")
            return None
        match unquote_to_bytes(self.path.partition("?")[0]).split(b"/", 2):
            case [b"", secret, name] if hmac.compare_digest(secret, self.server.secret.encode()):
                return name
        self._refuse(HTTPStatus.NOT_FOUND, "Use the whole address that ff review printed.")
        return None

    def _answer_or_explain(self, kind: str, make: Callable[[], bytes]) -> None:
        try:
            body = make()
        except FashionForwardError as error:
            self._refuse(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
        else:
            self._answer(kind, body)

    def _refuse(self, status: HTTPStatus, why: str) -> None:
        self.close_connection = True  # its body was not read
        self._answer("text/plain; charset=utf-8", why.encode("utf-8", "replace"), status)

    def _answer(self, kind: str, body: bytes, status: HTTPStatus = HTTPStatus.OK) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **SECURITY}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        log.debug(format, *args)


def _decoded(escaped: str) -> bytes:
    return unquote_to_bytes(escaped)


def _as_jpeg(path: Path) -> bytes:
    rgb = (read_photograph(path).srgb() * 255).round().astype("uint8")
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, "JPEG", quality=92, subsampling=0)
    return buffer.getvalue()


def check_review(path: Path) -> None:
    """Raise CannotWrite where verdicts could not be saved: better before an hour's work than after it."""
    if path.is_dir() or not path.parent.is_dir():
        raise CannotWrite(f"{path} cannot be written.", "Give --review a file in a folder that is there.")
