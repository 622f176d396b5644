"""The honesty box that stands over every result, and the traffic lights beside its numbers.

Kock & Hadaya (2018) for the number of rows; Kock (2015) for the common-method check; Hair et al. (2022) for the lights.
"""

import math
import tomllib
from functools import cache
from importlib import resources

import msgspec

from livefair.value.paths.model import Model
from livefair.value.paths.result import Light, Note, Result
from livefair.value.why import Locale, Words

LOCALES: tuple[Locale, ...] = ("zh", "en")
FULL_VIF_MAX = 3.3
LOST_SHARE_MAX = 0.01
CLUSTERS_GOOD = 20


def needed_rows(path: float) -> int:
    """How many rows show a path of this size with power .80 at 5 %: the inverse square root rule."""
    return math.ceil((2.486 / path) ** 2)


@cache
def words() -> dict[str, dict[str, Words]]:
    text = (resources.files("livefair.value.paths") / "words.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, dict[str, Words]])


def _note(code: str, light: Light, **params: str | int | float) -> Note:
    said = words()["honesty"][code]
    return Note(code, Words(zh=said.zh.format(**params), en=said.en.format(**params)), light)


def notes(model: Model, result: Result) -> list[Note]:
    """What a reader has to know before the first number."""
    found = [_causes(model), _level(result), _rows(model, result), _answers(result), _missing(result)]
    return [*found, _method(result), *_draws(result), *_groups(model, result), _since(model, result)]


def _causes(model: Model) -> Note:
    if model.randomised:
        return msgspec.structs.replace(_naming("randomised", model, model.randomised), light="fair")
    return _note("associations", "fair")


def _level(result: Result) -> Note:
    if result.level is None:
        return _note("level_unknown", "poor")
    said = words()["honesty"]["level"]
    return Note("level", Words(*(said.on(one).format(level=result.level.on(one)) for one in LOCALES)), "good")


def _naming(code: str, model: Model, ids: list[str]) -> Note:
    """A poor sign about constructs, by the names that the reader knows."""
    said = words()["honesty"][code]
    listed = (said.on(one).format(names=", ".join(model.name_of(name, one) for name in ids)) for one in LOCALES)
    return Note(code, Words(*listed), "poor")


def _rows(model: Model, result: Result) -> Note:
    needed = needed_rows(model.smallest_path)
    light: Light = "good" if result.n >= needed else "poor"
    return _note("rows", light, n=result.n, needed=needed, path=model.smallest_path)


def _answers(result: Result) -> Note:
    if result.invited is None:
        return _note("response_unknown", "fair")
    share = round(100 * result.rows_given / result.invited, 1) if result.invited else 0
    return _note(
        "response", "good" if share >= 30 else "fair", share=share, n=result.rows_given, invited=result.invited
    )


def _missing(result: Result) -> Note:
    if not result.missing_cells:
        return _note("missing_none", "good")
    dropped = result.rows_given - result.n
    if result.missing == "pairwise":
        least = result.least_eigenvalue
        light: Light = "good" if least is not None and least > 0 else "poor"
        return _note("missing_pairwise", light, cells=result.missing_cells, least=f"{least:.4f}")
    return _note(f"missing_{result.missing}", "fair", cells=result.missing_cells, rows=dropped)


def _method(result: Result) -> Note:
    largest = max(row.full_vif or 1.0 for row in result.constructs if row.mode != "product")
    return _note("common_method", "good" if largest < FULL_VIF_MAX else "poor", vif=f"{largest:.2f}", most=FULL_VIF_MAX)


def _draws(result: Result) -> list[Note]:
    draws = result.draws
    if not draws.asked:
        return [_note("no_draws", "poor")]
    lost = draws.asked - draws.kept
    light: Light = "good" if not lost else "fair" if lost <= LOST_SHARE_MAX * draws.asked else "poor"
    counts = {"asked": draws.asked, "not_converged": draws.not_converged, "unsound": draws.unsound}
    found = [_note("draws", light, **counts)]
    if draws.clusters is None:
        return [*found, _note("rows_alone", "fair")]
    return [*found, _note("clusters", "good" if draws.clusters >= CLUSTERS_GOOD else "poor", clusters=draws.clusters)]


def _groups(model: Model, result: Result) -> list[Note]:
    if result.groups is None:
        return []
    unlike = [row.construct for row in result.groups.micom if not row.is_compositional]
    if unlike:
        return [_note("groups_unlike", "poor", names=", ".join(unlike))]
    return [_note("groups_alike", "good")]


def _since(model: Model, result: Result) -> Note:
    if result.changes is None:
        return _note("not_compared", "fair")
    unlike = [row.construct for row in result.changes.scores if not row.is_same]
    if unlike:
        return _naming("scores_changed", model, unlike)
    apart = sum(row.is_apart is True for row in result.changes.paths)
    return _note("compared", "good", n=result.changes.n_before, apart=apart, paths=len(result.changes.paths))


# ── lights


def loading_light(value: float | None) -> Light:
    return "poor" if value is None or value < 0.4 else "fair" if value < 0.708 else "good"


def reliability_light(value: float | None) -> Light:
    if value is None or value < 0.6:
        return "poor"
    return "good" if 0.7 <= value <= 0.95 else "fair"


def ave_light(value: float | None) -> Light:
    return "good" if value is not None and value >= 0.5 else "poor"


def htmt_light(value: float | None, high: float | None) -> Light:
    if value is None or value >= 0.9:
        return "poor"
    return "good" if high is not None and high < 0.9 else "fair"


def vif_light(value: float | None) -> Light:
    return "poor" if value is None or value >= 5 else "fair" if value >= 3 else "good"


def q2_light(value: float | None) -> Light:
    return "good" if value is not None and value > 0 else "poor"
