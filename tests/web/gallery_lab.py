"""Samples of the lab's studies and of the dictionary of metrics."""

from __future__ import annotations

from types import SimpleNamespace as Ns

from markupsafe import Markup

from livefair.value.rules.salience import Scores
from livefair.value.salience import Group
from livefair.web.lab.constructs import proposition_views, stage_views
from livefair.web.lab.dictionary import registers
from livefair.web.lab.salience import figure_of, view_of
from livefair.web.lab.surveys import FoundView, ResponseView, ScoreView, SurveyView, blocks_of
from livefair.web.lab.truth import MethodView, TruthView
from livefair.web.survey_views import AnswerView, AskedItem, QuestionView
from livefair.web.survey_views import SurveyView as Mine
from tests.web.samples import NOW_MS, Shown

QUESTION = QuestionView(
    "i-1",
    [AskedItem("tr1", "主播说到做到。"), AskedItem("ce2", "我觉得很自在。")],
    "1 完全不同意 … 7 完全同意",
)


TRUTH = TruthView(
    people=6_000,
    seed=1,
    value="¥214,300",
    players=["主播", "磁铁"],
    truth=[30.4, 0.0],
    methods=[
        MethodView("随机留出", 2.0, 0.94, "–", [31.3, -2.8]),
        MethodView("末次", 13.2, -0.03, "¥36.57", [23.6, 38.7]),
    ],
)


def salience() -> Shown:
    scores = Scores(1.0, 0.82, 0.61)
    chances = {"definitive": 0.93, "dominant": 0.07}
    waiting = {"refund": 12, "question": 3}
    definitive = Group("customer", scores, "PLU", chances, chances, waiting, None, 5.1, 210, 340, 2, False)
    short = Group("host", Scores(0.7, 0.6, 0.55), "PLU", chances, chances, {}, 0.55, None, 120, 40, 0, True)
    rest = [
        Group(code, Scores(0.2, 0.4, 0.0), letters, {"none": 1.0}, {"none": 1.0}, {}, None, None, 0, 0, 0, False)
        for code, letters in (("mcn", "P"), ("brand", "PL"), ("reviewer", "L"), ("helper", ""))
    ]
    groups = [definitive, short, *rest]
    views = [view_of(one, "zh") for one in groups]
    claims = [("没有处理的退款", 0.9, 72)]
    return {
        "lab/salience.html": (
            "/lab/salience",
            {
                "from_ms": NOW_MS,
                "to_ms": NOW_MS,
                "version": 1,
                "figure": figure_of(groups, views, "zh"),
                "groups": views,
                "claims": claims,
            },
        )
    }


def surveys() -> Shown:
    found = SurveyView(
        id="s-1",
        is_running=False,
        opened_at_ms=NOW_MS,
        closes_at_ms=NOW_MS,
        at_once=2,
        chance=5.0,
        people=64,
        standing="means",
        standing_words="可以给出均值。",
        fewest=12,
        pair="tr1 · ce2",
        needed=3_450,
        acquiescence=0.21,
        responses=[
            ResponseView("看完直播之后", 80, 70, 64, 3, 1.02),
            ResponseView("收货之后", None, None, None, None, None),
        ],
        items=[
            FoundView("tr1", "主播说到做到。", 33, 5.2, 5.1, 1.1),
            FoundView("ce2", "我觉得很自在。", 12, None, None, None),
        ],
        scores=[ScoreView("TR", "信任", 1, 33, 5.2, 4.8, 5.6), ScoreView("CE", "情感价值", 1, 12, None, None, None)],
    )
    design = {"items": ["tr1"], "at_once": "2", "chance": "5", "days": "28"}
    return {
        "lab/surveys.html": (
            "/lab/surveys",
            {
                "panel": "customer",
                "panels": [("customer", "顾客"), ("host", "主播"), ("brand", "品牌")],
                "survey": found,
                "blocks": blocks_of("customer", "zh"),
                "limits": {"at_once": 6, "shown": 230, "reported": 450},
                "values": design,
            },
        ),
        "lab/constructs.html": (
            "/lab/constructs",
            {
                "version": 1,
                "stages": stage_views("zh"),
                "propositions": proposition_views("zh"),
                "propositions_version": 1,
            },
        ),
        "mall/survey.html": (
            "/me/survey",
            {"survey": Mine(True, QUESTION, [AnswerView("主播的话我靠得住。", 6, NOW_MS)])},
        ),
    }


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
        **surveys(),
        **salience(),
        "lab/truth.html": ("/lab/truth", {"truth": TRUTH}),
        "lab/study.html": ("/lab/paths", {"study": study}),
        "lab/dictionary.html": ("/lab/dictionary", {"registers": registers("zh")}),
    }
