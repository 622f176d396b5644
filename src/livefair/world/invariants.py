"""Everything that must always hold, across all packages: run by `livefair check` and after each test that writes."""

from collections.abc import Callable

from livefair import ledger
from livefair.kernel import ReadTx

# Each returns its breaches in words, none when all is well. A package that keeps an invariant adds its check here.
CHECKS: list[Callable[[ReadTx], list[str]]] = [
    ledger.check,
]


def breaches(tx: ReadTx) -> list[str]:
    return [breach for check in CHECKS for breach in check(tx)]
