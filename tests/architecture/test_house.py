"""The house as it stands keeps its rules. Each rule's own test is in test_checks.py."""

import subprocess
from pathlib import Path

import pytest

from tests.architecture import checks

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tracked() -> list[Path]:
    """The files that are in the repository; where there is none (an archive), all that are not ignored by name."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode == 0:
        return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]
    return [path for path in ROOT.rglob("*") if path.is_file() and not is_made(path.relative_to(ROOT))]


def is_made(path: Path) -> bool:
    """Made here, not written: environments, caches, builds, somebody's home."""
    hidden = any(part.startswith(".") and part not in {".ci", ".gitignore", ".npmrc"} for part in path.parts)
    return (
        hidden
        or bool({"node_modules", "dist", "generated", "__pycache__", "home"} & set(path.parts))
        or path.suffix == ".mo"
    )


@pytest.mark.parametrize("check", checks.TREE_CHECKS, ids=lambda check: check.__name__)
def test_the_house_keeps_its_rule(check):
    assert check(ROOT) == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine(tracked):
    assert checks.no_registry_hosts_or_machine_paths(tracked) == []


def test_no_file_is_somebody_elses(tracked):
    assert checks.no_third_party_code(tracked) == []
