"""What moderators decide about what people wrote is done here; goods that go back take the mark off their review,
and a review that is gone is advertised no longer.
"""

from livefair.community.answers import hide_or_restore_answer
from livefair.community.earned_badges import follow_reviews
from livefair.community.events import ReviewHidden, ReviewRemoved
from livefair.community.fan_messages import hide_or_restore_message
from livefair.community.fan_talk import hide_or_restore_fan_line
from livefair.community.ideas import hide_or_restore_idea
from livefair.community.licences import end_licence_of, end_licences_of
from livefair.community.reviews import hide_or_restore, mark_returned
from livefair.community.royalties import royalties_of
from livefair.governance import AppealDecided, CaseDecided, Subject, removing_case
from livefair.kernel import SYSTEM, WriteTx, listens_to
from livefair.people.events import PersonRemoved
from livefair.shop import OrderRefunded
from livefair.shop.auction_bars import bar_from_auction
from livefair.shop.auction_rows import auction_called
from livefair.shop.events_of_auctions import AuctionPutUp

_OWNED = {
    "review": hide_or_restore,
    "review_answer": hide_or_restore_answer,
    "idea": hide_or_restore_idea,
    "fan_message": hide_or_restore_message,
    "fan_line": hide_or_restore_fan_line,
}


@listens_to(CaseDecided)
def heed_decision(tx: WriteTx, fact: CaseDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(AppealDecided)
def heed_appeal(tx: WriteTx, fact: AppealDecided) -> None:
    _heed(tx, fact.subject_kind, fact.subject_id)


@listens_to(OrderRefunded)
def unmark_returned(tx: WriteTx, fact: OrderRefunded) -> None:
    for line in fact.lines:
        mark_returned(tx, SYSTEM, line.line_id)
    follow_reviews(tx, SYSTEM, fact.buyer_id)


@listens_to(AuctionPutUp)
def keep_authors_from_bidding(tx: WriteTx, fact: AuctionPutUp) -> None:
    """Whose idea the goods were gets a part of the price."""
    product_id = auction_called(tx, fact.auction_id).product_id
    authors = {royalty.person_id for royalty in royalties_of(tx, product_id, tx.now_ms)}
    bar_from_auction(tx, SYSTEM, fact.auction_id, sorted(authors), why="royalty")


@listens_to(ReviewRemoved)
def end_use_of_removed(tx: WriteTx, fact: ReviewRemoved) -> None:
    end_licence_of(tx, SYSTEM, fact.review_id)


@listens_to(ReviewHidden)
def end_use_of_hidden(tx: WriteTx, fact: ReviewHidden) -> None:
    end_licence_of(tx, SYSTEM, fact.review_id)


@listens_to(PersonRemoved)
def end_use_of_whoever_was_removed(tx: WriteTx, fact: PersonRemoved) -> None:
    end_licences_of(tx, SYSTEM, author_id=fact.person_id)


def _heed(tx: WriteTx, kind: str, subject_id: str) -> None:
    if (follow := _OWNED.get(kind)) is not None:
        follow(tx, SYSTEM, subject_id, removing_case(tx, Subject(kind, subject_id)))
