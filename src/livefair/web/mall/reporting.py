"""Reporting anything that is shown, and answering to a decision about one's own."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import msgspec
from litestar import Router, get, post

from livefair.catalog.removals import shown_product
from livefair.community.fan_messages import shown_message
from livefair.community.fan_talk import shown_line
from livefair.community.ideas import shown_idea
from livefair.community.reviews import shown_review
from livefair.content.comments import shown_comment
from livefair.content.topics import shown_topic
from livefair.content.videos import shown_video
from livefair.governance import Shown, Subject, appeal, report
from livefair.governance.queries import case_page
from livefair.kernel import Actor, ReadTx, Refusal, WriteTx, not_found
from livefair.kernel.ids import secret_token
from livefair.live.shown import shown as shown_live
from livefair.people import person_for
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Form, Paragraphs, Word
from livefair.web.paths import Id
from livefair.web.paths import Word as Kind
from livefair.web.requests import Answer, AppRequest

TITLE_CHARS = 80
Note = Annotated[str, msgspec.Meta(max_length=1_000, pattern=r"^[^\x00]*$")]


class Reporting(Form, frozen=True, kw_only=True):
    reason: Word
    note: Note = ""


class Appealing(Form, frozen=True, kw_only=True):
    text: Paragraphs


class SubjectView(NamedTuple):
    kind: str
    id: str
    title: str


class CaseView(NamedTuple):
    id: str
    subject_kind: str
    title: str
    decision: str
    reason: str
    rule_title: str
    rule_version: int
    decided_at_ms: int
    can_appeal: bool
    appeal_text: str | None
    appeal_state: str | None


def shown_to(tx: ReadTx, actor: Actor, kind: str, subject_id: str) -> Shown:
    """What is reported, as this actor sees it. NotFound for what they cannot see."""
    showing = SHOWN.get(kind)
    return showing(tx, actor, subject_id) if showing is not None else shown_live(tx, actor, kind, subject_id)


def _person(tx: ReadTx, actor: Actor, person_id: str) -> Shown:
    person = person_for(tx, actor, person_id)
    return Shown(Subject("person", person.id), person.id, f"{person.name}\n{person.about}")


SHOWN: dict[str, Callable[[ReadTx, Actor, str], Shown]] = {
    "video": shown_video,
    "comment": shown_comment,
    "review": shown_review,
    "idea": shown_idea,
    "topic": shown_topic,
    "fan_message": shown_message,
    "fan_line": shown_line,
    "product": shown_product,
    "person": _person,
}


@get("/report/{kind:str}/{subject_id:str}")
async def show_form(request: AppRequest, kind: Kind, subject_id: Id) -> Answer:
    return await report_page(request, kind, subject_id)


async def report_page(request: AppRequest, kind: str, subject_id: str, refusal: Refusal | None = None) -> Answer:
    found = await request.read(shown_to, request.actor, kind, subject_id)
    title = found.snapshot.strip().split("\n")[0][:TITLE_CHARS]
    context = {"subject": SubjectView(kind, subject_id, title)}
    template = "mall/_report.html" if request.is_fragment else "mall/report.html"
    if refusal is not None:
        return await request.again(template, refusal, context)
    return await request.page(template, context)


@post("/report/{kind:str}/{subject_id:str}")
async def send(request: AppRequest, kind: Kind, subject_id: Id) -> Answer:
    try:
        form = await request.form_as(Reporting)
        await request.write(report_shown, kind, subject_id, form)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        return await report_page(request, kind, subject_id, refusal)
    if not request.is_fragment:
        return request.go("/", toast="reported")
    words = {"title": request.say("reported"), "text": "", "href": None, "action": request.say("close")}
    return await request.page("shared/_done.html", words)


def report_shown(tx: WriteTx, actor: Actor, kind: str, subject_id: str, form: Reporting) -> str:
    """Returns the case's id."""
    found = shown_to(tx, actor, kind, subject_id)
    return report(tx, actor, found, reason=form.reason, note=form.note, key=secret_token()).case_id


def my_case(tx: ReadTx, actor: Actor, case_id: str, locale: str) -> CaseView:
    """A decision about something of this actor's."""
    page = case_page(tx, actor, case_id)
    decision = page.decision
    if decision is None or page.case.author_id != actor.id:
        not_found("case")
    until_ms = decision.appeal_until_ms
    return CaseView(
        id=page.case.id,
        subject_kind=page.case.subject_kind,
        title=page.case.subject_id[-8:],
        decision=decision.outcome,
        reason=decision.reason,
        rule_title=(page.rule.title_zh if locale == "zh" else page.rule.title_en) if page.rule else "–",
        rule_version=decision.rule_version,
        decided_at_ms=decision.decided_at_ms,
        can_appeal=page.appeal is None and until_ms is not None and tx.now_ms <= until_ms,
        appeal_text=page.appeal.text if page.appeal else None,
        appeal_state=(page.appeal.outcome or "open") if page.appeal else None,
    )


@get("/cases/{case_id:str}")
async def show_case(request: AppRequest, case_id: Id) -> Answer:
    return await request.page(
        "mall/case.html", {"case": await request.read(my_case, request.actor, case_id, request.locale)}
    )


@post("/cases/{case_id:str}/appeal", opt=REMOVED_TOO)
async def send_appeal(request: AppRequest, case_id: Id) -> Answer:
    try:
        form = await request.form_as(Appealing)
        await request.write(appeal, case_id, text=form.text)
    except Refusal as refusal:
        context = {"case": await request.read(my_case, request.actor, case_id, request.locale)}
        return await request.again("mall/case.html", refusal, context)
    return request.go(f"/cases/{case_id}", toast="saved")


router = Router("/", route_handlers=[show_form, send, show_case, send_appeal], opt=needs(*SIGNED_IN))
