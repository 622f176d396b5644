"""Writes the next step of the history: see bin/migration."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from livefair.kernel.schema import alembic_config

VERSIONS = Path(__file__).parent / "versions"
FIRST = "0001"


def write_step(message: str, revision: str) -> None:
    """Compare an up-to-date empty SQLite database with the tables and write what is missing."""
    config = alembic_config()
    config.attributes["batch"] = revision != FIRST  # SQLite alters a table by writing it anew
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/empty.db")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            command.revision(config, message, autogenerate=True, rev_id=revision)
        engine.dispose()
    for step in VERSIONS.glob(f"{revision}_*.py"):
        lines = step.read_text("utf-8").splitlines(keepends=True)
        step.write_text("".join(line for line in lines if not line.strip().startswith("# ###")), "utf-8")
    tidy = [sys.executable, "-m", "ruff"]
    subprocess.run([*tidy, "check", "--quiet", "--fix", str(VERSIONS)], check=False)
    subprocess.run([*tidy, "format", "--quiet", str(VERSIONS)], check=True)


def main() -> None:
    if sys.argv[1:] == ["--first"]:
        for step in VERSIONS.glob("0*.py"):
            step.unlink()
        write_step("the tables as they are at first", FIRST)
    elif len(sys.argv) == 2 and not sys.argv[1].startswith("-"):
        write_step(sys.argv[1], f"{len(list(VERSIONS.glob('0*.py'))) + 1:04}")
    else:
        sys.exit('usage: bin/migration "what changes" | --first')


if __name__ == "__main__":
    main()
