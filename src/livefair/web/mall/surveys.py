"""Questions for research: whether one wants to be asked, what is asked now, what one has answered, and away with it."""

from typing import Literal

from litestar import Router, get, post

from livefair.kernel import Actor, Invalid, Refusal, WriteTx
from livefair.people.consents import give_consent, withdraw_consent
from livefair.value.rules.surveys import AT_ONCE_MAX
from livefair.value.surveys import answer_question, delete_my_answers, skip_question
from livefair.web.access import REMOVED_TOO, SIGNED_IN, needs
from livefair.web.forms import Form
from livefair.web.paths import Id
from livefair.web.requests import Answer, AppRequest
from livefair.web.survey_views import question_now, survey_view
from livefair.web.typed import Typed

HERE = "/me/survey"
PREFIX = "q_"


class Membership(Form, frozen=True, kw_only=True):
    surveys: Literal["yes", ""] = ""


async def page(request: AppRequest, refusal: Refusal | None = None) -> Answer:
    await question_now(request)
    context = {"survey": await request.read(survey_view, request.actor, request.locale)}
    if refusal is not None:
        return await request.again("mall/survey.html", refusal, context)
    return await request.page("mall/survey.html", context)


@get(HERE)
async def show_survey(request: AppRequest) -> Answer:
    return await page(request)


@post(HERE + "/membership", opt=REMOVED_TOO)
async def save_membership(request: AppRequest) -> Answer:
    form = await request.form_as(Membership)
    await request.write(set_membership, is_member=form.surveys == "yes")
    return request.go(HERE, toast="saved")


def set_membership(tx: WriteTx, actor: Actor, *, is_member: bool) -> None:
    (give_consent if is_member else withdraw_consent)(tx, actor, "surveys")


@post(HERE + "/{invitation_id:str}/answers")
async def answer(request: AppRequest, invitation_id: Id) -> Answer:
    try:
        values = values_of(await request.typed())
        await request.write(answer_question, invitation_id, values, locale=request.locale)
    except Invalid as refusal:
        return await page(request, refusal)
    return request.go(HERE, toast="answer_kept")


@post(HERE + "/{invitation_id:str}/skip")
async def skip(request: AppRequest, invitation_id: Id) -> Answer:
    await request.write(skip_question, invitation_id)
    return request.go("/me", toast="question_skipped")


@post(HERE + "/delete", opt=REMOVED_TOO)
async def delete_all(request: AppRequest) -> Answer:
    await request.write(delete_my_answers)
    return request.go(HERE, toast="answers_deleted")


def values_of(typed: Typed) -> dict[str, int]:
    """Item → what was ticked. Invalid out_of_range."""
    given = {name.removeprefix(PREFIX): words[0] for name, words in typed.texts.items() if name.startswith(PREFIX)}
    if len(given) > AT_ONCE_MAX or any(value not in "1234567" or len(value) != 1 for value in given.values()):
        raise Invalid("out_of_range", field="form")
    return {item: int(value) for item, value in given.items()}


router = Router(
    "/",
    route_handlers=[show_survey, save_membership, answer, skip, delete_all],
    opt=needs(*SIGNED_IN),
)
