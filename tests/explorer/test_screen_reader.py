"""The page as a screen reader meets it: what is said of it answers ten questions, without sight."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from digisys.analysis.chains.chains import chains
from digisys.analysis.influence.influence import influence
from digisys.answers.wording import chain_text
from digisys.graph.directions import assumed_direction, assumed_pairs
from digisys.schema import Model
from digisys.words import say


class Reader:
    """Reads the tree of accessibility and presses what it names: nothing else of the page."""

    def __init__(self, page: Page, model: Model, language: str) -> None:
        self.page, self.model, self.language = page, model, language

    def say(self, text: str, **values: object) -> str:
        return say(text, self.language, **values)

    def label(self, name: str) -> str:
        return self.model.variables[name].label.text(self.language)

    def target(self, number: int) -> str:
        label = self.model.targets[number].short_label
        assert label is not None
        return f"{number} {label.text(self.language)}"

    def lines(self, within: str = "", role: str = "region") -> list[str]:
        """What is read out, line by line: all of the page, or what a named part holds."""
        lines = self.page.locator("body").aria_snapshot().splitlines()
        if within:
            wanted = re.compile(rf"^( *)- '?{role} \"{re.escape(within)}")
            start = next(n for n, line in enumerate(lines) if wanted.match(line))
            depth = len(lines[start]) - len(lines[start].lstrip())
            ends = (
                n
                for n in range(start + 1, len(lines))
                if not lines[n].startswith(" " * depth + " ")
            )
            lines = lines[start : next(ends, len(lines))]
        return [line.strip().replace("\u00a0", " ").replace("''", "'") for line in lines]

    def read(self, within: str = "", role: str = "region") -> str:
        return "\n".join(self.lines(within, role))

    def names(self, role: str, within: str) -> list[str]:
        """The names of things of a role, in the order in which they are read."""
        found = (re.match(rf"- '?{role} \"(.*?)\"", line) for line in self.lines(within))
        return [match[1] for match in found if match]

    def press(self, name: str, role: str = "button") -> None:
        self.page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]

    def find(self, name: str, kind: str) -> None:
        """Choose something of a kind by the field of the search."""
        self.page.get_by_role("combobox", name=self.say("Find")).fill(name)
        option = re.compile(rf"^{re.escape(name)}.*{self.say(kind)}", re.IGNORECASE)
        self.page.get_by_role("option", name=option).first.click()

    def defined(self, term: str, within: str) -> str:
        """What is said of a term."""
        lines = self.lines(within)
        return (
            lines[lines.index(f"- term: {self.say(term)}") + 1]
            .removeprefix("- definition: ")
            .strip('"')
        )


@pytest.fixture(params=["fi", "sv", "en"])
def reader(open_page, compass, request) -> Reader:
    return Reader(open_page(f"lang={request.param}"), compass, request.param)


def test_ten_questions_are_answered_without_sight(reader, compass):
    language = reader.language
    answer = influence(compass, 14)
    reader.find("14", "target")
    question = answer.question(language)

    # 1, 2: which targets does 14 reach, and which not?
    for term, numbers in (
        ("Targets reached", answer.targets_reached),
        ("Targets not reached", answer.targets_not_reached),
    ):
        told = reader.defined(term, question)
        assert told.split("; ") == [reader.target(number) for number in numbers]

    # 3: what does it come to, and on how much of our own reading does that rest?
    first, *_, last = [
        item.text(language) for item in answer.conclusion.statements if item.kind != "more"
    ]
    assert first in reader.read(question)
    assert last in reader.read(question)

    # 4: how far away is trust, and which way does the effect go?
    steps = next(
        effect.steps for effect in answer.affected if effect.variable == "trust_in_society"
    )
    heads = reader.lines(question)
    place = heads.index(f'- button "{reader.label("trust_in_society")}"')
    before = [line for line in heads[:place] if line.startswith("- heading")]
    assert f'"{steps} ' in before[-1]
    assert reader.say("strengthens") in heads[place + 1]

    # 5: how does 14 reach target 10?
    reader.page.get_by_role("combobox", name=reader.say("Chains to")).select_option(
        reader.target(10)
    )
    (best, *_) = chains(compass, 14, 10)
    assert chain_text(best, compass, language, assumed_pairs(compass.links)) in reader.read(
        reader.say("Strongest chains")
    )

    # 6: what strengthens trust?
    reader.find(reader.label("trust_in_society"), "variable")
    reader.press(reader.say("causes"))
    causes = influence(compass, "trust_in_society", direction="upstream")
    told = reader.names("button", causes.question(language))
    assert told == [reader.label(effect.variable) for effect in causes.affected]
    assert {effect.verdict for effect in causes.affected} == {"strengthens"}

    # 7: what is R1, step by step?
    reader.press(f"R1 {compass.loops['R1'].label.text(language)}")
    steps_told = reader.names("button", reader.say("Step by step"))
    for cycle in compass.loops["R1"].cycles.values():
        for source, target in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            assert f"{reader.label(source)} +→ {reader.label(target)}" in steps_told

    # 8: which directions are our reading of the source?
    reader.press(reader.say("list"))
    heading = reader.say("Directions that are our reading of the source")
    expected = [
        f"{reader.label(link.source)} +→ {reader.label(link.target)}: {reader.say('strengthens')}"
        for link in compass.links
        if assumed_direction(link) and link.certainty == "explicit"
    ]
    assert reader.names("button", heading) == expected

    # 9: is one of them so, and what does the source say of it?
    reader.press(expected[0])
    assert reader.say("The direction of the effect is our reading.") in reader.read()
    assert reader.say("The source states this link.") in reader.read()

    # 10: what does a push do by 2030?
    reader.press(reader.say("Scenarios"))
    scenarios = reader.page.get_by_role("combobox", name=reader.say("Scenario"), exact=True)
    scenarios.select_option("leadership-push")
    changes = reader.read(reader.say("What changes"))
    assert re.search(r"[+\u2212]0[.,]\d\d \S* ?2030", changes)
    reader.press(reader.say("table"))
    row = next(
        line
        for line in reader.lines(reader.say("The model"))
        if line.startswith(f'- row "{reader.label("life_event_services")} ')
    )
    level = re.search(r"([+−])0[.,](\d\d) ", row)
    assert level is not None
    assert level[1] == "+"
    assert int(level[2]) > 5


def test_what_is_not_said_is_missed(reader):
    """The walk would fail on a page that shows a list but does not say it."""
    reader.press(reader.say("list"))
    heading = reader.say("Directions that are our reading of the source")
    assert reader.names("button", heading)
    reader.page.locator("#list-assumed").locator("..").evaluate(
        "item => item.setAttribute('aria-hidden', 'true')"
    )
    with pytest.raises((StopIteration, RuntimeError)):
        reader.names("button", heading)
