"""Reports: the queue by deadline, one case with all that was said, and the decision."""

from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.governance import decide, decide_appeal, rules_in_force
from livefair.governance.cases import Case, appeal_of
from livefair.governance.queries import CasePage, FiledReport, case_page, decided_cases, queue_page
from livefair.governance.rulebook import Rule, rules_of
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, not_found
from livefair.people import PersonCard, person_cards
from livefair.web.forms import Form, Word
from livefair.web.i18n import N_, gettext
from livefair.web.labels import label
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.studio.violating import noticed_on_air

TABS = ("open", "appeals", "decided")
QUEUE_MAX = 100
STATES = {"open": "open", "appeals": "appealed"}
Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=1_000, pattern=r"^[^\x00]*$")]


class Deciding(Form, frozen=True, kw_only=True):
    outcome: Word
    reason: Reason
    rule_code: Word = ""


class CaseCard(NamedTuple):
    id: str
    subject_kind: str
    title: str
    reasons: list[str]
    reports: int
    opened_at_ms: int
    decision: str
    has_appeal: bool


class Counts(NamedTuple):
    open: int
    appeals: int


class CaseView(NamedTuple):
    id: str
    subject_kind: str
    subject_id: str
    title: str
    snapshot: str
    picture_url: str | None
    author: PersonCard | None
    decision: str
    opened_at_ms: int
    appeal_text: str | None


class ReportView(NamedTuple):
    name: str
    reason: str
    note: str
    at_ms: int


class StepView(NamedTuple):
    at_ms: int
    text: str


class Whole(NamedTuple):
    page: CasePage
    people: dict[str, PersonCard]
    rules: list[Rule]


@get("/reports")
async def show_reports(request: AppRequest) -> Answer:
    tab = request.query_params.get("tab", "open")
    tab = tab if tab in TABS else "open"
    waiting, pages = await request.read(queue_with_reports, request.actor, tab)
    context = {
        "cases": [card_of(page) for page in pages],
        "tab": tab,
        "counts": Counts(
            sum(case.state == "open" for case in waiting), sum(case.state == "appealed" for case in waiting)
        ),
        "noticed": await request.read(noticed_on_air, request.actor, request.locale) if tab == "open" else [],
        "next_url": None,
    }
    return await request.page("console/reports.html", context)


@get("/cases/{case_id:str}")
async def show_case(request: AppRequest, case_id: Id) -> Answer:
    return await _case_page(request, case_id)


@post("/cases/{case_id:str}/decide")
async def decide_case(request: AppRequest, case_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        rule_code = form.rule_code or None
        await request.write(decide, case_id, outcome=form.outcome, rule_code=rule_code, reason=form.reason)
    except Refusal as refusal:
        return await _case_page(request, case_id, refusal)
    return request.go("/console/reports", toast="saved")


@post("/cases/{case_id:str}/appeal")
async def decide_on_appeal(request: AppRequest, case_id: Id) -> Answer:
    try:
        form = await request.form_as(Deciding)
        await request.write(answer_appeal, case_id, form)
    except Refusal as refusal:
        return await _case_page(request, case_id, refusal)
    return request.go("/console/reports?tab=appeals", toast="saved")


def answer_appeal(tx: WriteTx, actor: Actor, case_id: str, form: Deciding) -> None:
    found = appeal_of(tx, case_id)
    if found is None:
        not_found("appeal")
    decide_appeal(tx, actor, found.id, outcome=form.outcome, reason=form.reason)


def queue_with_reports(tx: ReadTx, actor: Actor, tab: str) -> tuple[list[Case], list[CasePage]]:
    waiting = queue_page(tx, actor, limit=QUEUE_MAX).cases
    shown = decided_cases(tx, actor) if tab == "decided" else [case for case in waiting if case.state == STATES[tab]]
    return waiting, [case_page(tx, actor, case.id) for case in shown]


def whole_case(tx: ReadTx, actor: Actor, case_id: str) -> Whole:
    page = case_page(tx, actor, case_id)
    named = [page.case.author_id, *(report.reporter_id for report in page.reports)]
    version = rules_in_force(tx, page.case.opened_at_ms).version
    return Whole(page, person_cards(tx, [one for one in named if one]), rules_of(tx, version))


async def _case_page(request: AppRequest, case_id: str, refusal: Refusal | None = None) -> Answer:
    found, locale = await request.read(whole_case, request.actor, case_id), request.locale
    case, reports = found.page.case, found.page.reports
    context = {
        "case": CaseView(
            id=case.id,
            subject_kind=case.subject_kind,
            subject_id=case.subject_id,
            title=title_of(reports),
            snapshot=reports[0].snapshot if reports else "",
            picture_url=None,
            author=found.people.get(case.author_id or ""),
            decision=decision_word(found.page),
            opened_at_ms=case.opened_at_ms,
            appeal_text=found.page.appeal.text if found.page.appeal else None,
        ),
        "reports": [
            ReportView(name_of(found, report.reporter_id), report.reason, report.note, report.filed_at_ms)
            for report in reports
        ],
        "rules": [(rule.code, words_of(rule, locale)) for rule in found.rules],
        "history": history_of(found.page, locale),
    }
    if refusal is not None:
        return await request.again("console/case.html", refusal, context)
    return await request.page("console/case.html", context)


def words_of(rule: Rule, locale: str) -> str:
    return f"{rule.title_zh if locale == 'zh' else rule.title_en} (v{rule.version})"


def name_of(found: Whole, person_id: str) -> str:
    card = found.people.get(person_id)
    return card.name if card else "…"


def title_of(reports: list[FiledReport]) -> str:
    return (reports[0].snapshot.splitlines() or ["…"])[0][:80] if reports else "…"


def decision_word(page: CasePage) -> str:
    if page.case.state in {"open", "appealed"}:
        return page.case.state
    if page.appeal is not None and page.appeal.outcome:
        return page.appeal.outcome
    return page.decision.outcome if page.decision else page.case.state


def card_of(page: CasePage) -> CaseCard:
    case = page.case
    return CaseCard(
        case.id,
        case.subject_kind,
        title_of(page.reports),
        sorted({report.reason for report in page.reports}),
        case.report_count,
        case.opened_at_ms,
        decision_word(page),
        case.state == "appealed",
    )


def history_of(page: CasePage, locale: str) -> list[StepView]:
    steps = [StepView(page.case.opened_at_ms, gettext(N_("Case opened"), locale))]
    if page.decision is not None:
        words = f"{label('decision', page.decision.outcome, locale)} · v{page.decision.rule_version}"
        steps.append(StepView(page.decision.decided_at_ms, f"{words}: {page.decision.reason}"))
    if page.appeal is not None:
        steps.append(StepView(page.appeal.appealed_at_ms, gettext(N_("The author appealed"), locale)))
        if page.appeal.decided_at_ms is not None:
            words = label("decision", page.appeal.outcome or "", locale)
            steps.append(StepView(page.appeal.decided_at_ms, f"{words}: {page.appeal.reason}"))
    return steps


router = Router("/", route_handlers=[show_reports, show_case, decide_case, decide_on_appeal])
