"""Every rule of the house catches the breach it is there for, and lets its opposite pass."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture import checks

ROOT = Path(__file__).parents[2]

SALES = "src/livefair/shop/sales.py"
LONG_FUNCTION = "def long():\n" + "    x = 1\n" * 60
WIDE = "from livefair.shop.sales import (" + ", ".join(f"name{n}" for n in range(41)) + ")\n"

BREACHES = [
    (checks.files_fit_in_the_eye, {SALES: "x = 1\n" * 401}, "401 lines"),
    (checks.functions_fit_in_the_eye, {SALES: LONG_FUNCTION}, "long has 61 lines"),
    (checks.most_functions_are_short, {SALES: LONG_FUNCTION + LONG_FUNCTION}, "median function has 61"),
    (
        checks.use_cases_take_a_transaction_and_an_actor,
        {
            SALES: "def buy(tx: WriteTx, offer_id: str): ...\n",
            "src/livefair/web/x.py": "from livefair.shop.sales import buy\n",
        },
        "buy(tx, offer_id, …)",
    ),
    (
        checks.use_cases_take_a_transaction_and_an_actor,
        {SALES: "@job\ndef expire(tx: WriteTx, *, cart_id: str): ...\n"},
        "expire(tx, …)",
    ),
    (checks.only_the_kernel_commits, {SALES: "def buy(tx):\n    tx.connection.commit()\n"}, "the writer commits"),
    (checks.only_the_kernel_commits, {SALES: 'END = "COMMIT"\n'}, "the writer commits"),
    (checks.imports_stand_at_the_top, {SALES: "def buy():\n    from livefair import ledger\n"}, "buy imports"),
    (checks.packages_show_few_names, {"src/livefair/shop/__init__.py": WIDE}, "41 public names"),
    (
        checks.tests_mirror_sources,
        {"tests/shop/test_refunds.py": ""},
        "tests no file called src/livefair/shop/refunds.py",
    ),
    (checks.tests_do_not_sleep, {"tests/shop/test_x.py": "def test():\n    time.sleep(1)\n"}, ":2: poll"),
    (checks.tests_do_not_mock, {"tests/shop/test_x.py": "from unittest import mock\n"}, "use the real thing"),
    (
        checks.tests_do_not_mock,
        {"tests/shop/test_x.py": 'monkeypatch.setattr("livefair.shop.buy", f)\n'},
        "use the real thing",
    ),
    (checks.silenced_rules_give_their_reason, {SALES: "import x  # noqa: F401\n"}, ":1: a muted rule"),
    (checks.silenced_rules_give_their_reason, {SALES: "x = y  # type: ignore[misc]\n"}, ":1: a muted rule"),
    (checks.silenced_rules_give_their_reason, {SALES: "x = y  # type: ignore  # no code\n"}, ":1: a muted rule"),
]

KEPT = [
    (
        checks.use_cases_take_a_transaction_and_an_actor,
        {
            SALES: "def buy(tx: WriteTx, actor: Actor): ...\n@listens_to(F)\ndef hear(tx: WriteTx, fact: F): ...\n",
            "src/livefair/shop/__init__.py": "from livefair.shop.sales import buy, hear\n",
        },
    ),
    (checks.only_the_kernel_commits, {"src/livefair/kernel/writer.py": 'connection.execute("COMMIT")\n'}),
    (checks.tests_mirror_sources, {SALES: "", "tests/shop/test_sales.py": "", "tests/journeys/test_loop.py": ""}),
    (checks.tests_do_not_sleep, {"tests/test_x.py": "def test():\n    while not done:\n        time.sleep(0.01)\n"}),
    (checks.tests_do_not_sleep, {"tests/test_x.py": "@job\nasync def f():\n    await asyncio.sleep(60)\n"}),
    (checks.tests_do_not_mock, {"tests/test_x.py": 'monkeypatch.setattr("livefair.shop.sales.LIMIT_MAX", 2)\n'}),
    (checks.silenced_rules_give_their_reason, {SALES: "import x  # noqa: F401 (registers itself)\n"}),
    (checks.silenced_rules_give_their_reason, {SALES: "x = y  # type: ignore[misc]  # the library has no types\n"}),
]


def plant(root: Path, files: dict[str, str]) -> list[Path]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    (root / "tests").mkdir(exist_ok=True)
    return [root / name for name in files]


@pytest.mark.parametrize(("check", "files", "message"), BREACHES, ids=lambda value: getattr(value, "__name__", None))
def test_a_planted_breach_is_caught(tmp_path, check, files, message):
    plant(tmp_path, files)
    breaches = check(tmp_path)
    assert len(breaches) == 1
    assert message in breaches[0]


@pytest.mark.parametrize(("check", "files"), KEPT, ids=lambda value: getattr(value, "__name__", None))
def test_what_is_right_passes(tmp_path, check, files):
    plant(tmp_path, files)
    assert check(tmp_path) == []


def test_every_check_of_the_tree_has_a_planted_breach():
    assert {check for check, *_ in BREACHES} == set(checks.TREE_CHECKS)


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("uv.lock", "", None),
        ("requirements/run.txt", "--index-url https://pypi.org/simple\n", "pypi.org"),
        ("package-lock.json", '"resolved": "https://registry.npmjs.org/x"', "registry.npmjs.org"),
        ("docs/x.md", "see /home/ada/livefair", "/home/ada/"),
        ("src/x.py", 'ROOT = "/root/x"', "/root/x"),
        ("docs/y.md", "/usr/bin/chromium and ./home/x and https://a.example/home/x are no machine's own", None),
    ],
)
def test_registries_and_folders_of_one_machine_are_found(tmp_path, name, text, told):
    breaches = checks.no_registry_hosts_or_machine_paths(plant(tmp_path, {name: text}))
    assert [told in breach for breach in breaches] == ([True] if told else [])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("src/vendor/lib.py", ""),
        ("src/livefair/web/assets/js/lib.min.js", ""),
        ("src/livefair/web/assets/js/lib.js", "/*! @license MIT */"),
        ("src/livefair/web/assets/css/lib.css", "/* Copyright 2020 Somebody */"),
        ("src/livefair/web/x.wasm", ""),
    ],
)
def test_the_work_of_others_is_found(tmp_path, name, text):
    assert checks.no_third_party_code(plant(tmp_path, {name: text}))
    assert not checks.no_third_party_code(plant(tmp_path, {"src/livefair/web/assets/js/ours.js": "export {}"}))


LINTED = [
    ("F401", "import os\n"),
    ("TID251", "import time\n\nNOW = time.time()\n"),
    ("TID251", "from datetime import UTC, datetime\n\nNOW = datetime.now(UTC)\n"),
    ("TID251", "import random\n\nX = random.random()\n"),
    ("TID251", "import asyncio\n\nX = asyncio.wait_for\n"),
    ("T201", 'print("hello")\n'),
    ("ERA001", "# x = 1\n"),
    ("PTH123", 'with open("x") as file:\n    file.read()\n'),
    ("C901", "def f(a):\n" + "".join(f"    if a == {n}:\n        a += 1\n" for n in range(10)) + "    return a\n"),
    ("PLR0913", "def f(a, b, c, d, e, f, g): ...\n"),
]


@pytest.mark.parametrize(("rule", "text"), LINTED, ids=[rule for rule, _ in LINTED])
def test_the_linter_catches_what_the_house_forbids(rule, text):
    linted = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--output-format=concise", f"--stdin-filename={SALES}", "-"],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )
    assert rule in linted.stdout


def test_the_type_checker_is_strict(tmp_path):
    plant(tmp_path, {"loose.py": "def f(x):\n    return x\n"})
    checked = subprocess.run(
        [sys.executable, "-m", "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", tmp_path, "loose.py"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
        env={**os.environ, "MYPYPATH": ""},
    )
    assert "no-untyped-def" in checked.stdout
