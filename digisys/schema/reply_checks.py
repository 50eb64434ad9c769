"""What the shape of a file of answers cannot say: that an answer fits its question."""

from __future__ import annotations

from collections.abc import Mapping

from digisys.errors import Problem
from digisys.schema.checks.references import Raw, sequence
from digisys.schema.reply import REPLIES
from digisys.words import Message

__all__ = ["find_reply_problems"]


def find_reply_problems(raw: Raw) -> list[Problem]:
    """List the answers that do not answer what was asked.

    Parameters
    ----------
    raw
        The file as plain data.

    Returns
    -------
    list of Problem
        In the order of the file.

    Examples
    --------
    >>> found = find_reply_problems({"answers": [{"doubt": "sign", "answer": "weak"}]})
    >>> found[0].field
    'answers[0].answer'
    """
    problems = []
    every = {word for words in REPLIES.values() for word in words}
    for position, item in enumerate(sequence(raw.get("answers"))):
        if not isinstance(item, Mapping):
            continue
        fitting = next((words for name, words in REPLIES.items() if name == item.get("doubt")), ())
        said = item.get("answer")
        if fitting and said in every and said not in fitting:
            problems.append(
                Problem(
                    "wrong-choice",
                    ("answers", position, "answer"),
                    Message("“{word}” is no answer to that question.", {"word": str(said)}),
                    Message("Choose one of: {names}.", {"names": ", ".join(fitting)}),
                )
            )
    return problems
