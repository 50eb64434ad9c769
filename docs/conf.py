"""Settings of the documentation site; ``python -m tools.site`` builds it."""

import logging
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "_ext"), str(HERE.parent)]

from digisys import __version__

# What they tell step by step is of no use here.
for name in ("fontTools", "traitlets"):
    logging.getLogger(name).setLevel(logging.WARNING)

project = "digisys"
author = "The digisys authors"
project_copyright = "The digisys authors"
release = version = __version__
language = "en"
# Blocks that do not name theirs are no program.
highlight_language = "none"

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "site_pages",
]
exclude_patterns = ["_build", "_ext", "**/.ipynb_checkpoints"]

# A docstring may list a source for the whole function.
suppress_warnings = ["ref.footnote"]

html_theme = "furo"
html_title = f"digisys {release}"
html_static_path = ["_static"]
html_css_files = ["site.css"]
# The explorer page is written there when the build begins.
html_extra_path = ["generated/extra"]
(HERE / "generated" / "extra").mkdir(parents=True, exist_ok=True)
html_show_sphinx = False
html_copy_source = False
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#00509b",
        "color-brand-content": "#00509b",
        "font-stack": "Inter, 'Segoe UI', system-ui, sans-serif",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8ec5ff",
        "color-brand-content": "#8ec5ff",
    },
    "footer_icons": [],
}

myst_enable_extensions = ["attrs_block", "colon_fence", "deflist"]
myst_heading_anchors = 3

# Notebooks are stored without outputs and run here; the cache spares what has not changed.
nb_execution_mode = "cache"
nb_execution_cache_path = str(HERE / "_build" / ".notebooks")
nb_execution_timeout = 120
nb_execution_raise_on_error = True
nb_merge_streams = True
nb_ipywidgets_js = {}  # nothing is fetched from elsewhere

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
napoleon_numpy_docstring = True
napoleon_google_docstring = False
napoleon_use_rtype = False
