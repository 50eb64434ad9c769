"""The versions of a model that pages were given, also after the server was killed."""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

__all__ = ["KeptVersions"]

#: The ending of the file that keeps them beside the model.
_ENDING = ".edit-versions"
#: More bytes than this are not kept from one session to the next.
_MOST_BYTES = 64 * 2**20
#: What begins the line with the address of the server, and what its secret looks like.
_ADDRESS = b"address"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")


class KeptVersions:
    """Plain models by version, in memory and beside the model file until the session ends.

    A page that saves tells the version that it began from. What it changed is known only by
    that version, so none is forgotten while a page may have it.

    Parameters
    ----------
    path
        The model file.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     KeptVersions(Path(folder, "map.yaml")).keep("v1", {"id": "map"})
    ...     KeptVersions(Path(folder, "map.yaml")).get("v1")
    {'id': 'map'}
    """

    def __init__(self, path: Path) -> None:
        self._file = path.with_name(f".{path.name}{_ENDING}")
        #: Port and secret of the server that was killed; None where none was.
        self.address: tuple[int, str] | None = None
        self._packed = dict(self._read())

    def _read(self) -> Iterator[tuple[str, bytes]]:
        try:
            if self._file.stat().st_size > _MOST_BYTES:
                self._file.unlink()
                return
            lines = self._file.read_bytes().splitlines()
        except OSError:
            return
        for line in lines:
            version, _, packed = line.partition(b" ")
            if version == _ADDRESS:
                self._read_address(packed)
                continue
            # The last line may be cut off where the program was killed.
            with suppress(binascii.Error, zlib.error, ValueError):
                content = base64.b64decode(packed, validate=True)
                _unpacked(content)
                yield version.decode("ascii"), content

    def _read_address(self, told: bytes) -> None:
        port, _, secret = told.decode("ascii", "replace").partition(" ")
        if port.isascii() and port.isdigit() and _SECRET.fullmatch(secret):
            self.address = int(port), secret

    def keep_address(self, port: int, secret: str) -> None:
        """Keep where pages find the server, for one that follows it should it be killed."""
        self.address = port, secret
        self._append(_ADDRESS + f" {port} {secret}".encode())

    def keep(self, version: str, plain: dict[str, Any]) -> None:
        """Keep a version; a disk that does not take it has it in memory only."""
        if version in self._packed:
            return
        packed = zlib.compress(json.dumps(plain, ensure_ascii=False).encode())
        self._packed[version] = packed
        self._append(version.encode() + b" " + base64.b64encode(packed))

    def _append(self, line: bytes) -> None:
        """Write a line; one before that was cut off stays by itself."""
        with suppress(OSError):
            handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            with os.fdopen(handle, "ab") as stream:
                stream.write(b"\n" + line + b"\n")

    def get(self, version: str) -> dict[str, Any] | None:
        """Return a version; None where no page can have it from here."""
        packed = self._packed.get(version)
        return None if packed is None else _unpacked(packed)

    def end(self) -> None:
        """Forget them beside the model, at the end of a session in good order."""
        with suppress(OSError):
            self._file.unlink(missing_ok=True)


def _unpacked(packed: bytes) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(zlib.decompress(packed))
    return plain
