"""What a person reads when something is refused or done: one sentence per code, in every language."""

from collections.abc import Mapping
from typing import Final

from livefair.kernel import Refusal
from livefair.web.forms import BadForm
from livefair.web.i18n import N_, gettext
from livefair.web.words_of_content import REFUSALS_OF_CONTENT
from livefair.web.words_of_deals import REFUSALS_OF_DEALS
from livefair.web.words_of_engines import REFUSALS_OF_ENGINES
from livefair.web.words_of_fans import REFUSALS_OF_FANS
from livefair.web.words_of_formats import REFUSALS_OF_FORMATS
from livefair.web.words_of_gifts import REFUSALS_OF_GIFTS
from livefair.web.words_of_goods import REFUSALS_OF_GOODS
from livefair.web.words_of_imports import REFUSALS_OF_IMPORTS
from livefair.web.words_of_live import REFUSALS_OF_LIVE
from livefair.web.words_of_money import REFUSALS_OF_MONEY
from livefair.web.words_of_outside import REFUSALS_OF_OUTSIDE
from livefair.web.words_of_paying import REFUSALS_OF_PAYING
from livefair.web.words_of_surveys import REFUSALS_OF_SURVEYS

Params = Mapping[str, str | int]

TOASTS: Final = {
    "welcome": N_("Welcome!"),
    "signed_out": N_("You are signed out."),
    "saved": N_("Saved."),
    "brief_sent": N_("Given. The host is told."),
    "permit_filed": N_("Filed. A moderator looks at it."),
    "club_joined": N_("Welcome to the club!"),
    "message_sent": N_("Sent to all who want to hear from you."),
    "thanked": N_("Your thanks are on their way."),
    "club_left": N_("You have left the club."),
    "messages_stopped": N_("No host writes to you any more."),
    "idea_published": N_("Your idea is out. Show it to others."),
    "answer_kept": N_("Thank you. You can delete your answers at any time."),
    "answers_deleted": N_("All your answers are deleted."),
    "question_skipped": N_("All right. You are not asked again this week."),
    "survey_opened": N_("From now on people are drawn and asked."),
    "study_asked": N_("The study is being made."),
    "password_changed": N_("The password is changed; other devices are signed out."),
    "ended": N_("Signed out there."),
    "revoked": N_("The token is revoked."),
    "blocked": N_("You will not meet each other any more."),
    "unblocked": N_("Unblocked."),
    "order_cancelled": N_("The order is cancelled."),
    "order_received": N_("Thank you! Enjoy it."),
    "return_asked": N_("The seller has been asked."),
    "difference_back": N_("The difference goes back to you."),
    "return_agreed": N_("The buyer is told to send it back."),
    "return_sent": N_("Thank you. The seller is told that it is on its way."),
    "return_paid": N_("Your money is on its way, before the goods are there."),
    "exchanged": N_("Another piece is on its way."),
    "invited": N_("The invitation is sent."),
    "refunded": N_("The money goes back."),
    "review_published": N_("Thank you! Your review is published."),
    "reported": N_("Thank you. A person will look at it."),
    "shipped": N_("Marked as shipped."),
    "sent_again": N_("It is being sent."),
    "money_back_asked": N_("Your money is on its way back."),
    "gift_sent": N_("Thank you! Your gift is on its way."),
    "gift_back": N_("The gift goes back; the money is in the wallet in a moment."),
    "purchase_sent": N_("Ordered. The delivery is expected in stock."),
    "applied": N_("Your hosts find the offer on their desk and sign for themselves."),
    "offer_published": N_("The offer is published."),
    "answered": N_("Your answer is with the other side."),
    "deal_signed": N_("Signed by both sides. These terms count from now on."),
    "payout_asked": N_("The money is on its way to your account."),
    "planned": N_("The show is planned."),
    "reminder_set": N_("You will be told ten minutes before it begins."),
    "reminder_gone": N_("You will not be reminded."),
    "show_cancelled": N_("The show is cancelled."),
    "show_ended": N_("The show has ended."),
    "story_shown": N_("Shown to the room."),
    "draft_begun": N_("The short video is being cut. Give it a title when it is ready."),
    "video_sent": N_("The video is being prepared."),
}

GENERAL: Final = {
    400: N_("This request cannot be understood."),
    401: N_("Please sign in first."),
    403: N_("You may not do this."),
    404: N_("This page does not exist, or is not yours to see."),
    405: N_("This address does not do that."),
    409: N_("This is not possible right now."),
    413: N_("That is too large."),
    415: N_("This kind of content is not accepted here."),
    422: N_("Please check what you typed."),
    429: N_("That was too often. Please wait a little."),
    431: N_("That is too large."),
    500: N_("Something went wrong on our side. It has been noted."),
    503: N_("This part is not available right now. Please try again in a moment."),
}

REFUSALS: Final = {
    # kernel and forms
    "close": N_("Close"),
    "bad_amount": N_("Please write an amount such as 12.50."),
    "bad_percent": N_("Please write a percentage such as 12.5."),
    "bad_value": N_("This value is not possible here."),
    "broken_form": N_("This form arrived broken. Please send it again."),
    "account_removed": N_(
        "Moderators have removed this account. You can read the decision in your notices, and appeal once."
    ),
    "address_too_long": N_("This address is too long."),
    "answer_too_large": N_("That is too large."),
    "headers_too_large": N_("That is too large."),
    "media_away": N_("Live pictures are not available right now. Please try again in a moment."),
    "empty": N_("Please fill this in."),
    "form_expired": N_("This page was open for too long. Reload it and try again."),
    "form_too_large": N_("This form is too large."),
    "not_a_number": N_("Please write a whole number."),
    "not_found": N_("This does not exist, or is not yours to see."),
    "other_site": N_("Another site sent this; it was not carried out."),
    "too_large": N_("At most %(limit)s."),
    "too_long": N_("At most %(limit)s characters."),
    "too_many_files": N_("At most %(limit)s files at once."),
    "too_often": N_("That was too often. Please wait a little."),
    "too_small": N_("At least %(limit)s."),
    # shop
    "already_decided": N_("This was decided already."),
    "already_refunded": N_("This money has gone back already."),
    "already_shipped": N_("This is on its way already."),
    "bad_key": N_("This page was open for too long. Reload it and try again."),
    "bad_signature": N_("The signature is wrong or too old."),
    "brands_only": N_("Only brands may do this."),
    "cart_empty": N_("Your cart is empty."),
    "cart_full": N_("At most %(limit)s different things fit into the cart."),
    "choose_lines": N_("Please choose what it is about."),
    "gone_from_cart": N_("Something in your cart is no longer sold and was taken out."),
    "mixed_currencies": N_("Please order things in different currencies one after another."),
    "not_on_its_way": N_("This order is not on its way."),
    "not_refundable_now": N_("The time to return this is over."),
    "bad_device": N_("This browser cannot be told of anything from here."),
    "not_to_be_shipped": N_("This order cannot be shipped now."),
    "price_changed": N_("A price has changed. Please look at the total again."),
    "refund_already_asked": N_("A return of this order is being looked at already."),
    "seen_in_review": N_("Bought through a review"),
    "seen_in_room": N_("Bought in a live show"),
    "seen_in_video": N_("Bought through a video"),
    "sold_out": N_("Only %(left)s left."),
    "too_many_addresses": N_("At most %(limit)s addresses."),
    "unknown_behaviour": N_("This value is not possible here."),
    "unknown_reason": N_("Please choose a reason."),
    "unreadable_notification": N_("This notification cannot be read."),
    "wrong_amount": N_("The amount differs from ours."),
    "choose_a_file": N_("Please choose a file."),
    "return_refused": N_("The seller cannot take this back."),
    # live, content, community
    "already_reviewed": N_("You have reviewed this already."),
    "bad_cursor": N_("This address is no longer valid. Please start again at the top."),
    "disclosure_needed": N_("Please say whether you were given anything for this."),
    "employment_undisclosed": N_("You work for this brand: please disclose it."),
    "file_too_large": N_("This file is too large."),
    "hosts_only": N_("Only hosts may do this."),
    "is_host_already": N_("The host needs no further rights here."),
    "muted": N_("You cannot speak in this room at the moment."),
    "model_too_large": N_("A 3D model may have at most %(limit)s MB."),
    "nobody_called_so": N_("Nobody here has this e-mail address."),
    "not_a_model": N_("This is not a GLB file."),
    "not_on_air": N_("This room is not on air."),
    "not_your_room": N_("This is not your room."),
    "nothing_to_sell": N_("This product has nothing to sell yet."),
    "on_air": N_("The room is on air."),
    "photos_needed": N_("Please add %(least)s to %(most)s photos."),
    "picture_broken": N_("This picture is broken."),
    "picture_not_a_picture": N_("This is not a picture (JPEG, PNG or WebP)."),
    "picture_picture_too_large": N_("This picture is too large."),
    "picture_too_expensive": N_("This picture is too large."),
    "picture_too_large": N_("This picture is too large."),
    "picture_truncated": N_("This picture is incomplete."),
    "pinned_by_another": N_("Somebody else has just pinned something."),
    "caption_withdrawn": N_("This line was taken back already."),
    "question_closed": N_("This question is closed."),
    "room_closed": N_("This room is closed."),
    "too_busy": N_("Too much is going on here. Please try again in a moment."),
    "too_many_captions": N_("This show has as many captions as can be kept."),
    "too_many_questions": N_("Please wait until your other questions are answered."),
    "too_many_rooms": N_("At most %(limit)s rooms."),
    "too_short": N_("At least %(limit)s characters, please."),
    "upload_over": N_("This upload is over. Please begin a new one."),
    "video_broken": N_("This file is broken."),
    "video_codec_not_allowed": N_("This video uses a codec that is not accepted here."),
    "video_not_a_video": N_("This is not a video."),
    "video_picture_too_large": N_("The picture of this video is too large."),
    "video_picture_too_small": N_("The picture of this video is too small."),
    "video_processing_failed": N_("The video could not be prepared. Please upload it again."),
    "video_too_expensive": N_("This video takes too long to prepare."),
    "video_too_large": N_("This file is too large."),
    "video_too_long": N_("This video is too long."),
    "video_too_many_streams": N_("This file holds too many streams."),
    "video_truncated": N_("This file is incomplete."),
    "notice_appeal_decided": N_("Your appeal has been decided."),
    "balance_is_due": N_("The balance of what is kept for you can be paid now."),
    "deposit": N_("Deposit"),
    "order_on_its_way": N_("What you ordered is on its way."),
    "notice_case_decided": N_("A moderator has decided about something of yours."),
    "notice_report_answered": N_("Your report has been decided."),
    "notice_report_reversed": N_("A second moderator saw your report differently."),
    "posting_of_order": N_("Order …%(order)s"),
    "posting_of_gift": N_("Gift …%(gift)s"),
    "stat_followers": N_("Followers"),
    "stat_week_sales": N_("Sales of 7 days"),
    # people
    "already_under_contract": N_("You are already under contract with an agency."),
    "bad_email": N_("This is not an e-mail address."),
    "close_the_account_instead": N_("The terms hold while the account exists."),
    "email_taken": N_("There is already an account with this e-mail address."),
    "in_the_past": N_("This is in the past."),
    "mcns_only": N_("Only agencies may do this."),
    "member_elsewhere": N_("This person already belongs to another organisation."),
    "name_taken": N_("This name is taken."),
    "not_a_host": N_("This person is not a host."),
    "not_yours": N_("This is not yours."),
    "not_yourself": N_("You cannot do this to yourself."),
    "offer_is_over": N_("This offer is over."),
    "too_many_movements": N_("More than %(most)s entries in this period: choose a shorter one."),
    "operators_only": N_("Only operators may do this."),
    "out_of_range": N_("This value is out of range."),
    "password_short": N_("At least %(limit)s characters, please."),
    "password_weak": N_("This password is too easy to guess."),
    "role_needed": N_("This part is for another role."),
    "sign_in_first": N_("Please sign in first."),
    "too_many_blocks": N_("You can block at most %(limit)s people."),
    "too_many_follows": N_("You can follow at most %(limit)s people."),
    "too_many_tokens": N_("You can have at most %(limit)s tokens."),
    "too_many_tries": N_("Too many tries. Please wait %(seconds)s seconds."),
    "unknown_kind": N_("There is no such kind."),
    "unknown_zone": N_("This time zone is not known here. Choose another one."),
    "unknown_purpose": N_("There is no such purpose."),
    "wrong_old_password": N_("The old password is wrong."),
    "wrong_password": N_("E-mail or password is wrong."),
}

# Every code that any part of the program refuses with has a sentence of its own here: tests/architecture sees to it.
ALL_REFUSALS: Final[Mapping[str, str]] = {
    **REFUSALS_OF_ENGINES,
    **REFUSALS_OF_DEALS,
    **REFUSALS_OF_FANS,
    **REFUSALS_OF_FORMATS,
    **REFUSALS_OF_GIFTS,
    **REFUSALS_OF_GOODS,
    **REFUSALS_OF_IMPORTS,
    **REFUSALS_OF_CONTENT,
    **REFUSALS_OF_LIVE,
    **REFUSALS_OF_MONEY,
    **REFUSALS_OF_OUTSIDE,
    **REFUSALS_OF_PAYING,
    **REFUSALS_OF_SURVEYS,
    **REFUSALS,
}
ALL_WORDS: Final[Mapping[str, str]] = {**ALL_REFUSALS, **TOASTS}


def sentence(code: str, params: Params, locale: str, *, status: int = 409) -> str:
    """The words for `code`; a code without words gets its status's general sentence."""
    words = ALL_WORDS.get(code) or GENERAL.get(status) or GENERAL[400]
    try:
        return gettext(words, locale) % params
    except KeyError:
        return gettext(GENERAL.get(status) or GENERAL[400], locale)


def spoken(words: Mapping[str, str], locale: str) -> dict[str, str]:
    """The words of a note in the reader's language: `x_zh` or `x_en` is `x`."""
    return {**words, **{name[:-3]: word for name, word in words.items() if name.endswith(f"_{locale}")}}


def general_sentence(status: int, locale: str) -> str:
    return gettext(GENERAL.get(status) or GENERAL[500 if status >= 500 else 400], locale)


def refusal_errors(refusal: Refusal, locale: str) -> dict[str, str]:
    """Field → sentence; what concerns no single field stands under "form"."""
    if isinstance(refusal, BadForm):
        return {field: sentence(code, params, locale, status=422) for field, (code, params) in refusal.errors.items()}
    field = str(refusal.params.get("field", "form"))
    return {field: sentence(refusal.code, refusal.params, locale, status=refusal.status)}
