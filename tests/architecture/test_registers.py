"""Work that a program finds by its name must be known to every program: one that nobody imports is never done."""

import ast
import subprocess
import sys
from pathlib import Path

import livefair

ROOT = Path(livefair.__file__).parent
REGISTERS = {"cron", "job", "long_job", "listens_to"}
LOADED = "import sys, livefair.world.tables; print(*sys.modules)"


def registering(root: Path) -> set[str]:
    return {module_of(path) for path in root.rglob("*.py") if "node_modules" not in path.parts and registers(path)}


def module_of(path: Path) -> str:
    return ".".join(("livefair", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")


def registers(path: Path) -> bool:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    tree = ast.parse(path.read_text("utf-8"))
    decorators = [each for node in ast.walk(tree) if isinstance(node, functions) for each in node.decorator_list]
    named = [each.func if isinstance(each, ast.Call) else each for each in decorators]
    return any(isinstance(each, ast.Name) and each.id in REGISTERS for each in named)


def test_jobs_crons_and_listeners_are_known_to_every_program():
    found = subprocess.run([sys.executable, "-c", LOADED], capture_output=True, text=True, check=True).stdout.split()
    wanted = registering(ROOT)
    assert len(wanted) > 50
    assert wanted - set(found) == set(), "add them to livefair/world/tables.py"
