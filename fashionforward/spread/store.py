"""Objects in S3, through fsspec: listing, bringing, putting."""

import hashlib
import mimetypes
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from fashionforward.catalog.write import partial_path
from fashionforward.errors import MissingDependency

SCHEME = "s3://"

VERSIONS = 2**56
"""Versions of objects are below; as a time in nanoseconds that is in 1972."""


def is_remote(place: str | Path) -> bool:
    """Whether a path is an address in a store."""
    return str(place).startswith(SCHEME)


class Store:
    """The objects that one's credentials reach. Keys are "bucket/path". Safe to use from several threads.

    Credentials, region and endpoint are the AWS tools' own: environment, profile, instance role, AWS_ENDPOINT_URL. `files` is
    the file system of fsspec.

    Raises:
        MissingDependency: s3fs is not installed.
    """

    def __init__(self) -> None:
        try:
            import s3fs
        except ImportError as error:
            raise MissingDependency(
                "Object storage needs s3fs.", 'Install it: pip install "fashionforward[s3]".'
            ) from error
        self.files: Any = s3fs.S3FileSystem(use_listings_cache=False)

    def list(self, prefix: str) -> Iterator[tuple[str, int, int]]:
        """Key, size and version of every object below a prefix, folder by folder, so that memory holds one folder's.

        An object that has a folder's name is left out.
        """
        for folder, folders, found in self.files.walk(prefix, detail=True):
            for name, told in found.items():
                if name and name not in folders:  # a key that ends in a slash stands for an empty folder
                    yield f"{folder}/{name}", int(told["size"]), version_of(told)

    def find(self, key: str) -> tuple[int, int] | None:
        """Size and version of an object; None: there is none."""
        try:
            told = self.files.info(key)
        except FileNotFoundError:
            return None
        return (int(told["size"]), version_of(told)) if told["type"] == "file" else None

    def bring(self, key: str, path: Path, version: int | None = None) -> None:
        """Copy an object to a file, which has `version` for its time: whole or not at all.

        Raises:
            OSError: it cannot be had.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = partial_path(path)
        try:
            self.files.get_file(key, str(partial))
            if version is not None:
                os.utime(partial, ns=(version, version))
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)

    def put(self, path: Path, key: str) -> int:
        """Copy a file to an object, which is whole or not there; returns its version.

        Raises:
            OSError: it cannot be put.
        """
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        told = self.files.pipe_file(key, path.read_bytes(), ContentType=kind)
        return version_of(told if told and "ETag" in told else self.files.info(key))

    def remove(self, key: str) -> None:
        """Remove an object, or find it gone."""
        with suppress(FileNotFoundError):
            self.files.rm_file(key)


def version_of(told: Mapping[str, Any]) -> int:
    """What stands in for an object's time of change: a number below `VERSIONS` that changes with its ETag, so with its content."""
    tag = str(told["ETag"]).strip('"')
    return int.from_bytes(hashlib.blake2b(tag.encode(), digest_size=7).digest(), "big")
