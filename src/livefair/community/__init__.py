"""Community: photo reviews of what people bought and kept, helpful votes, the brand's answers, credit for reviewers.

A review is published to its product and, as a card, into the feed; moderators' decisions hide and restore it.
"""

from livefair.community.answers import Answer, answer_review
from livefair.community.credits import Credit, OpeningLine, credit_for, journal_openings, opened_by
from livefair.community.events import ReviewAnswered, ReviewFoundHelpful, ReviewPublished
from livefair.community.helpful import find_helpful, withdraw_helpful
from livefair.community.photos import Photo, keep_photo
from livefair.community.queries import ReviewItem, Summary, reviews_between, summary_of
from livefair.community.reviews import Review, ReviewDraft, publish_review, remove_review, review_for
from livefair.community.rules import DISCLOSURES, SCENARIOS

__all__ = [
    "DISCLOSURES",
    "SCENARIOS",
    "Answer",
    "Credit",
    "OpeningLine",
    "Photo",
    "Review",
    "ReviewAnswered",
    "ReviewDraft",
    "ReviewFoundHelpful",
    "ReviewItem",
    "ReviewPublished",
    "Summary",
    "answer_review",
    "credit_for",
    "find_helpful",
    "journal_openings",
    "keep_photo",
    "opened_by",
    "publish_review",
    "remove_review",
    "review_for",
    "reviews_between",
    "summary_of",
    "withdraw_helpful",
]
