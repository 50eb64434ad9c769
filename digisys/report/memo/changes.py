"""What has changed since an earlier version of a model, and whether the answer has."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from digisys.graph.labels import end_labels, label
from digisys.render.compose.compare import compare_shown
from digisys.report.document.blocks import Block, Bullets, Heading, Paragraph
from digisys.report.memo.findings import Findings
from digisys.words import N_, say

__all__ = ["changes"]

_SENTENCES = (
    ("added", N_("Added: {names}.")),
    ("removed", N_("Removed: {names}.")),
    ("changed", N_("Changed: {names}.")),
)

#: Sentences that tell of other commands, or of sizes kept with one version of a model only.
_NOT_SAID = ("more", "size")


def changes(found: Findings, language: str) -> Iterator[Block]:
    """Tell what has changed since the earlier version; nothing where there is none.

    Parameters
    ----------
    found
        The answers.
    language
        Language of the texts.

    Yields
    ------
    Block
        A heading, what differs, and what the earlier version said.
    """
    if found.earlier is None:
        return
    joined, differences = compare_shown(found.model, found.earlier)
    yield Heading(say("What has changed", language))
    variables = {name: label(joined, name, language) for name in differences.variables}
    links = {key: " → ".join(end_labels(joined, key, language)) for key in differences.links}
    items = []
    for change, sentence in _SENTENCES:
        for labels, changed in ((variables, differences.variables), (links, differences.links)):
            names = _names(labels, changed, change)
            if names:
                items.append(say(sentence, language, names=names))
    if items:
        yield Bullets(tuple(items))
    else:
        yield Paragraph(say("No variable and no link differs from the earlier version.", language))
    if found.influence is None:
        return
    before = found.earlier_influence
    if before is None:
        yield Paragraph(say("The earlier version does not know what is asked about.", language))
        return
    then, now = (
        " ".join(
            item.text(language)
            for item in answer.conclusion.statements
            if item.kind not in _NOT_SAID
        )
        for answer in (before, found.influence)
    )
    if then == now:
        yield Paragraph(say("The earlier version comes to the same conclusion.", language))
    else:
        yield Paragraph(say("The earlier version said: {said}", language, said=then))


def _names(labels: Mapping[str, str], changed: Mapping[str, str], change: str) -> str:
    return "; ".join(labels[key] for key, kind in changed.items() if kind == change)
