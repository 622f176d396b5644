"""A host reads, answers, and may show what they know."""

from typing import Any

from livefair.kernel import Database
from livefair.live.knowledge import subject_called
from tests.web.conftest import SignIn

RIGHT = {f"q{place}": str(question.right) for place, question in enumerate(subject_called("sound").questions, 1)}


async def test_the_quiz_explains_what_was_wrong_and_is_passed_in_the_end(signed_in: SignIn, db: Database) -> None:
    host = await signed_in("hana", "host")
    assert "To the quiz" in (await host.get("/studio/knowledge")).text
    at = "/studio/knowledge/sound"
    assert "Hand in" in (await host.get(at)).text
    half: dict[str, Any] = {"q1": "1", "q2": "x" * 50}
    answer = await host.post_form(at, half)
    assert (answer.status_code, "Please answer every question." in answer.text) == (422, True)
    wrong = await host.post_form(at, {**RIGHT, "q1": "1", "q2": "1"})
    assert "2 answers were wrong" in wrong.text
    assert subject_called("sound").questions[0].why.en in wrong.text
    assert "Passed. You can pin goods of this kind" in (await host.post_form(at, RIGHT)).text
    assert "Passed" in (await host.get("/studio/knowledge")).text
    assert (await host.get("/studio/knowledge/nothing")).status_code == 404
    assert (await host.post_form("/studio/knowledge/shoes", RIGHT)).status_code == 404
