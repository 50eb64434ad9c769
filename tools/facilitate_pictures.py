"""Pictures of the tutorial for facilitators, taken of real pages as a projector shows them.

``python -m tools.facilitate_pictures`` writes them anew into ``docs/images/``, from the maps that
the tutorials show. It needs Chromium; look at what it made before you commit it.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from tools.browsers import find_chromium

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
#: What most projectors of meeting rooms show.
WIDTH, HEIGHT = 1280, 720
#: What is chosen and typed, and what is told of a step, by language.
SCENES: Mapping[str, Mapping[str, str]] = {
    "fi": {
        "map": "lahto.yaml",
        "variable": "digitaidot",
        "group": "Ryhmä 2 (4)",
        "enables": "Naapuriapu\nDigituen",
        "blocks": "Laitteiden puute",
        "title": "Digitaidot ratkaisevat",
        "text": "Taidot lisäävät asiointia, ja vapautunut aika palaa neuvontaan.",
    },
    "sv": {
        "map": "start.yaml",
        "variable": "digital_kompetens",
        "group": "Grupp 2 (4)",
        "enables": "Grannhjälp\nDet digitala stödet",
        "blocks": "Brist på datorer",
        "title": "Kompetensen avgör",
        "text": "Kompetens ökar användningen, och tiden som blir över går till rådgivning.",
    },
    "en": {
        "map": "start.yaml",
        "variable": "digital_skills",
        "group": "Group 2 (4)",
        "enables": "Help of neighbours\nDigital supports",
        "blocks": "Lack of computers",
        "title": "Skills decide",
        "text": "Skills lead to use, and the time that it saves goes back to advice.",
    },
}


def written(language: str) -> str:
    """Return the map of a tutorial, as the page shows it to its readers."""
    page = (ROOT / "docs" / "tutorials" / f"facilitate-{language}.md").read_text("utf-8")
    name = re.escape(SCENES[language]["map"])
    found = re.search(rf"^:caption: {name}\n\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    if found is None:
        raise ValueError(name)
    return found[1]


def pictures(languages: list[str]) -> None:
    """Take the pictures of some languages."""
    from playwright.sync_api import sync_playwright

    from digisys.io import parse_model
    from digisys.report.page.make import make_page

    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-gpu"]
        )
        for language in languages:
            scene = SCENES[language]
            model = parse_model(written(language))
            raw = model.model_dump(mode="json", by_alias=True, exclude_defaults=True)
            slide = {
                "title": scene["title"],
                "description": scene["text"],
                "variable": scene["variable"],
            }
            told = type(model).model_validate_json(
                _json({**raw, "presentation": {"slides": [slide]}})
            )
            file = make_page(told).save(Path(folder, f"{language}.html"))
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale=language)
            page.goto(f"{file.as_uri()}#variable-{scene['variable']}&mode=edit")
            page.wait_for_selector("#edit-panel")
            page.locator('[data-focus="factors"]').click()
            page.locator("#factors-group").fill(scene["group"])
            page.locator("#factors-enables").fill(scene["enables"])
            page.locator("#factors-blocks").fill(scene["blocks"])
            page.locator("#factors-about").scroll_into_view_if_needed()
            page.evaluate("() => document.querySelector('.edit-factors').scrollIntoView()")
            page.locator("#factors-enables").focus()
            _keep(page.screenshot(), IMAGES / f"facilitate-factors-{language}.png")
            page.goto("about:blank")
            page.goto(f"{file.as_uri()}#mode=present&slide=0")
            page.wait_for_selector("#slide-title")
            _keep(page.screenshot(), IMAGES / f"facilitate-story-{language}.png")
            page.close()
        browser.close()


def _json(raw: object) -> str:
    import json

    return json.dumps(raw, ensure_ascii=False)


def _keep(data: bytes, path: Path) -> None:
    """Save a picture with as many colours as it needs, which takes a third of the room."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").quantize(128, dither=Image.Dither.NONE).save(path, optimize=True)


if __name__ == "__main__":
    pictures(sys.argv[1:] or list(SCENES))
