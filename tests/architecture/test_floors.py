"""The floors are drawn in pyproject.toml. Here every contract is broken once, in a small copy of the house."""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
SOURCE = ROOT / "src/livefair"
LAYERS = [[name.strip("( )") for name in layer.split("|")] for layer in CONTRACTS[0]["layers"]]
PACKAGES = [name for layer in LAYERS for name in layer]
VERDICT = re.compile(r"^(.+) (KEPT|BROKEN)(?: \(.*\))?$", re.MULTILINE)
# Contracts that look for other people's modules, and one such import for each.
FOREIGN = {
    "web": ("people/x.py", "import litestar"),
    "codecs": ("world/x.py", "import av"),
    "codec-children": ("media/engine.py", "import livefair.media.worker"),
    "rules": ("people/rules.py", "import sqlalchemy"),
}


# Estimation is as pure as rules are.
ESTIMATORS = ("value/paths", "value/attribution", "value/lifetime")


@pytest.fixture
def small_house(tmp_path) -> Path:
    """All packages of the house with the files that the contracts name, empty but for what those have to import."""
    for package in PACKAGES:
        folder = tmp_path / "src/livefair" / package
        folder.mkdir(parents=True)
        for name in ("__init__", "models", "rules"):
            (folder / f"{name}.py").touch()
    (tmp_path / "src/livefair/__init__.py").touch()
    write(tmp_path, "media/worker.py", "import av")
    write(tmp_path, "media/engine.py", "")
    write(tmp_path, "kernel/transactions.py", "")
    write(tmp_path, "world/tables.py", "")
    write(tmp_path, "realtime/transport.py", "import uvicorn")
    for estimator in ESTIMATORS:
        (tmp_path / "src/livefair" / estimator).mkdir()
        write(tmp_path, f"{estimator}/__init__.py", "")
    (tmp_path / "pyproject.toml").write_text((ROOT / "pyproject.toml").read_text("utf-8"), "utf-8")
    return tmp_path


def write(root: Path, name: str, text: str) -> None:
    (root / "src/livefair" / name).write_text(text + "\n", "utf-8")


def broken(root: Path) -> set[str]:
    """The names of the contracts that are broken."""
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as f; f()", "--no-cache"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "COLUMNS": "200", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    verdicts = dict(VERDICT.findall(linted.stdout))
    assert len(verdicts) == len(CONTRACTS), linted.stdout + linted.stderr
    return {name for name, verdict in verdicts.items() if verdict == "BROKEN"}


def test_a_house_without_breaches_passes(small_house):
    assert broken(small_house) == set()


def test_every_contract_catches_its_breach(small_house):
    write(small_house, "kernel/x.py", "import livefair.people")
    for name, text in FOREIGN.values():
        write(small_house, name, text)
    for contract in CONTRACTS:
        if contract["type"] == "protected":
            write(
                small_house,
                "web/x.py",
                (existing(small_house, "web/x.py")) + f"import {contract['protected_modules'][0]}",
            )
    assert broken(small_house) == {contract["name"] for contract in CONTRACTS}


def existing(root: Path, name: str) -> str:
    path = root / "src/livefair" / name
    return path.read_text("utf-8") if path.exists() else ""


def test_engines_do_not_know_each_other(small_house):
    write(small_house, "ledger/x.py", "import livefair.media")
    assert broken(small_house) == {CONTRACTS[0]["name"]}


def test_a_package_without_a_floor_is_found(small_house):
    folder = small_house / "src/livefair/newcomer"
    folder.mkdir()
    (folder / "__init__.py").touch()
    assert broken(small_house) == {CONTRACTS[0]["name"]}


def test_every_package_with_tables_keeps_them_to_itself():
    protected = {module for contract in CONTRACTS for module in contract.get("protected_modules", [])}
    assert protected == {
        f"livefair.{path.parent.name}.models" for path in (*SOURCE.glob("*/models.py"), *SOURCE.glob("*/models/"))
    }


def test_every_package_but_the_knowing_ones_is_kept_from_frameworks_and_codecs():
    told = {contract["id"]: set(contract.get("source_modules", [])) for contract in CONTRACTS}
    assert told["web"] == everything_but("web")
    assert told["codecs"] == everything_but("web", "media")


def everything_but(*names: str) -> set[str]:
    return {f"livefair.{package}" for package in present(PACKAGES) if package not in names}


def present(packages: Iterable[str]) -> list[str]:
    return [name for name in packages if (SOURCE / name).is_dir() or (SOURCE / f"{name}.py").exists()]
