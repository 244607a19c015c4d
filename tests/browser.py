"""A real Chromium, driven as a user would: keys, mouse, screenshots. No library: its debugging pipe speaks JSON.

In: an address. Out: a ``Browser`` whose ``key`` and ``click`` are real input events, and which keeps what the page
asked for and what it wrote to the console.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
)
PATIENCE_SECONDS = 30.0
# What a keyboard sends for the keys that are not letters.
CODES = {
    "Enter": 13, "Escape": 27, "Backspace": 8, "Tab": 9, "Home": 36, "End": 35,
    "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40,
}  # fmt: skip
MODIFIERS = {"Alt": 1, "Control": 2, "Shift": 8}


class Browser:
    """One tab of its own browser. Use as a context manager."""

    def __init__(self, profile: Path, width: int = 1280, height: int = 900) -> None:
        # The child reads commands from file 3 and writes answers to file 4; ours are moved out of the way first.
        command_read, command_write = os.pipe()
        answer_read, answer_write = os.pipe()
        theirs = [fcntl.fcntl(end, fcntl.F_DUPFD, 20) for end in (command_read, answer_write)]
        os.close(command_read)
        os.close(answer_write)

        def place() -> None:
            os.dup2(theirs[0], 3)
            os.dup2(theirs[1], 4)

        self._process = subprocess.Popen(
            [str(CHROMIUM), *FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", "about:blank"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(3, 4),
            preexec_fn=place,
        )
        for end in theirs:
            os.close(end)
        self._to, self._from = command_write, answer_read
        self._rest, self._number, self._session = b"", 0, ""
        self.asked: list[str] = []
        self.console: list[str] = []
        target = self._call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._call(f"{domain}.enable")
        self.size(width, height)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(Exception):
            self._session = ""
            self._call("Browser.close")
        self._process.kill()
        self._process.wait()
        os.close(self._to)
        os.close(self._from)

    def size(self, width: int, height: int = 900) -> None:
        """The window of a reader."""
        self._call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def print_media(self, on: bool) -> None:
        """Show the page as it is printed."""
        self._call("Emulation.setEmulatedMedia", media="print" if on else "")

    def go(self, address: str) -> None:
        """Open an address, and wait until it is read."""
        self._call("Page.navigate", url=address)
        self.until("document.readyState === 'complete'")

    def run(self, script: str) -> Any:
        """The value of an expression in the page."""
        said = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in said, said["exceptionDetails"]
        return said["result"].get("value")

    def until(self, script: str) -> Any:
        """Wait until an expression is true."""
        end = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < end:
            with suppress(AssertionError):  # between two pages nothing answers
                if value := self.run(script):
                    return value
            time.sleep(0.03)
        raise AssertionError(f"never true: {script}; console: {self.console}")

    def key(self, *keys: str) -> None:
        """Press keys one after the other: ``s``, ``Enter``, ``Control+Enter``, ``Shift+ArrowRight``."""
        for each in keys:
            *held, key = each.split("+") if len(each) > 1 else [each]
            modifiers = sum(MODIFIERS[name] for name in held)
            code = CODES.get(key, ord(key.upper()) if len(key) == 1 and key.isalnum() else 0)
            text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "") if modifiers in (0, 8) else ""
            name = f"Key{key.upper()}" if key.isalpha() and len(key) == 1 else key
            known = {"key": key, "code": name, "modifiers": modifiers, "windowsVirtualKeyCode": code}
            self._call("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **known)
            self._call("Input.dispatchKeyEvent", type="keyUp", **known)

    def type(self, text: str) -> None:
        """Write text where the focus is."""
        self._call("Input.insertText", text=text)

    def click(self, selector: str) -> None:
        """Click in the middle of an element."""
        self.drag(selector, selector)

    def drag(self, first: str, last: str) -> None:
        """Press on the first element, let go on the last; from edge to edge where they are two."""
        edges = [("left + 1", first), ("right - 1", last)] if first != last else [("left + box.width / 2", first)] * 2
        points = []
        for edge, selector in edges:
            points.append(
                self.run(
                    f"(() => {{ const node = document.querySelector({json.dumps(selector)});"
                    "node.scrollIntoView({block: 'nearest'}); const box = node.getBoundingClientRect();"
                    f"return [box.{edge}, box.top + box.height / 2]; }})()"
                )
            )
        for kind, (x, y) in zip(
            ("mouseMoved", "mousePressed", "mouseMoved", "mouseReleased"), points[:1] * 2 + points[1:] * 2, strict=True
        ):
            self._call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", buttons=1, clickCount=1)

    def shot(self, path: Path) -> None:
        """A picture of the window."""
        path.write_bytes(base64.b64decode(self._call("Page.captureScreenshot", format="png")["data"]))

    def _call(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            said = self._next()
            if said.get("id") == self._number:
                assert "error" not in said, said["error"]
                return dict(said["result"])
            self._note(said.get("method", ""), said.get("params", {}))

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._rest:
            read = os.read(self._from, 1 << 16)
            assert read, "the browser has ended"
            self._rest += read
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))

    def _note(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.asked.append(params["request"]["url"])
        elif method == "Log.entryAdded":
            self.console.append(params["entry"]["text"])
        elif method == "Runtime.exceptionThrown":
            self.console.append(str(params["exceptionDetails"].get("exception", {}).get("description")))
