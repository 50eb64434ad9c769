"""A page of three hundred variables: small, and quick because it does little."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

import digisys
from digisys.report.page.make import make_page
from digisys.schema import Model


def lattice(columns: int, rows: int) -> Model:
    """Return a model where each variable acts on those to the right, below and aslant."""
    places = [(x, y) for y in range(rows) for x in range(columns)]
    name = "v{}_{}".format
    ways = [(1, 0), (0, 1), (1, 1)]
    return Model.model_validate(
        {
            "schema": 1,
            "id": "lattice",
            "title": "Lattice",
            "languages": ["en"],
            "variables": {
                name(x, y): {"label": f"Variable in row {y + 1}, {x + 1}", "role": "stock"}
                for x, y in places
            },
            "links": [
                {"from": name(x, y), "to": name(x + a, y + b), "polarity": "positive"}
                for x, y in places
                for a, b in ways
                if (x + a, y + b) in set(places)
            ],
            "layout": {
                "width": 260 * columns,
                "height": 180 * rows,
                "variables": {
                    name(x, y): {"x": 130 + 260 * x, "y": 90 + 180 * y} for x, y in places
                },
            },
        }
    )


@pytest.fixture(scope="module")
def large() -> Model:
    return lattice(20, 15)


@pytest.fixture(scope="module")
def large_file(large: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_page(large).save(tmp_path_factory.mktemp("large") / "large.html")


def test_a_model_of_three_hundred_variables_fits_in_a_small_file(large, large_file):
    assert (len(large.variables), len(large.links)) == (300, 831)
    # The scripts of the editor are 200 kB of it; without them it was at most 620.
    assert large_file.stat().st_size <= 680_000


def test_making_tells_how_far_it_is():
    """From nothing to all, never backwards, and also while positions are looked for."""
    model = lattice(4, 3).model_copy(update={"layout": None})
    shares: list[float] = []
    make_page(model, progress=lambda done, total: shares.append(done / total))
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert sum(share < 0.5 for share in shares) > 2


def test_a_selection_touches_only_what_it_changes(open_page, large_file):
    page = open_page("variable-v3_3", file=large_file)
    changed = page.evaluate("""async () => {
      const seen = [];
      const watch = new MutationObserver((records) => seen.push(...records));
      const options = { attributes: true, attributeOldValue: true, subtree: true };
      watch.observe(document.querySelector('#map svg'), options);
      document.querySelector('[data-token="variable-v12_9"]')
        .dispatchEvent(new MouseEvent('click', { bubbles: true }));
      await new Promise(requestAnimationFrame);
      return seen.map((item) => [item.oldValue, item.target.getAttribute(item.attributeName)]);
    }""")
    assert len(changed) > 50
    assert all(before != after for before, after in changed)


def test_a_long_answer_is_drawn_in_two_parts_and_is_whole_in_the_end(open_page, large, large_file):
    page = open_page("lang=en", file=large_file)
    at_once = page.evaluate("""() => {
      document.querySelector('[data-token="variable-v0_0"]')
        .dispatchEvent(new MouseEvent('click', { bubbles: true }));
      return document.querySelectorAll('.effect').length;
    }""")
    answer = digisys.influence(large, "v0_0")
    assert at_once < len(answer.affected) == 299
    expect(page.locator(".effect")).to_have_count(299)
    order = page.locator(".effect .link-button").evaluate_all("x => x.map((y) => y.textContent)")
    assert order == [large.variables[item.variable].label.text("en") for item in answer.affected]
    # One who is in the list keeps their place in it.
    last = page.locator(".effect summary").last
    last.click()
    page.locator(".effect [aria-pressed]").last.click()
    expect(page.locator(".effect [aria-pressed=true]")).to_be_focused()
    expect(page.locator(".effect")).to_have_count(299)
