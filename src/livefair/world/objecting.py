"""A line of a statement that somebody contests before the first payday: one was answered, one waits for an answer."""

from livefair.kernel import Refusal
from livefair.people import actor_of
from livefair.people.organisations import owner_of
from livefair.value import postings_of
from livefair.value.contest_book import subject_for
from livefair.value.contests import Answer, Objection, answer, contest, reply
from livefair.world.bargains import some_operator
from livefair.world.fair import Fair, Host

MISSING_MINOR = 60
WORDS = "秒杀那晚说好加一个点，这里没有。We had agreed on one point more that night."
REPLY = "消息里写的是下一场才加。It was to be from the next show on."
ANSWER = "看过消息：那一场就该加，补一半，另一半各让一步。Half of it, as both had understood it in their own way."


def contest_lines(fair: Fair) -> None:
    """The first host's is left to whoever looks around as a brand or an operator."""
    for number, host in enumerate(fair.hosts[:2]):
        line_id = _released_line(fair, host)
        if line_id is None:
            continue
        try:
            found = fair.db.write_now(contest, host.actor, Objection(line_id, MISSING_MINOR, WORDS))
        except Refusal:  # a small line has less than that
            continue
        operator = fair.db.read_now(some_operator)
        if number and operator is not None and found.counterpart is not None:
            owner = fair.db.read_now(owner_of, found.counterpart)
            if owner is not None:
                fair.db.write_now(reply, fair.db.read_now(actor_of, owner), found.id, words=REPLY)
            fair.db.write_now(answer, operator, found.id, Answer("mended", ANSWER, MISSING_MINOR // 2))


def _released_line(fair: Fair, host: Host) -> str | None:
    """The newest that was handed over and came out of a brand's sale."""
    for posting in fair.db.read_now(postings_of, host.actor, host.actor.id):
        line_id = str(posting.why.get("line_id") or "")
        is_sale = posting.reason == "release" and posting.why.get("order_id")
        if is_sale and fair.db.read_now(subject_for, host.actor, line_id).counterpart:
            return line_id
    return None
