"""Files of answers to questions about links."""

from __future__ import annotations

from pathlib import Path

from digisys.errors import QuestionError
from digisys.io.yaml.read import read_document
from digisys.schema import Model
from digisys.schema.reply import Replies, Reply
from digisys.schema.reply_checks import find_reply_problems
from digisys.words import Message

__all__ = ["load_replies"]


def load_replies(path: str | Path, model: Model | None = None) -> tuple[Reply, ...]:
    """Read what was answered to questions about the links of a model.

    Parameters
    ----------
    path
        A YAML file with ``answers``, each with ``link``, ``doubt`` and ``answer``, and
        ``reliability`` where the answer may be wrong.
    model
        The model that they are about, to make sure that they are.

    Returns
    -------
    tuple of Reply
        The answers, in order.

    Raises
    ------
    ModelFileError
        If the file cannot be read, or anything in it is wrong; every problem is listed.
    QuestionError
        If the file names another model.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "answers.yaml"
    >>> _ = path.write_text("answers: [{link: a->b, doubt: sign, answer: negative}]", "utf-8")
    >>> load_replies(path)[0].reliability
    1.0
    """
    found = read_document(path, Replies, find_reply_problems)
    if model is not None and found.model not in (None, model.id):
        raise QuestionError(
            Message(
                "The answers are about the model {model}, and this one is {other}.",
                {"model": found.model, "other": model.id},
            ),
            Message("Give the answers to questions about this model."),
        )
    return found.answers
