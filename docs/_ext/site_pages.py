"""Sphinx extension: pages made from the code and the model, and each page's own language.

Before the build reads its sources, it writes ``docs/generated/`` (commands, interface,
file format, codes, the Digikompassi model, pictures) and copies the notebooks beside the pages.
A page says its language in its front matter (``lang: fi``).
"""

import re
from pathlib import Path

import api_pages
import code_pages
import command_pages
import format_pages
import model_pages
import pictures
from sphinx import addnodes

#: The live page of the Digikompassi model, a part of the site.
EXPLORER = "digikompassi.html"


def write_pages(app):
    """Write what is made from the code, touching only what has changed."""
    home = Path(app.srcdir)
    folder = home / "generated"
    pages = {
        **api_pages.pages(),
        **code_pages.pages(),
        **command_pages.pages(),
        **format_pages.pages(),
        **model_pages.pages(),
    }
    for name, text in pages.items():
        _put(folder / name, text.encode())
    for old in folder.glob("*.*"):
        if old.suffix in {".md", ".rst"} and old.name not in pages:
            old.unlink()
    pictures.draw_all(folder / "pictures")
    _write_explorer(folder / "extra" / EXPLORER)
    notebooks = home / "notebooks"
    notebooks.mkdir(exist_ok=True)
    wanted = {path.name: path for path in (home.parent / "notebooks").glob("*.ipynb")}
    for name, path in wanted.items():
        _put(notebooks / name, path.read_bytes())
    for old in notebooks.glob("*.ipynb"):
        if old.name not in wanted:
            old.unlink()


def _write_explorer(path):
    """Write the live page of the Digikompassi model."""
    from digisys.cli.main import main

    if main(["page", "-o", str(path), "--force"]):
        raise RuntimeError("digisys page failed")


def _put(path, data):
    if not path.is_file() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def number_references(app, what, name, obj, options, lines):
    """Let every docstring number its own sources, which are unique on a page only with a name."""
    label = re.sub(r"\W", "-", name)
    for position, line in enumerate(lines):
        line = re.sub(r"^(\s*)\.\. \[(\d+)\]", rf"\1.. [#{label}-\2]", line)
        lines[position] = re.sub(r"\[(\d+)\]_", rf"[#{label}-\1]_", line)


def say_language(app, pagename, templatename, context, doctree):
    """Let a screen reader speak the page's own language."""
    spoken = (context.get("meta") or {}).get("lang")
    if spoken:
        context["language"] = spoken


def title_only(contents):
    """Keep the title of a page's table of contents, and the pages below it."""
    kept = contents.deepcopy()
    for entry in kept.children:
        if len(entry) > 1:
            below = list(entry.findall(addnodes.toctree))
            if below:
                entry[1][:] = below
            else:
                entry.pop(1)
    return kept


def quicken_navigation(app, pagename, templatename, context, doctree):
    """Make the tree of all titles, which is on each page, of titles alone.

    Sphinx copies every heading and every name of the interface for it, to throw them away
    again: half of the time of the whole build.
    """
    whole = context.get("toctree")
    if whole is None:
        return

    def toctree(**options):
        env = app.env
        if not options.get("titles_only"):
            return whole(**options)
        if not TITLES:
            TITLES.update({name: title_only(contents) for name, contents in env.tocs.items()})
        kept, env.tocs = env.tocs, TITLES
        try:
            return whole(**options)
        finally:
            env.tocs = kept

    context["toctree"] = toctree


#: By page, its title and the pages below it.
TITLES = {}

#: The part of the navigation that is in a language.
CAPTIONS = {"fi": "Suomeksi", "sv": "På svenska"}


def order_navigation(app, pagename, templatename, context, doctree):
    """Put what is in the reader's language first in the navigation."""
    caption = CAPTIONS.get((context.get("meta") or {}).get("lang"))
    tree = context.get("furo_navigation_tree")
    if not caption or not tree:
        return
    parts = re.split(r'(?=<p class="caption")', tree)
    head, groups = parts[0], parts[1:]
    groups.sort(key=lambda part: f'caption-text">{caption}<' not in part)
    # The closing tag of the tree stands in the last group as it was.
    closing = parts[-1][parts[-1].rfind("</ul>") + len("</ul>") :]
    groups = [part.removesuffix(closing) if closing else part for part in groups]
    context["furo_navigation_tree"] = head + "".join(groups) + closing


#: What the theme and others leave wanting for those who use a keyboard or a screen reader.
MENDS = (
    ('role="heading">', 'role="heading" aria-level="2">'),
    ('<aside class="sidebar-drawer"', '<aside class="sidebar-drawer" aria-label="Site"'),
    ('<aside class="toc-drawer', '<aside aria-label="Page" class="toc-drawer'),
    ("<pre>", '<pre tabindex="0">'),
    # A wide table scrolls within it on a phone.
    (
        '<div class="cell_output docutils container">',
        '<div class="cell_output docutils container" tabindex="0" role="group" aria-label="Output">',
    ),
    ("<th></th>", "<td></td>"),
)


def mend_access(app, exception):
    """Mend in the finished pages what keeps them from WCAG 2.2 AA."""
    if exception is None and app.builder.name == "html":
        for path in Path(app.outdir).rglob("*.html"):
            if path.name != EXPLORER:
                text = path.read_text(encoding="utf-8")
                for old, new in MENDS:
                    text = text.replace(old, new)
                path.write_text(text, encoding="utf-8")


def setup(app):
    """Register with Sphinx."""
    app.connect("builder-inited", write_pages)
    # Before napoleon, which renames references at random.
    app.connect("autodoc-process-docstring", number_references, priority=100)
    app.connect("build-finished", mend_access)
    app.connect("html-page-context", say_language)
    app.connect("html-page-context", quicken_navigation, priority=100)
    app.connect("html-page-context", order_navigation, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
