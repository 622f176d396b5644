"""Money is a whole number of minor units in one currency. No floats, no rounding surprises."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Money:
    minor: int
    currency: str = "CNY"

    def __post_init__(self) -> None:
        # bool is an int in Python and a float may look like one: neither is money.
        if type(self.minor) is not int:
            raise TypeError(f"minor units are whole: {self.minor!r}")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.minor + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.minor - self._same(other), self.currency)

    def __mul__(self, quantity: int) -> "Money":
        return Money(self.minor * quantity, self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.minor, self.currency)

    def split(self, weights: Sequence[int]) -> list["Money"]:
        """Share out by weight; the parts always add up to the whole."""
        return [Money(part, self.currency) for part in split_minor(self.minor, weights)]

    def _same(self, other: "Money") -> int:
        if self.currency != other.currency:
            raise ValueError(f"cannot mix {self.currency} and {other.currency}")
        return other.minor


def split_minor(minor: int, weights: Sequence[int]) -> list[int]:
    """Largest remainder: floors first, then one unit each to the largest remainders.

    Ties go to the earlier part, so that the result is deterministic. `minor` and every weight are
    at least 0, and one weight is above 0.
    """
    total = sum(weights)
    if minor < 0 or total <= 0 or min(weights) < 0:
        raise ValueError("an amount and weights of at least 0, and one weight above 0, are needed")
    parts = [minor * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(minor * weights[i] % total), i))
    for index in by_remainder[: minor - sum(parts)]:
        parts[index] += 1
    return parts
