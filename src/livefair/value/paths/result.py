"""What a fit gives back: rows of named numbers, ready for JSON. A number that does not exist is null, never 0."""

from typing import Literal

import msgspec

from livefair.value.paths.effects import Mediation
from livefair.value.why import Words

Light = Literal["good", "fair", "poor"]


class Estimate(msgspec.Struct, frozen=True):
    """`low` and `high` bound the value with the fit's confidence; `p` is two-sided, from the draws."""

    value: float | None
    error: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the bounds leave 0 out."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


class PathRow(msgspec.Struct, frozen=True):
    source: str
    target: str
    path: Estimate
    f2: float | None
    f2_refitted: float | None
    vif: float | None
    is_interaction: bool = False


class ItemRow(msgspec.Struct, frozen=True):
    construct: str
    item: str
    loading: Estimate
    weight: Estimate
    vif: float | None


class ConstructRow(msgspec.Struct, frozen=True):
    """Reliabilities are null for single items and mode B, R² for constructs that nothing leads to."""

    id: str
    mode: str
    items: int
    alpha: float | None
    rho_a: float | None
    rho_c: float | None
    ave: float | None
    full_vif: float | None
    r2: Estimate | None
    r2_adjusted: float | None


class HtmtRow(msgspec.Struct, frozen=True):
    first: str
    second: str
    ratio: Estimate


class EffectRow(msgspec.Struct, frozen=True):
    source: str
    target: str
    total: Estimate


class ChainRow(msgspec.Struct, frozen=True):
    way: list[str]
    indirect: Estimate
    direct: Estimate | None
    kind: Mediation


class PredictionRow(msgspec.Struct, frozen=True):
    construct: str
    item: str
    q2: float | None
    rmse: float | None
    mae: float | None
    linear_rmse: float | None
    linear_mae: float | None


class GroupPathRow(msgspec.Struct, frozen=True):
    source: str
    target: str
    first: float | None
    second: float | None
    difference: float | None
    p: float | None


class MicomRow(msgspec.Struct, frozen=True):
    construct: str
    correlation: float | None
    quantile: float | None
    p: float | None
    is_compositional: bool
    mean_difference: float | None
    mean_bounds: list[float | None]
    variance_difference: float | None
    variance_bounds: list[float | None]


class Groups(msgspec.Struct, frozen=True):
    names: list[str]
    sizes: list[int]
    paths: list[GroupPathRow]
    micom: list[MicomRow]
    draws: int
    failed: int


class Frozen(msgspec.Struct, frozen=True):
    """A construct's score of raw answers: `constant` + Σ `weights`[item] · answer. Mean 0, variance 1 at the fit."""

    constant: float
    weights: dict[str, float]


class Draws(msgspec.Struct, frozen=True):
    """`kept` draws stand behind the bounds; the others are counted here and left out of them."""

    asked: int
    kept: int
    not_converged: int
    unsound: int
    seed: int
    interval: str
    confidence: float
    by_cluster: bool
    clusters: int | None
    flipped: bool


class Note(msgspec.Struct, frozen=True):
    """One line of the honesty box."""

    code: str
    text: Words
    light: Light


class ChangeRow(msgspec.Struct, frozen=True):
    """`is_apart` says that the intervals of then and now do not meet; null where one of them is missing."""

    source: str
    target: str
    before: float
    now: float
    is_apart: bool | None


class ScoreRow(msgspec.Struct, frozen=True):
    """`agreement` is the correlation, on today's rows, of scores by the weights of then and of now."""

    construct: str
    agreement: float | None
    is_same: bool


class Changes(msgspec.Struct, frozen=True):
    n_before: int
    paths: list[ChangeRow]
    scores: list[ScoreRow]


class Result(msgspec.Struct, frozen=True):
    title: Words
    level: Words | None
    scheme: str
    n: int
    rows_given: int
    invited: int | None
    missing: str
    missing_cells: int
    least_eigenvalue: float | None
    iterations: int
    draws: Draws
    honesty: list[Note]
    paths: list[PathRow]
    constructs: list[ConstructRow]
    items: list[ItemRow]
    htmt: list[HtmtRow]
    effects: list[EffectRow]
    chains: list[ChainRow]
    prediction: list[PredictionRow]
    groups: Groups | None
    frozen: dict[str, Frozen]
    changes: Changes | None = None
    version: int = 1


def to_json(result: Result) -> bytes:
    return msgspec.json.format(msgspec.json.encode(result), indent=1)


def from_json(text: bytes) -> Result:
    return msgspec.json.decode(text, type=Result)
