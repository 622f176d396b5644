"""Community: photo reviews of what people bought and kept, with votes, answers and credit; ideas for products.

A review is published to its product and, as a card, into the feed. An idea gathers support until its brand must answer;
what is made of it pays a royalty. Moderators' decisions hide and restore both.
"""

from livefair.community.answers import Answer, answer_review
from livefair.community.credits import Credit, OpeningLine, credit_for, journal_openings, opened_by
from livefair.community.events import ReviewAnswered, ReviewFoundHelpful, ReviewPublished
from livefair.community.helpful import find_helpful, withdraw_helpful
from livefair.community.idea_answers import accept_idea, decline_idea, launch_idea, show_prototype
from livefair.community.idea_merging import merge_ideas
from livefair.community.idea_support import support_idea, withdraw_support
from livefair.community.ideas import Idea, IdeaDraft, idea_for, publish_idea, withdraw_idea
from livefair.community.photos import Photo, keep_photo
from livefair.community.queries import ReviewItem, Summary, reviews_between, summary_of
from livefair.community.reviews import Review, ReviewDraft, publish_review, remove_review, review_for
from livefair.community.rules import DISCLOSURES

__all__ = [
    "DISCLOSURES",
    "Answer",
    "Credit",
    "Idea",
    "IdeaDraft",
    "OpeningLine",
    "Photo",
    "Review",
    "ReviewAnswered",
    "ReviewDraft",
    "ReviewFoundHelpful",
    "ReviewItem",
    "ReviewPublished",
    "Summary",
    "accept_idea",
    "answer_review",
    "credit_for",
    "decline_idea",
    "find_helpful",
    "idea_for",
    "journal_openings",
    "keep_photo",
    "launch_idea",
    "merge_ideas",
    "opened_by",
    "publish_idea",
    "publish_review",
    "remove_review",
    "review_for",
    "reviews_between",
    "show_prototype",
    "summary_of",
    "support_idea",
    "withdraw_helpful",
    "withdraw_idea",
    "withdraw_support",
]
