"""docs/facts.md is made from the facts themselves: `bin/facts` writes it anew."""

import inspect
import sys

import msgspec

import livefair.world.tables  # noqa: F401 (every package's facts and listeners)
from livefair.kernel import Fact
from livefair.kernel.facts import listeners_of

HEAD = """# Facts

What the packages announce, each in the transaction that made it true. Made by `bin/facts`; do not edit.
A fact is kept in `fact_log` as JSON with these fields and is handed once to each listener after the commit.
"""


def facts_document() -> str:
    lines = [HEAD]
    for package in sorted({kind.partition(".")[0] for kind in ours()}):
        lines.append(f"## {package}\n\n| fact | carries | heard by |\n|---|---|---|")
        lines += [line_for(kind, fact) for kind, fact in sorted(ours().items()) if kind.startswith(f"{package}.")]
        lines.append("")
    return "\n".join(lines)


def ours() -> dict[str, type[Fact]]:
    return {kind: fact for kind, fact in Fact.kinds.items() if fact.__module__.startswith("livefair.")}


def line_for(kind: str, fact: type[Fact]) -> str:
    fields = ", ".join(f"`{field.name}`" for field in msgspec.structs.fields(fact))
    listeners = ", ".join(f"`{name}`" for name in sorted(listeners_of(fact)))
    about = inspect.cleandoc(vars(fact).get("__doc__") or "")
    told = f": {about.splitlines()[0]}" if about else ""
    return f"| `{kind.partition('.')[2]}`{told} | {fields} | {listeners or '–'} |"


if __name__ == "__main__":
    sys.stdout.write(facts_document())
