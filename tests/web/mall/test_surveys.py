"""The question at a quiet moment, and one's own answers: seen, given, skipped, deleted."""

import re

import pytest

from livefair.people import actor_of
from livefair.people.consents import who_consents
from livefair.value.surveys import findings, my_question
from tests.value.surveys.people import asked, crowd, draw
from tests.web.conftest import bearer, enter


@pytest.fixture
def scholar(join):
    return join("scholar", "researcher")


@pytest.fixture
def survey(db, scholar):
    crowd(db, 21)
    return asked(db, scholar)


def someone(db):
    return db.read_now(_first)


def _first(tx):
    return actor_of(tx, min(who_consents(tx, "surveys")))


def numbers_of(page):
    return re.findall(r'name="(q_\w+)" value="4"', page)


async def test_a_question_waits_on_a_quiet_page_and_its_answer_can_be_deleted(db, survey, browse):
    draw(db, survey)
    customer = enter(db, browse(accept_language="en"), someone(db))
    page = (await customer.get("/me")).text
    fields = numbers_of(page)
    assert len(fields) == 2
    question = db.read_now(my_question, customer.actor)
    assert question.seen_at_ms is not None
    sent = await customer.post_form(f"/me/survey/{question.id}/answers", dict.fromkeys(fields, "6"))
    assert sent.status_code == 303
    assert numbers_of((await customer.get("/me")).text) == []
    mine = (await customer.get("/me/survey")).text
    assert all(item.en in mine for item in question.items)
    await customer.post_form("/me/survey/delete")
    assert "Nothing yet." in (await customer.get("/me/survey")).text


async def test_nothing_is_asked_on_the_way_to_paying(db, survey, browse):
    draw(db, survey)
    customer = enter(db, browse(), someone(db))
    for path in ("/cart", "/checkout"):
        assert numbers_of((await customer.get(path)).text) == []
    assert len(numbers_of((await customer.get("/orders")).text)) == 2


async def test_no_choice_and_nonsense_are_said_beside_the_question(db, survey, browse):
    draw(db, survey)
    customer = enter(db, browse(accept_language="en"), someone(db))
    question = db.read_now(my_question, customer.actor)
    empty = await customer.post_form(f"/me/survey/{question.id}/answers")
    assert (empty.status_code, "choose a number" in empty.text) == (422, True)
    for value in ("9", "", "x", "１", "11"):
        odd = await customer.post_form(f"/me/survey/{question.id}/answers", {f"q_{question.items[0].id}": value})
        assert odd.status_code == 422
    assert db.read_now(my_question, customer.actor) is not None


async def test_whoever_rather_not_is_left_alone_and_may_leave_altogether(db, survey, browse):
    draw(db, survey)
    customer = enter(db, browse(accept_language="en"), someone(db))
    question = db.read_now(my_question, customer.actor)
    assert (await customer.post_form(f"/me/survey/{question.id}/skip")).status_code == 303
    assert (await customer.post_form(f"/me/survey/{question.id}/skip")).status_code == 409
    assert numbers_of((await customer.get("/me")).text) == []
    await customer.post_form("/me/survey/membership")
    assert "checked" not in (await customer.get("/me/survey")).text


async def test_programs_answer_for_their_holder_and_researchers_read_what_was_found(db, survey, scholar, browse):
    draw(db, survey)
    mine = browse(**bearer(db, someone(db)), accept="application/json")
    told = (await mine.get("/api/surveys")).json()
    question = told["question"]
    values = {item["id"]: 5 for item in question["items"]}
    wrong = await mine.post(f"/api/surveys/{question['id']}/answers", json={"values": dict.fromkeys(values, 8)})
    assert wrong.status_code in {400, 422}
    sent = await mine.post(f"/api/surveys/{question['id']}/answers", json={"values": values})
    assert sent.status_code == 204
    assert (await mine.post(f"/api/surveys/{question['id']}/skip")).status_code == 409
    assert len((await mine.get("/api/surveys")).json()["answers"]) == 2
    lab = browse(**bearer(db, scholar), accept="application/json")
    found = (await lab.get("/api/lab/surveys?panel=customer")).json()
    assert (found["people"], found["standing"]) == (1, "nothing")
    assert (await lab.get("/api/lab/surveys/answers")).status_code == 409
    assert (await mine.delete("/api/surveys/answers")).status_code == 204
    assert db.read_now(findings, scholar, survey).people == 0
