"""The file itself: one, small, closed, the same each time, and inert whatever a model says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from base64 import b64encode
from hashlib import sha256

import pytest
from playwright.sync_api import expect

import digisys
from digisys.errors import OutputError
from digisys.report.page.make import make_page
from digisys.report.page.modules import PAGE_FOLDER, join_modules, load_modules
from digisys.report.page.packed import data_of_page
from digisys.report.page.words import find_words
from digisys.schema import Model
from digisys.words import templates
from tests.render.contrast import contrast, dark_pairs


def test_one_small_file_that_asks_for_nothing(compass_file):
    html = compass_file.read_text("utf-8")
    assert len(html.encode()) <= 1_000_000
    outside = re.sub(r"data:font/woff2;base64,[A-Za-z0-9+/=]+", "", html)
    markup = outside.split('<script type="application/json"')[0]
    assert re.findall(r'(?:src|href)\s*=\s*"(?!data:)', markup) == []
    assert "@import" not in html
    assert re.findall(r"url\((?!\"data:)", html) == []


def test_the_policy_allows_this_script_and_this_style_only(compass_file):
    html = compass_file.read_text("utf-8")
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    style = re.search(r"<style>(.*?)</style>", html, re.DOTALL)[1]
    script = re.search(r"<script>(.*?)</script>", html, re.DOTALL)[1]
    for name, text in (("style-src", style), ("script-src", script)):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert rules[name] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    assert "unsafe" not in policy
    assert html.index("Content-Security-Policy") < html.index("<style>")


def test_no_inline_handlers_or_styles_and_no_markup_from_text():
    script = join_modules(("main", "watch"))
    for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert word not in script
    assert not re.search(r"\bstyle:", script)
    assert not re.search(r'setAttribute\("style"', script)


def test_foreign_scripts_and_requests_are_refused(open_page, browser, compass_file):
    """The policy of the page works: what is planted into it does not run."""
    page = browser.new_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(compass_file.as_uri())
    page.evaluate("""() => {
      const script = document.createElement('script');
      try { script.textContent = 'window.planted = 1'; document.body.append(script); } catch {}
      const image = new Image(); image.src = 'https://example.invalid/x.png';
      document.body.append(image);
      return fetch('https://example.invalid/').catch(() => 0);
    }""")
    assert page.evaluate("window.planted") is None
    assert any("Content Security Policy" in text for text in said)
    page.close()


HOSTILE = [
    "</script><script>window.hurt = 1</script>",
    '<img src=x onerror="window.hurt = 1">',
    '"><svg onload=window.hurt=1>',
    "{constructor} ${window.hurt = 1} {{7*7}} {count}",
    "javascript:window.hurt=1",
    "]]>--><!--<style>*{display:none}</style>",
    "שלום עולם مرحبا 🚀👩‍👩‍👧‍👦",
    "A" * 300,
    "&amp;&lt;\u00ad\u200c\u200f",
]  # fmt: skip


def hostile_model() -> Model:
    names = [f"v{at}" for at in range(len(HOSTILE))]
    signs = ["positive", "negative", "unknown"] * 3
    return Model.model_validate(
        {
            "schema": 1,
            "id": "hostile",
            "title": HOSTILE[0],
            "description": HOSTILE[1],
            "languages": ["en"],
            "sources": {
                "s": {"title": HOSTILE[2], "url": HOSTILE[4], "parts": {"p": {"label": HOSTILE[5]}}}
            },
            "areas": {"a": {"label": HOSTILE[5], "description": HOSTILE[0]}},
            "targets": {1: {"title": HOSTILE[1], "short_label": HOSTILE[0]}},
            "variables": {
                name: {
                    "label": text,
                    "description": text,
                    "role": "stock",
                    "area": "a",
                    "aliases": [text],
                    "targets": [{"target": 1}] if name == "v0" else [],
                    "reading": text,
                    "evidence": [{"source": "s", "part": "p", "note": text}],
                }
                for name, text in zip(names, HOSTILE, strict=True)
            },
            "links": [
                {"from": a, "to": b, "polarity": sign, "evidence": [{"source": "s", "part": "p"}]}
                for a, b, sign in zip(names, names[1:] + names[:1], signs, strict=True)
            ],
            "loops": {
                "B1": {"label": HOSTILE[1], "kind": "unknown", "cycles": {"B1": names}},
            },
            "presentation": {"slides": [{"title": HOSTILE[0], "description": HOSTILE[1]}]},
        }
    )  # fmt: skip


def test_hostile_texts_are_inert(open_page, tmp_path):
    file = make_page(hostile_model()).save(tmp_path / "hostile.html")
    html = file.read_text("utf-8")
    assert html.count("<script") == 2
    assert html.count("</script") == 2
    page = None
    for state in (
        *("", "variable-v1", "target-1", "loop-B1", "link-v0--v1", "area-a", "mode=present"),
        *("variable-v3&view=list", "variable-v0&view=table", "mode=scenarios&push=v0:0.5:2024"),
    ):
        page = open_page(state, file=file, window=page)
        assert page.evaluate("window.hurt") is None
        assert page.evaluate("document.images.length") == 0
        assert page.locator("#title").inner_text() == HOSTILE[0]
        assert page.evaluate("document.querySelectorAll('script').length") == 2
    open_page("variable-v1", file=file, window=page)
    expect(page.locator("#answer-title")).to_have_text(HOSTILE[1])


def test_axe_finds_nothing_on_a_hostile_page(open_page, tmp_path, check_axe):
    file = make_page(hostile_model()).save(tmp_path / "hostile.html")
    check_axe(open_page("variable-v0", file=file))


def test_formulas_in_csv_are_disarmed(open_page, tmp_path):
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "csv",
            "title": "CSV",
            "languages": ["en"],
            "variables": {
                "a": {"label": "=1+1", "role": "stock"},
                "b": {"label": 'say "hi", you', "role": "stock"},
            },
            "links": [{"from": "a", "to": "b", "polarity": "positive"}],
        }
    )
    page = open_page("view=table&lang=en", file=make_page(model).save(tmp_path / "csv.html"))
    page.click('[data-focus="list-variable-a"], [data-focus="table-from-a->b"]')
    with page.expect_download() as got:
        page.click('[data-focus="csv"]')
    text = got.value.path().read_text("utf-8-sig")
    assert '"say ""hi"", you"' in text
    assert not re.search(r"(^|,)=", text, re.MULTILINE)


def test_downloads_and_copies(open_page, compass):
    page = open_page("target-14&lang=en", permissions=["clipboard-read", "clipboard-write"])
    with page.expect_download() as got:
        page.click('[data-focus="csv"]')
    assert got.value.suggested_filename == "digikompassi-target-14.csv"
    rows = got.value.path().read_text("utf-8-sig").splitlines()
    answer = digisys.influence(compass, 14)
    assert len(rows) == 1 + len(answer.affected)
    assert "Possibility and ease of using data" in "".join(rows)
    with page.expect_download() as got:
        page.click('[data-focus="svg"]')
    picture = got.value.path().read_text("utf-8")
    assert picture.startswith("<svg")
    assert "class=" not in picture
    assert "Life-event services" in picture
    with page.expect_download() as got:
        page.click('[data-focus="png"]')
    assert got.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    page.click('[data-focus="copy"]')
    copied = page.evaluate("navigator.clipboard.readText()")
    for name, value in answer.summary("en"):
        assert f"{name}: {value}" in copied
    page.click('[data-focus="copy-link"]')
    link = page.evaluate("navigator.clipboard.readText()")
    assert link.endswith("#target-14&lang=en")


def test_what_is_copied_is_what_is_shown(open_page, compass):
    """A loop with its steps, a scenario with its pushes and its levels."""

    def copied(state: str) -> str:
        page = open_page(f"{state}&lang=en", permissions=["clipboard-read", "clipboard-write"])
        page.click('[data-focus="copy"]')
        return page.evaluate("navigator.clipboard.readText()")

    steps = copied("loop-R2").split("\n\n")[0].splitlines()
    assert steps[0] == "R2 Data economy"
    assert len(steps) == 1 + len(compass.loops["R2"].cycles["R2"])
    assert steps[1].startswith("1. ")
    push = "push=trust_in_society:0.5:2024:ramp:2026&compare=none"
    told = copied(f"mode=scenarios&scenario=own&{push}").splitlines()
    assert told[0] == "Trust in society +0.50"
    assert told[1].startswith(
        "Mean of all targets: “Trust in society +0.50” comes first in all draws. "
    )
    assert told[2].startswith("In 2030 the effect is small on targets 3, 11, 4 and 10; ")
    assert told[3] == "Trust in society: +0.50, grows evenly 2024–2026, then stays."
    assert told[4] == "Compare with: No intervention"
    row = next(line for line in told if line.startswith("variable\tTrust in society"))
    assert float(row.split("\t")[2]) > 0.2


def test_the_saved_picture_stands_alone(open_page, browser, tmp_path):
    """The SVG opens by itself and shows what the page showed."""
    page = open_page("target-14&lang=en")
    with page.expect_download() as got:
        page.click('[data-focus="svg"]')
    file = tmp_path / "map.svg"
    got.value.save_as(file)
    alone = browser.new_page(viewport={"width": 1200, "height": 900})
    alone.goto(file.as_uri())
    fill = alone.evaluate(
        "getComputedStyle([...document.querySelectorAll('tspan')].find((x) =>"
        " x.textContent === 'Cross-government').closest('g').querySelectorAll('rect')[1]).fill"
    )
    assert fill == page.evaluate(
        "getComputedStyle(document.querySelector('#map .origin .plate')).fill"
    )
    alone.close()


def test_the_same_bytes_in_every_process(tmp_path):
    code = (
        "import sys, digisys, hashlib; from tests import tiny;"
        "from digisys.report.page.make import make_page;"
        "print(hashlib.sha256(make_page(tiny.two_loops_sharing_a_link()).html.encode()).hexdigest())"
    )
    seen = set()
    for seed in ("0", "1"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        done = subprocess.run(
            [sys.executable, "-c", code],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.add(done.stdout)
    assert len(seen) == 1


def test_saving_never_overwrites_unasked(tmp_path, tiny_file):
    from tests import tiny

    page = make_page(tiny.balancing_pair())
    file = page.save(tmp_path / "page.html")
    assert file.read_text("utf-8") == tiny_file.read_text("utf-8")
    with pytest.raises(OutputError):
        page.save(file)
    page.save(file, force=True)


def test_every_word_of_the_page_is_translated():
    texts, counted = find_words(join_modules(("main", "watch")))
    assert len(texts) > 120
    same = {"Scenario", "Filters", "Presentation", "Zoom", "{stated}."}
    same |= {"{first}, {rest}", "{first}; {rest}", "{name} ({notes})"}
    for language in ("fi", "sv"):
        missing = [text for text in texts if templates(text, language) == (text,)]
        missing += [one for one, many in counted if templates(one, language, many) == (one, many)]
        assert set(missing) <= same, language
    for text in texts:
        names = set(re.findall(r"\{(\w+)\}", text))
        for language in ("fi", "sv"):
            assert set(re.findall(r"\{(\w+)\}", templates(text, language)[0])) == names


def test_scripts_are_small_and_all_are_used():
    scripts = PAGE_FOLDER / "scripts"
    files = sorted(
        path.relative_to(scripts).with_suffix("").as_posix() for path in scripts.rglob("*.js")
    )
    assert files == sorted(module.name for module in load_modules(("main", "watch", "voting/vote")))
    for path in [*PAGE_FOLDER.rglob("*.js"), *PAGE_FOLDER.rglob("*.css")]:
        assert len(path.read_text("utf-8").splitlines()) <= 600, path.name


def test_contrast_in_the_dark():
    pairs = list(dark_pairs())
    assert len(pairs) > 80
    for what, front, back, least in pairs:
        assert contrast(front, back) >= least, (what, front, back)


def test_inline_in_a_notebook(browser, tmp_path):
    """The frame runs the page, and leaves a picture where frames are taken out."""
    from tests import tiny

    shown = digisys.explore(tiny.balancing_pair())._repr_html_()
    file = tmp_path / "notebook.html"
    file.write_text(f"<!doctype html><title>Notebook</title><body>{shown}", "utf-8")
    page = browser.new_page()
    errors = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    frame.locator('.box[data-token="variable-a"]').click()
    expect(frame.locator("#answer-title")).to_have_text("A")
    frame.locator('[data-focus="view-list"]').click()
    expect(frame.locator("#twin .list").first).to_be_visible()
    assert errors == []
    untrusted = re.sub(r"<iframe.*?</iframe>", "", shown, flags=re.DOTALL)
    assert 'src="data:image/svg+xml;base64,' in untrusted
    assert (
        page.locator("iframe").get_attribute("sandbox")
        == "allow-scripts allow-downloads allow-modals"
    )
    page.close()


def test_a_model_in_a_language_that_the_program_does_not_speak(open_page, tmp_path):
    model = Model.model_validate(
        {
            "schema": 1,
            "id": "de",
            "title": {"de": "Modell"},
            "languages": ["de"],
            "variables": {
                "a": {"label": {"de": "Vertrauen"}},
                "b": {"label": {"de": "Nutzung"}, "role": "stock"},
            },
            "links": [{"from": "a", "to": "b", "polarity": "positive"}],
        }
    )
    page = open_page("variable-a", file=make_page(model).save(tmp_path / "de.html"))
    expect(page.locator("#answer-title")).to_have_text("Vertrauen")
    expect(page.locator("#question-effects")).to_have_text("What does “Vertrauen” influence?")


def test_data_reads_back(compass, compass_file):
    html = compass_file.read_text("utf-8")
    data = data_of_page(html)
    assert len(data["variables"]) == len(compass.variables)
    assert data["variables"][0]["label"] == dict(next(iter(compass.variables.values())).label.root)
