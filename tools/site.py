"""Build the documentation site: ``python3 run.py docs``.

Works without a network. Warnings are errors, and after the build every page is looked
through for links, references and images that lead nowhere and for anything fetched from
elsewhere. The site is in ``docs/_build/html``; open its ``index.html``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from tools.browsers import find_chromium
from tools.skips import leave_out

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "docs"
SITE = SOURCE / "_build" / "html"
#: Pages that are looked at with axe: one of each sort.
MAIN_PAGES = (
    "index", "tutorials/policy-fi", "tutorials/policy-sv", "tutorials/workshop-en",
    "tutorials/researcher", "notebooks/1-first-questions", "notebooks/3-scenarios-and-ensembles",
    "howto/ask", "explain/comparison", "explorer", "generated/model-fi", "generated/commands-sv",
    "generated/api-analysis", "generated/format",
)  # fmt: skip
#: How each of them is looked at: width of the window, and light or dark.
LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((1280, "light"), (390, "dark"))
#: Tags whose target a browser loads by itself, with the attribute that names it.
LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href"}


class _Page(HTMLParser):
    """What a page offers as anchors, links to, and loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if name := told.get("id"):
            self.anchors.add(name)
        if tag == "a" and (address := told.get("href")):
            self.links.append(address)
        if tag == "link" and told.get("rel") in {"canonical", "next", "prev", "index", "search"}:
            return
        if tag in LOADED and (address := told.get(LOADED[tag])):
            self.loads.append(address)


def main(arguments: list[str]) -> int:
    """Build the site and look it through; words go to ``sphinx-build``."""
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    # Pages of an earlier build that nothing makes any more would hide dead links.
    shutil.rmtree(SITE, ignore_errors=True)
    doctrees = SOURCE / "_build" / "doctrees"
    done = subprocess.run(
        [*command, "-d", str(doctrees), *arguments, str(SOURCE), str(SITE)],
        check=False,
        cwd=ROOT,
        # Results as tables of 80 columns, and no thread pools that fight over two cores.
        env={**os.environ, "PYTHONUTF8": "1", "COLUMNS": "80", "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        return done.returncode
    found = [*faults(SITE), *access_faults(SITE)]
    for fault in found:
        print(fault)
    if found:
        return 1
    print(f"{len(list(SITE.rglob('*.html')))} pages; open {SITE / 'index.html'}")
    return 0


def faults(site: Path) -> Iterator[str]:
    """Tell what leads nowhere, and what would be fetched from elsewhere.

    Parameters
    ----------
    site
        The folder with the built pages.

    Yields
    ------
    str
        The page and the address that is wrong in it.
    """
    pages = {path: _Page(path.read_text(encoding="utf-8")) for path in sorted(site.rglob("*.html"))}
    for path, page in pages.items():
        for address in page.loads:
            if urlsplit(address).scheme not in {"", "data"} or address.startswith("//"):
                yield f"{path.relative_to(site)} fetches {address}"
        for address in [*page.links, *page.loads]:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            if not target.exists():
                yield f"{path.relative_to(site)} leads to {address}, which is not there"
            elif "=" in parts.fragment:
                continue  # what the explorer page is to show, not a place in it
            elif target in pages and unquote(parts.fragment) not in {"", *pages[target].anchors}:
                yield f"{path.relative_to(site)} leads to {address}, a place that is not there"


def access_faults(site: Path) -> list[str]:
    """Look at the main pages with axe in a real browser: WCAG 2.2 A and AA, best practice.

    Each is looked at on a wide light screen and on a narrow dark one, which must not have
    to be scrolled sideways.

    Parameters
    ----------
    site
        The folder with the built pages.

    Returns
    -------
    list of str
        The page, the rule and the first place where it is broken.
    """
    chromium = find_chromium()
    if chromium is None:
        leave_out("pages of the site looked at with axe", "Chromium is not installed")
        return []
    from playwright.sync_api import sync_playwright

    axe = (ROOT / "tests" / "explorer" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    found = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for width, scheme in LOOKS:
            page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
            for name in MAIN_PAGES:
                page.goto((site / f"{name}.html").as_uri())
                page.evaluate(axe)
                # The explorer page inside a frame has axe tests of its own.
                # Only faults leave the browser: the whole report takes ten times as long.
                faults_here = page.evaluate(
                    "axe.run(document, {iframes: false, resultTypes: ['violations'],"
                    " runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
                    " 'best-practice']}).then((report) => report.violations.map("
                    "(fault) => [fault.id, fault.nodes[0].html.slice(0, 100)]))"
                )
                found += [
                    f"{name}.html, {width} px, {scheme}: {rule}: {place}"
                    for rule, place in faults_here
                ]
                if page.evaluate("document.documentElement.scrollWidth") > width:
                    found.append(f"{name}.html, {width} px: the page is wider than the window")
            page.close()
        browser.close()
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
