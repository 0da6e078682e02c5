"""Drives the system's own Firefox over Marionette, the protocol that it brings along: no driver, no build of its own.

Marionette speaks over a socket: the length of a message, a colon, and JSON; [0, number, command, parameters] out,
[1, number, error, result] back. Its commands are those of WebDriver: real keys, real clicks, what a reader would see.
"""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("firefox-esr", "firefox")
MISSING = "Firefox was not found, its one journey was left out: apt-get install -y firefox-esr."
PATIENCE = 60
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
TAB, ENTER, ESCAPE = "\ue004", "\ue007", "\ue00c"
PREFERENCES = {
    # Any free port; Firefox writes into its profile which one it took.
    "marionette.port": 0,
    # Nothing leaves this machine, and nothing opens by itself.
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "browser.aboutwelcome.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.region.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "extensions.update.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
}
# Errors of scripts and of the Content-Security-Policy, as Firefox's own console has them.
COMPLAINTS = """
return Services.console.getMessageArray()
    .filter((it) => it instanceof Ci.nsIScriptError && !(it.flags & Ci.nsIScriptError.warningFlag))
    .map((it) => `${it.sourceName}: ${it.errorMessage}`)
    .filter((words) => words.includes(arguments[0]));
"""


class Refused(Exception):
    """What Firefox answered instead of a result."""


def find() -> str | None:
    return next((program for name in NAMES if (program := shutil.which(name))), None)


def describe(program: str) -> str:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    return f"{version} ({program})"


@contextmanager
def started(program: str, folder: Path) -> Iterator["Firefox"]:
    """Run Firefox without a window on the screen, with a new profile in `folder`, and end it afterwards."""
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines))
    command = [program, "--headless", "--no-remote", "--marionette", "--remote-allow-system-access"]
    with open(folder / "firefox.log", "w") as log:
        running = subprocess.Popen([*command, "--profile", str(folder)], stdout=log, stderr=log)
        try:
            with _connected(folder, running) as connection:
                yield Firefox(connection)
        finally:
            running.terminate()
            running.wait(PATIENCE)


def _connected(folder: Path, running: subprocess.Popen[bytes]) -> socket.socket:
    port = folder / "MarionetteActivePort"
    deadline = time.monotonic() + 3 * PATIENCE
    while running.poll() is None and time.monotonic() < deadline:
        if port.exists() and (number := port.read_text().strip()):
            return socket.create_connection(("127.0.0.1", int(number)), timeout=3 * PATIENCE)
        time.sleep(0.1)
    raise Refused(f"Firefox did not start: {(folder / 'firefox.log').read_text()[-2000:]}")


class Firefox:
    """One window. It waits for what it is asked to find, as a reader would."""

    def __init__(self, connection: socket.socket):
        self.stream = connection.makefile("rwb")
        self.asked = 0
        self._read()
        self.ask("WebDriver:NewSession")

    def ask(self, command: str, **parameters: object) -> Any:
        self.asked += 1
        message = json.dumps([0, self.asked, command, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self._read()
        if error:
            raise Refused(f"{command} {parameters}: {error['error']}: {error['message']}")
        # Many answers are an object with one value.
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    def open(self, address: str) -> None:
        self.ask("WebDriver:Navigate", url=address)

    def evaluate(self, expression: str, *arguments: object) -> Any:
        return self.ask("WebDriver:ExecuteScript", script=f"return {expression}", args=list(arguments))

    def wait_until(self, expression: str, *arguments: object) -> None:
        self._patiently(lambda: self.evaluate(expression, *arguments), f"{expression} {arguments}")

    def find(self, css: str, text: str = "") -> str:
        """The first element in sight with these words in it."""

        def first_in_sight() -> str | None:
            for element in self.ask("WebDriver:FindElements", using="css selector", value=css):
                name = element[ELEMENT]
                if self.ask("WebDriver:IsElementDisplayed", id=name) and text in self._text(name):
                    return name
            return None

        return self._patiently(first_in_sight, f"{css} “{text}”")

    def text(self, css: str) -> str:
        return self._text(self.find(css))

    def click(self, css: str, text: str = "") -> None:
        def clicked() -> bool:
            # Refused while something moves across it, or the page with it is being left.
            self.ask("WebDriver:ElementClick", id=self.find(css, text))
            return True

        self._patiently(clicked, f"a click on {css} “{text}”")

    def type(self, css: str, words: str) -> None:
        self.ask("WebDriver:ElementSendKeys", id=self.find(css), text=words)

    def press(self, key: str) -> None:
        """A key goes to whatever has the focus."""
        strokes = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.ask("WebDriver:PerformActions", actions=[{"type": "key", "id": "keyboard", "actions": strokes}])

    def complaints(self, about: str) -> list[str]:
        """Every error in Firefox's console that names this address."""
        self.ask("Marionette:SetContext", value="chrome")
        try:
            return self.ask("WebDriver:ExecuteScript", script=COMPLAINTS, args=[about])
        finally:
            self.ask("Marionette:SetContext", value="content")

    def _text(self, element: str) -> str:
        return self.ask("WebDriver:GetElementText", id=element)

    def _patiently(self, question: Callable[[], Any], what: str) -> Any:
        """Ask until there is an answer: between two pages there is a moment in which nothing can be asked."""
        deadline = time.monotonic() + PATIENCE
        refusal = ""
        while time.monotonic() < deadline:
            try:
                if answer := question():
                    return answer
            except Refused as between_pages:
                refusal = str(between_pages)
            time.sleep(0.05)
        raise AssertionError(f"In Firefox, this was waited for in vain: {what} {refusal}")

    def _read(self) -> Any:
        length = b""
        while not length.endswith(b":"):
            byte = self.stream.read(1)
            if not byte:
                raise Refused("Firefox closed the connection.")
            length += byte
        return json.loads(self.stream.read(int(length[:-1])))
