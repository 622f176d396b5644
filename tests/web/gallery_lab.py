"""Samples of the lab's studies and of the dictionary of metrics."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from markupsafe import Markup

from livefair.web.lab.dictionary import registers
from tests.web.samples import NOW_MS, Shown


def pages() -> Shown:
    table = Ns(
        heading="路径",
        columns=["从", "到", "路径系数", "区间", "VIF"],
        rows=[
            [
                Ns(text="主播内容", light=None),
                Ns(text="投入", light=None),
                Ns(text="0.412", light=None),
                Ns(text="[0.301, 0.520]", light=None),
                Ns(text="1.32", light="good"),
            ]
        ],
    )
    study = Ns(
        kind="paths",
        heading="路径模型",
        about="一行是一位顾客的 28 天。",
        is_waiting=True,
        is_there=True,
        rows=235,
        people=200,
        to_at_ms=NOW_MS,
        version=1,
        seed=1,
        draws=2_000,
        finished_at_ms=NOW_MS,
        reason="只有 157 行同时回答了 hs_fast 和 hs_answered；至少要 230 行。",
        notes=[Ns(mark="◐", light="fair", text="这些数字是关联，不是因果。")],
        figure=Markup(
            '<svg viewBox="0 0 10 10" role="img" aria-label="路径"><rect width="10" height="10"></rect></svg>'
        ),
        tables=[table],
        command="livefair lab paths --model model.toml --data data.csv",
    )
    return {
        "lab/study.html": ("/lab/paths", {"study": study}),
        "lab/dictionary.html": ("/lab/dictionary", {"registers": registers("zh")}),
    }
