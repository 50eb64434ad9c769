"""The site's pictures, drawn anew by digisys itself at each build."""

from pathlib import Path
from tempfile import TemporaryDirectory

import layers_picture

PICTURES = {
    "map-en.svg": {"language": "en"},
    "map-fi.svg": {"language": "fi"},
    "map-sv.svg": {"language": "sv"},
    "r1-en.svg": {"language": "en", "highlight": "R1"},
    "r1-fi.svg": {"language": "fi", "highlight": "R1"},
    "r1-sv.svg": {"language": "sv", "highlight": "R1"},
    "target14-en.svg": {"language": "en", "highlight": "target 14"},
    "target14-fi.svg": {"language": "fi", "highlight": "target 14"},
    "target14-sv.svg": {"language": "sv", "highlight": "target 14"},
}


def draw_all(folder):
    """Draw every picture whose bytes would differ from what is there."""
    import digisys

    folder.mkdir(parents=True, exist_ok=True)
    model = digisys.load("digikompassi")
    for name, options in PICTURES.items():
        path = folder / name
        _put(path, digisys.draw(model, **options).svg().encode())
    for name in digisys.bundled_models():
        if name.startswith("archetypes/"):
            _draw_archetype(folder, name)
    _put(folder / "layers.svg", layers_picture.svg().encode())


def _draw_archetype(folder, name):
    """Draw the map of an archetype, and the levels of its variables in its scenario."""
    import digisys
    from digisys.render.plots.figure_file import save_figure

    model = digisys.load(name)
    stem = name.replace("archetypes/", "archetype-")
    _put(folder / f"{stem}.svg", digisys.draw(model, language="en").svg().encode())
    (scenario,) = digisys.bundled_scenarios(model)
    figure = digisys.plot(digisys.simulate(model, scenario), language="en")
    with TemporaryDirectory() as beside:
        drawn = save_figure(figure, Path(beside) / "run.svg")
        _put(folder / f"{stem}-run.svg", drawn.read_bytes())


def _put(path, data):
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
