"""Changes of links that votes speak for: proposed, never made."""

from __future__ import annotations

from collections.abc import Iterator

from digisys.errors import QuestionError
from digisys.schema import Link, Model
from digisys.words import Message, say
from digisys.workshop.suggestions import Change, VotesBehind
from digisys.workshop.votes.summed import CONSENSUS, LinkVotes
from digisys.workshop.votes.votes import Votes

__all__ = ["LEAST_VOICES", "propose_changes"]

#: With fewer voices than this nothing is proposed.
LEAST_VOICES = 3


def propose_changes(votes: Votes, *, least: int = LEAST_VOICES) -> tuple[Change, ...]:
    """Propose what votes speak for, link by link.

    A contested direction becomes unknown; one that a consensus (75 %) gives is taken over. The
    strength becomes the median class, where it is not between two and the model tells no size
    in numbers. A link that more than half
    find not to exist becomes ambiguous, and is never removed; an ambiguous one with which a
    consensus agrees becomes explicit.

    Parameters
    ----------
    votes
        The votes.
    least
        Voices that a proposal needs at least, from 1 up.

    Returns
    -------
    tuple of Change
        In the order of the model, each with the votes behind it.

    Raises
    ------
    QuestionError
        If ``least`` is below 1.
    """
    if least < 1:
        raise QuestionError(
            Message("A proposal needs at least one voice."), Message("Give a larger number.")
        )
    known = {each.link: each for each in votes.links}
    return tuple(
        change
        for link in votes.model.links
        if link.id in known
        for change in _of_link(votes.model, link, known[link.id], least)
    )


def _of_link(model: Model, link: Link, voted: LinkVotes, least: int) -> Iterator[Change]:
    given = voted.positive + voted.negative + voted.unknown
    if given >= least:
        sign = "unknown" if voted.contested else voted.agreed_sign
        # A link to itself can only damp.
        if sign is not None and sign != link.polarity and not link.damps:
            yield _change(model, link, voted, "polarity", link.polarity, sign)
    median = voted.median_strength
    strength = link.strength
    # A size in numbers says more than a class, and who votes can say no more than “strong”.
    told = isinstance(strength, str) and (strength, median) != ("dominant", "strong")
    if told and voted.strength_count >= least and median not in (None, strength):
        yield _change(model, link, voted, "strength", str(strength), str(median))
    if voted.voices < least:
        return
    if voted.rejected and link.certainty == "explicit":
        yield _change(model, link, voted, "certainty", "explicit", "ambiguous")
    if link.certainty == "ambiguous" and voted.agree >= CONSENSUS * voted.voices:
        yield _change(model, link, voted, "certainty", "ambiguous", "explicit")


def _change(
    model: Model, link: Link, voted: LinkVotes, field: str, before: str, value: str
) -> Change:
    language = model.default_language
    if field == "polarity":
        said = say(
            "Votes of a workshop: {positive} strengthens, {negative} weakens, {unknown} it varies",
            language,
            positive=voted.positive,
            negative=voted.negative,
            unknown=voted.unknown,
        )
    elif field == "strength":
        said = say(
            "Votes of a workshop: {weak} weak, {moderate} moderate, {strong} strong",
            language,
            weak=voted.weak,
            moderate=voted.moderate,
            strong=voted.strong,
        )
    else:
        said = say(
            "Votes of a workshop: {agree} agree, {disagree} disagree, {not_sure} not sure",
            language,
            agree=voted.agree,
            disagree=voted.disagree,
            not_sure=voted.not_sure,
        )
    names = VotesBehind.model_fields
    behind = VotesBehind.model_validate({name: getattr(voted, name) for name in names})
    raw = {
        "link": link.id,
        "field": field,
        "before": before,
        "value": value,
        "votes": behind,
        "said_by": said,
    }
    return Change.model_validate(raw)
