"""Makes .venv from the pinned lock, and the web assets: `setup.py run` or `setup.py test`. Nothing to do is quick."""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "livefair-stamp"
LOG = ROOT / ".venv-setup.log"
SHOW_EVERY_S = 5.0


def main() -> None:
    purpose = sys.argv[1] if len(sys.argv) > 1 else "run"
    locks = [ROOT / "requirements" / f"{name}.txt" for name in locks_for(purpose)]
    wanted = fingerprint(locks)
    # What the tests need includes all that running needs.
    if not (STAMP.exists() and wanted in STAMP.read_text().split()):
        install(locks)
        with STAMP.open("a") as stamp:
            stamp.write(wanted + "\n")
            if purpose == "test":
                stamp.write(fingerprint([ROOT / "requirements" / f"{name}.txt" for name in locks_for("run")]) + "\n")
    step("building the web assets", [PYTHON, "hatch_build.py"], quiet_s=1.0)
    LOG.unlink(missing_ok=True)


def locks_for(purpose: str) -> list[str]:
    needs_node = not (shutil.which("npm") and shutil.which("node"))
    return ["build", *(["node"] if needs_node else []), purpose]


def fingerprint(locks: list[Path]) -> str:
    digest = hashlib.sha256(f"{ROOT} {sys.version}".encode())
    for path in [*locks, ROOT / "pyproject.toml", Path(__file__)]:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def install(locks: list[Path]) -> None:
    if not (PYTHON.exists() and STAMP.exists()):
        shutil.rmtree(VENV, ignore_errors=True)
        say("making .venv …")
        venv.create(VENV, with_pip=True)
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--no-input"]
    chosen = [word for path in locks for word in ("-r", str(path))]
    step("installing the pinned packages", [*pip, "--require-hashes", "--only-binary", ":all:", *chosen])
    step("installing Livefair", [*pip, "--no-deps", "--no-build-isolation", "-e", str(ROOT)])


def step(name: str, command: list[object], *, quiet_s: float = 0.0) -> None:
    """Run one command, its output kept in a log; say that it goes on, and show the log when it fails."""
    began = time.monotonic()
    done = threading.Event()
    threading.Thread(target=tell_progress, args=(name, began, quiet_s, done), daemon=True).start()
    with LOG.open("wb") as log:
        result = subprocess.run(
            [str(word) for word in command],
            cwd=ROOT,
            env=environment(),
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    done.set()
    took = time.monotonic() - began
    if result.returncode:
        say(f"{name} failed after {took:.0f} s:\n")
        sys.stderr.write(LOG.read_text("utf-8", "replace"))
        sys.exit(1)
    if took > quiet_s:
        say(f"{name}: done in {took:.0f} s")


def tell_progress(name: str, began: float, quiet_s: float, done: threading.Event) -> None:
    if done.wait(quiet_s):
        return
    say(f"{name} …")
    while not done.wait(SHOW_EVERY_S):
        say(f"  … {time.monotonic() - began:.0f} s: {last_line()}")


def last_line() -> str:
    lines = LOG.read_text("utf-8", "replace").splitlines() if LOG.exists() else []
    return lines[-1].strip()[:90] if lines else ""


def environment() -> dict[str, str]:
    return {**os.environ, "VIRTUAL_ENV": str(VENV), "PYTHONPATH": ""}


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    main()
