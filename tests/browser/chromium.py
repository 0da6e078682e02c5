"""Finds a Chromium for the browser tests, and on Debian as root installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The shell draws no window of its own: the same engine, for two thirds of the processor's time.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_PROGRAMS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
MISSING = (
    f"No Chromium was found. Install it with: apt-get install -y {SHELL} (Debian) "
    "or brew install --cask chromium (macOS), or name one in CHROMIUM."
)


class NoChromium(Exception):
    """Carries the sentence to print."""


def find() -> str:
    """Return the program that CHROMIUM names, else one of the system's."""
    named = os.environ.get("CHROMIUM")
    if named and not shutil.which(named):
        raise NoChromium(f"CHROMIUM is {named}, which is no program.")
    for candidate in [named] if named else [*NAMES, *MAC_PROGRAMS]:
        if program := shutil.which(candidate):
            return program
    raise NoChromium(MISSING)


def find_or_install() -> str:
    try:
        return find()
    except NoChromium:
        if os.environ.get("CHROMIUM") or os.geteuid() != 0 or not Path("/etc/debian_version").exists():
            raise
    print("No Chromium was found; installing it with apt-get.", file=sys.stderr)
    subprocess.run(["apt-get", "update", "-q"])
    subprocess.run(["apt-get", "install", "-y", "-q", "--no-install-recommends", SHELL])
    return find()


def describe(program: str) -> str:
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    return f"{version or 'Chromium'} ({program})"
