"""A model file to begin with."""

from __future__ import annotations

import os

from digisys.exchange.ids import slug
from digisys.io.plain_model import model_of_plain
from digisys.io.write import write_model
from digisys.schema import Model
from digisys.words import say

__all__ = ["new_model", "write_new_model"]


def new_model(title: str, language: str = "en") -> Model:
    """Make a model to begin with: a title and one variable, as none is without.

    Parameters
    ----------
    title
        What people call it.
    language
        The language of its texts, as a tag such as ``fi`` or ``en-GB``.

    Returns
    -------
    Model
        The model.

    Raises
    ------
    ModelError
        If the title is empty or holds what no text may hold.

    Examples
    --------
    >>> model = new_model("Our town")
    >>> model.id, [each.label.text("en") for each in model.variables.values()]
    ('our_town', ['First variable'])
    """
    return model_of_plain(
        {
            "schema": 1,
            "id": slug(title),
            "title": title,
            "languages": [language],
            "variables": {"first_variable": {"label": say("First variable", language)}},
            "links": [],
        }
    )


def write_new_model(path: str | os.PathLike[str], title: str, language: str = "en") -> None:
    """Write a model to begin with to a file that is not there yet.

    Parameters
    ----------
    path
        The file.
    title, language
        As of :func:`new_model`.

    Raises
    ------
    OutputError
        If the file is there already, or cannot be written.
    ModelError
        If the title is empty or holds what no text may hold.
    """
    write_model(new_model(title, language), path)
