"""The reader's language: kept in a cookie, and with the account."""

from typing import Annotated, Literal

import msgspec
from litestar import Router, post

from livefair.people import choose_language
from livefair.web.access import REMOVED_TOO
from livefair.web.forms import Form
from livefair.web.requests import LOCALE_COOKIE, YEAR_S, Answer, AppRequest
from livefair.web.urls import next_url


class Language(Form, frozen=True, kw_only=True):
    locale: Literal["zh", "en"]
    next: Annotated[str, msgspec.Meta(max_length=2_000)] = "/"


@post("/language", opt=REMOVED_TOO)
async def choose(request: AppRequest) -> Answer:
    form = await request.form_as(Language)
    if not request.actor.is_guest:
        await request.write(choose_language, form.locale)
    answer = request.back(otherwise=next_url(form.next))
    answer.set_cookie(request.cookie(LOCALE_COOKIE, form.locale, max_age_s=YEAR_S))
    return answer


router = Router("/", route_handlers=[choose])
