"""What every measurement prints: figures, ratios against a baseline of the same run, the limit beside them."""

import sys


class Table:
    def __init__(self, title: str) -> None:
        self._lines = [title]
        self._broken: list[str] = []

    def note(self, what: str, figure: str) -> None:
        self._lines.append(f"  {what:<52}{figure:>16}")

    def at_least(self, what: str, figure: float, limit: float) -> None:
        self._check(what, figure, f">= {limit:g}", figure >= limit)

    def at_most(self, what: str, figure: float, limit: float) -> None:
        self._check(what, figure, f"<= {limit:g}", figure <= limit)

    def print(self, *, strict: bool) -> None:
        """Ends the program with 1 when it is strict and a promise is broken."""
        print("\n".join(self._lines), flush=True)
        if strict and self._broken:
            sys.exit(1)

    def _check(self, what: str, figure: float, limit: str, kept: bool) -> None:
        if not kept:
            self._broken.append(what)
        self._lines.append(f"  {what:<52}{figure:>16,.2f}   promised {limit:<8}{'' if kept else 'BROKEN'}".rstrip())
