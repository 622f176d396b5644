"""The checks and tests as one readable list, with a summary that hides nothing. Run by bin/test in .venv."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTEST = [str(BIN / "python"), "-m", "pytest", "-rs", "--durations=10", "--durations-min=10"]
BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_BROWSERS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
# A test that hangs must not hold the others' results back for ever.
TESTS_S_MAX = 30 * 60
COUNT = re.compile(r"(\d+) (passed|failed|skipped|errors?)")


@dataclass
class Outcome:
    passed: bool
    took_s: float
    note: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("steps", nargs="*", metavar="STEP", help=f"only these: {', '.join(STEPS)}")
    parser.add_argument("--without", action="append", default=[], choices=list(STEPS), help="leave a step out")
    chosen = parser.parse_args()
    if unknown := [name for name in chosen.steps if name not in STEPS]:
        parser.error(f"no step is called {', '.join(unknown)}; there are: {', '.join(STEPS)}")
    names = [name for name in STEPS if name in (chosen.steps or STEPS) and name not in chosen.without]
    outcomes = {name: run_step(name) for name in names}
    summarise(outcomes)
    sys.exit(any(not outcome.passed for outcome in outcomes.values()))


def run_step(name: str) -> Outcome:
    print(f"\n── {name}", flush=True)
    began = time.monotonic()
    outcome = STEPS[name]()
    outcome.took_s = time.monotonic() - began
    return outcome


def summarise(outcomes: dict[str, Outcome]) -> None:
    print("\n── summary")
    for name, outcome in outcomes.items():
        counts = ", ".join(f"{number} {word}" for word, number in outcome.counts.items() if number)
        told = "  ".join(word for word in (counts, outcome.note) if word)
        print(f"{'ok    ' if outcome.passed else 'FAILED'}  {name:<11} {outcome.took_s:6.1f} s  {told}")
        for reason in outcome.skipped:
            print(f"{'':29}not run: {reason}")
        for name_of_test in outcome.failed:
            print(f"{'':29}{name_of_test}")
    for name in [name for name in STEPS if name not in outcomes]:
        print(f"-       {name:<11}  was not asked for")
    total = {word: sum(o.counts.get(word, 0) for o in outcomes.values()) for word in ("passed", "failed", "skipped")}
    print(f"{sum(outcome.took_s for outcome in outcomes.values()):.0f} s in all")
    if any(total.values()):
        print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped")


def tool(*command: str) -> Callable[[], Outcome]:
    def run() -> Outcome:
        return Outcome(subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, check=False).returncode == 0, 0)

    return run


def tests(*arguments: str) -> Outcome:
    """Run pytest, pass its words on as they come, and keep what the summary needs."""
    process = subprocess.Popen([*PYTEST, *arguments], cwd=ROOT, stdout=subprocess.PIPE, text=True, bufsize=1)
    overdue = threading.Timer(TESTS_S_MAX, process.kill)
    overdue.start()
    last, skipped, failed = "", [], []
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line if COUNT.search(line) else last
        if line.startswith("SKIPPED"):
            skipped.append(line.removeprefix("SKIPPED").strip())
        if line.startswith(("FAILED ", "ERROR ")):
            failed.append(line.split(" - ")[0].strip()[:200])
    overdue.cancel()
    counts = {
        word.rstrip("s") if word.startswith("error") else word: int(number) for number, word in COUNT.findall(last)
    }
    counts["failed"] = counts.get("failed", 0) + counts.pop("error", 0)
    late = overdue.finished.is_set() and process.wait() < 0
    note = f"did not end within {TESTS_S_MAX / 60:.0f} minutes and was stopped" if late else ""
    return Outcome(process.wait() == 0, 0, note, counts=counts, skipped=skipped, failed=failed)


def tests_in_a_browser() -> Outcome:
    browser = found_browser() or installed_browser()
    if not browser:
        return Outcome(
            False,
            0,
            "no Chrome, Chromium or Edge was found and none could be installed; --without browser leaves it out",
        )
    print(f"with {browser}")
    os.environ["LIVEFAIR_TEST_BROWSER"] = browser
    # What films and plays needs both cores for itself; pages and elements do not.
    return together(tests("-n", "2", "-m", "browser and not slow"), tests("-m", "browser and slow"))


def together(first: Outcome, second: Outcome) -> Outcome:
    counts = {word: first.counts.get(word, 0) + second.counts.get(word, 0) for word in first.counts | second.counts}
    note = "  ".join(word for word in (first.note, second.note) if word)
    skipped, failed = [*first.skipped, *second.skipped], [*first.failed, *second.failed]
    return Outcome(first.passed and second.passed, 0, note, counts, skipped, failed)


def found_browser() -> str:
    named = os.environ.get("LIVEFAIR_TEST_BROWSER", "")
    on_path = (shutil.which(name) for name in BROWSERS)
    on_mac = (path for path in MAC_BROWSERS if Path(path).exists())
    return named or next((path for path in [*on_path, *on_mac, playwright_browser()] if path), "")


def playwright_browser() -> str:
    """The one that Playwright has installed for itself, if it has."""
    ask = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    path = subprocess.run([BIN / "python", "-c", ask], capture_output=True, text=True, check=False).stdout.strip()
    return path if path and Path(path).exists() else ""


def installed_browser() -> str:
    print("no browser found: installing Chromium (this can take a minute)", flush=True)
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", *command], env=quiet, stdout=subprocess.DEVNULL, check=False)
    else:
        subprocess.run([BIN / "python", "-m", "playwright", "install", "chromium"], check=False)
    return found_browser()


STEPS: dict[str, Callable[[], Outcome]] = {
    "format": tool("ruff", "format", "--check", "--quiet", "."),
    "lint": tool("ruff", "check", "--quiet", "."),
    "floors": tool("lint-imports"),
    "types": tool("mypy"),
    "sqlite": lambda: tests("-n", "2", "-m", "not browser", "--engine", "sqlite"),
    "postgresql": lambda: tests("-n", "2", "-m", "not browser", "--engine", "postgresql"),
    "browser": tests_in_a_browser,
}

if __name__ == "__main__":
    main()
