"""Answers to a version of a deal, as forms of either side give them."""

from typing import Annotated

import msgspec

from livefair.supply.deals import Proposal
from livefair.web.deal_forms import TermsForm, terms_of
from livefair.web.forms import Form

Number = Annotated[int, msgspec.Meta(ge=1, le=1_000)]
Hash = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")]
Note = Annotated[str, msgspec.Meta(max_length=500, pattern=r"^[^\x00]*$")]


class Signing(Form, frozen=True, kw_only=True):
    """Which version, and the hash of the text that was read."""

    version: Number
    terms_hash: Hash = ""


class Answering(TermsForm, frozen=True, kw_only=True):
    version: Number
    note: Note = ""


def proposal_of(form: Answering) -> Proposal:
    return Proposal(terms_of(form), form.version, form.note)
