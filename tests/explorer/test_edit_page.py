"""The Edit mode in a real browser: by mouse, by keyboard alone, undone, saved, and for everyone."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from digisys.report.page.make import make_page
from digisys.schema import Model
from tests.explorer.conftest import violations


def _both(words: str) -> dict[str, str]:
    return {"en": words, "fi": words}


GROUP = {
    "schema": 1,
    "id": "group",
    "title": {"en": "Group", "fi": "Ryhmä"},
    "languages": ["en", "fi"],
    "sources": {"talk": {"title": _both("Talk of the group"), "kind": "workshop"}},
    "areas": {"people": {"label": {"en": "People", "fi": "Ihmiset"}}},
    "targets": {1: {"title": _both("More trust"), "area": "people"}},
    "variables": {
        "trust": {"label": _both("Trust"), "area": "people", "targets": [{"target": 1}]},
        "use": {"label": _both("Use"), "area": "people"},
        "cost": {"label": _both("<img src=x onerror=alert(1)>")},
    },
    "links": [
        {"from": "trust", "to": "use", "polarity": "positive"},
        {"from": "use", "to": "cost", "polarity": "negative"},
    ],
}


@pytest.fixture(scope="module")
def group_file(tmp_path_factory: pytest.TempPathFactory):
    model = Model.model_validate_json(json.dumps(GROUP))
    return make_page(model).save(tmp_path_factory.mktemp("edit") / "group.html")


@pytest.fixture
def edit(open_page, group_file):
    """Open the page in the Edit mode, in a context that is no other test's."""

    def opener(state: str = "", **options) -> Page:
        page = open_page(
            f"{state}&mode=edit", file=group_file, size=(1280, 720), locale="en-GB", **options
        )
        page.evaluate(
            """() => {
              window.violated = [];
              document.addEventListener("securitypolicyviolation",
                event => window.violated.push(event.violatedDirective));
            }"""
        )
        expect(page.locator("#edit-panel")).to_be_visible()
        return page

    return opener


def box(page: Page, name: str):
    return page.locator(f'.box[data-token="variable-{name}"]')


def centre(locator) -> tuple[float, float]:
    place = locator.bounding_box()
    return place["x"] + place["width"] / 2, place["y"] + place["height"] / 2


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
    page.mouse.move(*end)
    page.mouse.up()


def corner(page: Page) -> tuple[float, float]:
    """A place of the map where nothing is."""
    frame = page.locator("#map").bounding_box()
    return frame["x"] + 90, frame["y"] + frame["height"] - 60


def type_name(page: Page, name: str) -> None:
    expect(page.locator("#new-name")).to_be_focused()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    expect(page.locator("#edit-naming")).to_be_hidden()


def told(page: Page, text: str) -> None:
    expect(page.locator("#live")).to_contain_text(text)


def saved_text(page: Page) -> str:
    page.evaluate("delete window.showSaveFilePicker")
    with page.expect_download() as waiting:
        page.click('[data-focus="edit-save"]')
    return waiting.value.path().read_text("utf-8")


def _read(text: str) -> Model:
    from digisys.io.yaml.read import parse_model

    return parse_model(text.encode(), file="group.yaml")


def test_by_mouse(edit):
    page = edit()
    others = [box(page, name).bounding_box() for name in ("trust", "use", "cost")]
    page.mouse.dblclick(*corner(page))
    type_name(page, "Skills")
    told(page, "Added the variable “Skills”")
    assert [
        box(page, name).bounding_box() for name in ("trust", "use", "cost")
    ] == others  # no jump
    handle = centre(page.locator(".link-handle .handle-plate"))
    drag(page, handle, centre(box(page, "trust")))
    expect(page.locator("#answer-title")).to_have_text("Skills +→ Trust")
    before = box(page, "skills").bounding_box()
    at = centre(box(page, "skills"))
    drag(page, at, (at[0] + 80, at[1] - 30))
    after = box(page, "skills").bounding_box()
    assert after["x"] - before["x"] == pytest.approx(80, abs=2)
    assert after["y"] - before["y"] == pytest.approx(-30, abs=2)
    model = _read(saved_text(page))
    assert [link.id for link in model.links] == ["trust->use", "use->cost", "skills->trust"]
    assert model.variables["skills"].label.text("en") == "Skills"
    assert page.evaluate("window.violated") == []


def test_by_keyboard_alone(edit):
    page = edit()
    page.focus("#map")
    page.keyboard.press("n")
    type_name(page, "Skills")
    expect(box(page, "skills")).to_be_focused()
    page.keyboard.press("l")
    told(page, "A link from “Skills”")
    page.focus("#search")
    page.keyboard.type("Trust")
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_have_text("Skills +→ Trust")
    page.focus("#map")
    page.keyboard.press("s")
    expect(page.locator("#edit-polarity")).to_have_value("negative")
    told(page, "leads to less")
    page.keyboard.press("d")
    expect(page.locator("#edit-delay")).to_have_value("some")
    page.keyboard.press("Delete")
    expect(box(page, "skills")).to_be_focused()  # where the link came from
    start = box(page, "skills").bounding_box()
    page.keyboard.press("Alt+ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    assert box(page, "skills").bounding_box()["x"] > start["x"]
    page.keyboard.press("Control+z")  # both as one step
    assert box(page, "skills").bounding_box()["x"] == pytest.approx(start["x"], abs=1)
    page.keyboard.press("F2")
    expect(page.locator("[data-name-field]")).to_be_focused()
    page.keyboard.type("Skill n l s")  # letters are no shortcuts while one types
    page.keyboard.press("Enter")
    expect(page.locator("#answer-title")).to_have_text("Skill n l s")
    box(page, "skills").focus()
    page.keyboard.press("Delete")
    expect(box(page, "skills")).to_have_count(0)
    assert page.evaluate("document.activeElement.dataset.token").startswith("variable-")
    assert page.evaluate("window.violated") == []


def test_a_link_is_drawn_to_where_the_arrow_keys_lead(edit):
    page = edit("variable-trust")
    box(page, "trust").focus()
    page.keyboard.press("l")
    for _ in range(6):
        page.keyboard.press("PageDown")
        token = page.evaluate("document.activeElement.dataset.token")
        assert token.startswith("variable-")  # other symbols are no ends of links
        if token == "variable-cost":
            break
    page.keyboard.press("Enter")
    expect(page.locator("#edit-linking")).to_be_hidden()
    assert page.evaluate("location.hash").startswith("#link-trust--cost")
    box(page, "trust").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    page.keyboard.press("Escape")
    expect(page.locator("#edit-linking")).to_be_hidden()


def test_steps_are_undone_and_done_again(edit):
    page = edit("link-use--cost")
    page.focus("#map")
    page.keyboard.press("s")
    page.keyboard.press("s")
    expect(page.locator("#edit-polarity")).to_have_value("positive")
    page.click('[data-focus="strip-steps"]')
    expect(page.locator(".strip-items li")).to_have_count(3)
    page.focus("#map")
    page.keyboard.press("Control+z")
    told(page, "Undone:")
    expect(page.locator("#edit-polarity")).to_have_value("unknown")
    page.keyboard.press("Control+Shift+Z")
    expect(page.locator("#edit-polarity")).to_have_value("positive")
    page.click('[data-focus="moment-0"]')
    expect(page.locator("#edit-polarity")).to_have_value("negative")
    expect(page.locator("#edit-status")).to_have_text("")  # as in the file: nothing to save
    page.click('[data-focus="edit-redo"]')
    page.click('[data-focus="edit-redo"]')
    expect(page.locator("#edit-polarity")).to_have_value("positive")
    expect(page.locator('[data-focus="edit-redo"]')).to_have_attribute("aria-disabled", "true")


def test_the_state_of_saving_is_said_in_the_language_of_the_page(edit):
    page = edit("variable-trust")
    page.focus("#map")
    page.keyboard.press("n")
    type_name(page, "More")
    expect(page.locator("#edit-status")).to_contain_text("Not saved yet")
    page.click('[data-focus="lang-fi"]')
    expect(page.locator("#edit-status")).to_contain_text("Ei vielä tallennettu")


def test_what_is_concluded_otherwise_is_listed(edit):
    page = edit("link-use--cost")
    strip = page.locator("#edit-strip")
    expect(strip).to_contain_text("No change found in the conclusions")
    page.focus("#map")
    page.keyboard.press("s")
    page.keyboard.press("s")
    expect(strip.locator(".strip-items li").first).to_be_visible()
    assert "onerror" in strip.inner_text()  # shown as text
    assert page.locator("img").count() == 0
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(strip).to_contain_text("No change found in the conclusions")


def test_the_form_writes_what_it_says(edit):
    page = edit("variable-use")
    page.fill("#edit-label-en", "Use of services")
    page.keyboard.press("Tab")
    page.select_option("#edit-desired", "up")
    page.click('[data-focus="edit-more"]')
    page.select_option("#edit-role", "stock")
    page.check("#edit-target-1")
    page.fill("#edit-aliases", "usage\nuptake")
    page.click('[data-focus="edit-evidence"]')
    page.click('[data-focus="edit-evidence-add"]')
    page.fill("#edit-pages-0", "3, 5-7")
    page.fill("#edit-evidence-note-0", "Said <b>twice</b>")
    page.keyboard.press("Tab")
    page.evaluate("location.hash = 'link-trust--use&mode=edit'")
    page.select_option("#edit-strength", "strong")
    page.fill("#edit-voice", "table 3")
    page.keyboard.press("Enter")
    page.fill("#edit-note-en", "Argued for long")
    page.keyboard.press("Tab")
    model = _read(saved_text(page))
    use, link = model.variables["use"], model.links[0]
    assert use.label.text("en") == "Use of services"
    assert (use.desired, use.role, use.aliases) == ("up", "stock", ("usage", "uptake"))
    assert [item.target for item in use.targets] == [1]
    assert (use.evidence[0].source, use.evidence[0].pages) == ("talk", (3, 5, 6, 7))
    assert use.evidence[0].note.text("en") == "Said <b>twice</b>"
    assert (link.strength, link.said_by) == ("strong", ("table 3",))
    assert link.note.text("en") == "Argued for long"


def test_what_is_wrong_is_said_beside_the_field(edit):
    page = edit("variable-use")
    field = page.locator("#edit-label-en")
    field.fill("Trust")
    page.keyboard.press("Tab")
    error = page.locator("#edit-label-en-error")
    expect(error).to_contain_text("Trust")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert "edit-label-en-error" in field.get_attribute("aria-describedby")
    expect(page.locator("#live")).to_contain_text("Trust")
    field.fill("Usage")
    page.keyboard.press("Tab")
    expect(error).to_be_hidden()
    assert field.get_attribute("aria-invalid") is None


def test_a_loop_that_was_found_is_named(edit):
    page = edit("link-use--cost")
    box(page, "use").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("l")
    box(page, "trust").focus()
    page.keyboard.press("Enter")
    page.click("#edit-strip .strip-items button")
    page.wait_for_selector("#loop-name, #edit-label-en")
    if page.locator("#loop-name").count() == 0:
        page.evaluate("location.hash = 'mode=edit'")
        page.click('#edit-answer [data-focus="other-loops"]')
        page.click("#edit-answer .courses button")
    page.fill("#loop-name", "Trust grows use")
    page.keyboard.press("Enter")
    expect(page.locator("#edit-label-en")).to_have_value("Trust grows use")
    model = _read(saved_text(page))
    assert [loop.kind for loop in model.loops.values()] == ["reinforcing"]


def test_what_was_not_saved_is_offered_again(edit):
    page = edit("link-use--cost")
    page.focus("#map")
    page.keyboard.press("s")
    expect(page.locator("#edit-status")).to_have_text("Not saved yet")
    warned = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.reload()
    assert warned == ["beforeunload"]
    dialog = page.locator("#ask-dialog")
    expect(dialog).to_contain_text("There are edits that were not saved")
    dialog.locator("button.strong").click()
    expect(page.locator("#edit-polarity")).to_have_value("unknown")
    saved_text(page)
    expect(page.locator("#edit-status")).to_contain_text("Saved as group.yaml")
    page.reload()
    expect(page.locator("#edit-panel")).to_be_visible()
    expect(page.locator("#ask-dialog")).to_have_count(0)
    assert warned == ["beforeunload"]


def test_letters_can_be_turned_off(edit):
    page = edit("link-use--cost")
    page.focus("#map")
    page.keyboard.press("?")
    page.locator("#letter-keys").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("s")
    expect(page.locator("#edit-polarity")).to_have_value("negative")
    page.click('[data-focus="edit-flip"]')
    expect(page.locator("#edit-polarity")).to_have_value("unknown")


STATES = (
    "",
    "variable-trust",
    "link-use--cost",
    "area-people",
    "target-1",
    "variable-trust&view=list",
)


@pytest.mark.parametrize("scheme", ["light", "dark", "forced"])
def test_axe_finds_nothing_in_any_state(edit, check_axe, scheme):
    media = {"forced_colors": "active"} if scheme == "forced" else {"color_scheme": scheme}
    page = edit(**media)
    for state in STATES if scheme == "light" else STATES[1:3]:
        page.evaluate("state => { location.hash = state; }", f"{state}&mode=edit&lang=fi")
        page.wait_for_timeout(30)
        page.evaluate(
            """() => {
              const parts = document.querySelectorAll('#edit-panel details');
              for (const part of parts) part.open = true;
            }"""
        )
        check_axe(page)
    page.evaluate("location.hash = 'variable-trust&mode=edit'")
    page.focus("#map")
    page.keyboard.press("l")
    check_axe(page)
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    page.keyboard.type("Trust")
    page.keyboard.press("Enter")
    expect(page.locator("#new-name-error")).to_be_visible()
    check_axe(page)
    page.keyboard.press("Escape")
    page.focus("#map")
    page.keyboard.press("?")
    check_axe(page)


def test_an_empty_map_invites(edit, check_axe):
    page = edit("lang=fi")
    page.evaluate(
        """async () => {
          const packed = document.getElementById("data").textContent;
          const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0));
          const stream = new Blob([bytes]).stream();
          const whole = stream.pipeThrough(new DecompressionStream("deflate"));
          const { plain } = JSON.parse(await new Response(whole).text());
          const key = `digisys-edit group ${location.pathname}`;
          const facts = { schema: 1, id: "group", title: "Group", languages: ["en"] };
          const empty = { ...facts, variables: {} };
          const base = `${plain.length} ${plain.slice(-64)}`;
          sessionStorage.setItem(key, JSON.stringify({ base, plain: empty }));
        }"""
    )
    page.reload()
    page.locator("#ask-dialog button.strong").click()
    expect(page.locator("#edit-empty")).to_be_visible()
    check_axe(page)
    page.click('[data-focus="edit-first"]')
    type_name(page, "Luottamus")
    expect(page.locator("#edit-empty")).to_be_hidden()
    expect(box(page, "luottamus")).to_be_focused()


def test_a_planted_fault_is_found(edit):
    page = edit("variable-trust")
    page.evaluate("document.querySelector('label[for=edit-label-en]').remove()")
    assert "label" in [item["rule"] for item in violations(page)]


def test_main_targets_are_large_enough(edit):
    page = edit("variable-trust")
    small = page.evaluate(
        """() => [".edit-bar button", ".edit-tools button", "#edit-panel input"]
            .flatMap(name => [...document.querySelectorAll(name)])
            .filter(part => part.checkVisibility() && part.type !== "checkbox")
            .filter(part => part.getBoundingClientRect().height < 40).map(part => part.outerHTML)"""
    )
    assert small == []


def test_the_page_is_not_wider_than_its_window(edit):
    page = edit("variable-trust&lang=fi")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 720})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
