"""Views: which links a question looks at."""

from __future__ import annotations

import pytest

from digisys.errors import QuestionError
from digisys.graph.view import select_view
from digisys.schema import Model
from tests import tiny


@pytest.fixture(scope="module")
def model() -> Model:
    """A source has the id of a part of another, and a third has no parts."""
    raw = tiny.model_of("a + b", "b + c", "c + d").model_dump(by_alias=True)
    raw["sources"] = {
        "survey": {"title": "Survey", "parts": {"answers": {"label": "Answers"}}},
        "report": {"title": "Report", "parts": {"survey": {"label": "Its survey"}}},
        "talks": {"title": "Talks"},
    }
    where = ({"source": "survey", "part": "answers"}, {"source": "report", "part": "survey"},
             {"source": "talks"})  # fmt: skip
    for link, place in zip(raw["links"], where, strict=True):
        link["evidence"] = [place]
    return Model.model_validate(raw)


@pytest.mark.parametrize(
    ("evidence", "links"),
    [
        ("source:survey", ["a->b"]),
        ("part:survey", ["b->c"]),
        ("report", ["b->c"]),
        ("answers", ["a->b"]),
        ("talks", ["c->d"]),
        ("source:talks", ["c->d"]),
        ("source:survey+part:survey", ["a->b", "b->c"]),
    ],
)
def test_evidence_of_a_source_or_of_a_part(model: Model, evidence: str, links: list[str]) -> None:
    assert [link.id for link in select_view(model, evidence=evidence).links] == links


def test_a_source_with_the_id_of_a_part_is_asked_about(model: Model) -> None:
    with pytest.raises(QuestionError, match="a source and a part of another") as caught:
        select_view(model, evidence="survey")
    assert "source:survey or part:survey" in str(caught.value.cure)
