"""Content: short videos from upload to feed, what people do with them, and the feed that mixes in rooms and cards.

Files arrive in slots (`open_upload`), a job has them transcoded by whatever `VideoProcessor` the program is given, the
author describes and publishes. Upper domains publish cards into the feed with `publish_card`.
"""

from livefair.content.cards import Card, publish_card, restore_card, set_endorsements, withdraw_card
from livefair.content.comments import comment, comment_for, remove_comment
from livefair.content.feed import FeedItem, FeedPage, feed_page
from livefair.content.processing import Processed, Progress, VideoProcessor, VideoRefused
from livefair.content.queries import VideoItem, touches_of, video_items, views_between
from livefair.content.reactions import like, save, unlike, unsave
from livefair.content.search import SearchPage, search
from livefair.content.shares import share, visit_share
from livefair.content.uploads import Upload, finish_upload, open_upload, upload_for
from livefair.content.videos import Description, Video, describe, publish, remove, video_for
from livefair.content.views import ViewLine, journal_views

__all__ = [
    "Card",
    "Description",
    "FeedItem",
    "FeedPage",
    "Processed",
    "Progress",
    "SearchPage",
    "Upload",
    "Video",
    "VideoItem",
    "VideoProcessor",
    "VideoRefused",
    "ViewLine",
    "comment",
    "comment_for",
    "describe",
    "feed_page",
    "finish_upload",
    "journal_views",
    "like",
    "open_upload",
    "publish",
    "publish_card",
    "remove",
    "remove_comment",
    "restore_card",
    "save",
    "search",
    "set_endorsements",
    "share",
    "touches_of",
    "unlike",
    "unsave",
    "upload_for",
    "video_for",
    "video_items",
    "views_between",
    "visit_share",
    "withdraw_card",
]
