"""The site's pictures, drawn anew by digisys itself at each build."""

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
    _put(folder / "layers.svg", layers_picture.svg().encode())


def _put(path, data):
    if not path.is_file() or path.read_bytes() != data:
        path.write_bytes(data)
