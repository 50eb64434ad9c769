"""A real Firefox, steered over its own remote protocol (Marionette) with the standard library.

Each message is its length, a colon and JSON: a request ``[0, number, command, values]``, an
answer ``[1, number, error, result]``. Commands are those of WebDriver.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import subprocess
import time
from pathlib import Path
from typing import Any, Self

#: Firefox asks for nothing by itself, and nothing that it asks for is answered.
QUIET = {
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "browser.download.folderList": 2,
    "browser.download.useDownloadDir": True,
}
#: Seconds that Firefox may take to start, or to answer.
PATIENCE = 60


class Firefox:
    """A running Firefox with one window; ``folder`` holds its profile and its downloads."""

    def __init__(self, program: str, folder: Path) -> None:
        self.downloads = folder / "downloads"
        self.downloads.mkdir()
        profile = folder / "profile"
        profile.mkdir()
        port = _free_port()
        settings = {**QUIET, "marionette.port": port, "browser.download.dir": str(self.downloads)}
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in settings.items()]
        (profile / "user.js").write_text("\n".join(lines), "utf-8")
        options = ["--headless", "--marionette", "--remote-allow-system-access", "--no-remote"]
        self._process = subprocess.Popen(
            [program, *options, "--profile", str(profile), "about:blank"],
            env={**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._count = 0
        try:
            self._line = _connect(port, self._process)
            self._receive()  # who it is
            self.tell("NewSession", capabilities={})
        except BaseException:
            self._process.kill()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._line.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def tell(self, command: str, **values: Any) -> Any:
        """Give a WebDriver command and return its result."""
        self._count += 1
        name = command if ":" in command else f"WebDriver:{command}"
        text = json.dumps([0, self._count, name, values]).encode()
        self._line.sendall(b"%d:%s" % (len(text), text))
        _, number, error, result = self._receive()
        assert number == self._count
        if error:
            raise RuntimeError(f"{name}: {error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def open(self, address: str, *, size: tuple[int, int] = (1280, 900)) -> None:
        """Open an address in a window of a size."""
        self.tell("SetWindowRect", width=size[0], height=size[1])
        self.tell("Navigate", url=address)

    def wait_for(self, selector: str) -> None:
        """Wait until the page has an element: what it shows is unpacked after it is loaded."""
        ends = time.monotonic() + PATIENCE
        while not self.ask("!!document.querySelector(arguments[0])", selector):
            assert time.monotonic() < ends, f"there is no {selector}"
            time.sleep(0.02)

    def ask(self, script: str, *values: Any) -> Any:
        """Return the value of JavaScript in the page."""
        return self.tell("ExecuteScript", script=f"return {script}", args=list(values))

    def press(self, *keys: str) -> None:
        """Press and release keys one after another."""
        actions = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        chain = [{"type": "key", "id": "keys", "actions": actions}]
        self.tell("PerformActions", actions=chain)

    def faults(self) -> list[str]:
        """Return what Firefox has to say against the page since this was last asked."""
        self.tell("Marionette:SetContext", value="chrome")
        try:
            return self.tell(
                "ExecuteScript",
                script="""const found = Services.console.getMessageArray()
                  .filter((item) => item instanceof Ci.nsIScriptError)
                  .filter((item) => item.sourceName.startsWith('file:'))
                  .map((item) => item.errorMessage)
                  // An older Firefox does not know these directives, and passes over them.
                  .filter((text) => !/unknown directive .*trusted-types/.test(text));
                Services.console.reset();
                return found;""",
                args=[],
            )
        finally:
            self.tell("Marionette:SetContext", value="content")

    def picture(self) -> bytes:
        """Return what the window shows, as PNG."""
        return base64.b64decode(self.tell("TakeScreenshot", full=False))

    def printed(self) -> bytes:
        """Return the page as it is printed, as PDF."""
        return base64.b64decode(self.tell("Print", orientation="landscape"))

    def downloaded(self, name: str) -> bytes:
        """Wait for a download and return it."""
        file, ends = self.downloads / name, time.monotonic() + PATIENCE
        while not file.exists() or not file.stat().st_size or list(self.downloads.glob("*.part")):
            assert time.monotonic() < ends, f"{name} was not downloaded"
            time.sleep(0.05)
        return file.read_bytes()

    def _receive(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            length += self._read(1)
        return json.loads(self._read(int(length[:-1])))

    def _read(self, count: int) -> bytes:
        text = b""
        while len(text) < count:
            more = self._line.recv(count - len(text))
            if not more:
                raise ConnectionError("Firefox has ended.")
            text += more
        return text


def _free_port() -> int:
    with socket.socket() as place:
        place.bind(("127.0.0.1", 0))
        return int(place.getsockname()[1])


def _connect(port: int, process: subprocess.Popen[bytes]) -> socket.socket:
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        except OSError:
            if process.poll() is not None or time.monotonic() > ends:
                raise
            time.sleep(0.1)
