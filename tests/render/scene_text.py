"""A scene as lines of text, so that two of them can be compared by eye."""

from digisys.render.scene import Circle, Path, Poly, Rect, Scene, Text


def n(value):
    return f"{value:.1f}".replace("-0.0", "0.0")


def spot(point):
    return f"{n(point[0])},{n(point[1])}"


def paint(p):
    dash = "/" + " ".join(n(d) for d in p.dash) if p.dash else ""
    return f"[{p.fill or '-'} {p.stroke or '-'} {n(p.width)}{dash}]"


def shape_text(shape):
    match shape:
        case Rect():
            size = f"{n(shape.width)}x{n(shape.height)} r{n(shape.radius)}"
            return f"rect {spot((shape.x, shape.y))} {size} {paint(shape.paint)}"
        case Circle():
            return f"circle {spot((shape.x, shape.y))} r{n(shape.radius)} {paint(shape.paint)}"
        case Path():
            curves = " ".join(
                f"C {spot(c.control1)} {spot(c.control2)} {spot(c.end)}" for c in shape.curves
            )
            return f"path {spot(shape.start)} {curves} {paint(shape.paint)}"
        case Poly():
            end = " closed" if shape.closed else ""
            return f"poly {' '.join(spot(p) for p in shape.points)}{end} {paint(shape.paint)}"
        case Text():
            way = " rtl" if shape.rtl else ""
            style = f"{n(shape.size)}/{shape.weight} {shape.anchor} {shape.colour}{way}"
            return f"text {spot((shape.x, shape.y))} {style} {shape.text!r}"


def scene_text(scene: Scene) -> str:
    size = f"{n(scene.width)}x{n(scene.height)}"
    lines = [
        f"scene {size} {scene.background} {scene.language} {scene.theme} {scene.title!r}",
        f"description {scene.description!r}",
        *(f"note {note!r}" for note in scene.notes),
    ]
    for element in scene.elements:
        change = getattr(element, "change", "same")
        marked = "" if change == "same" else f" {change}"
        lines.append(f"{element.id} ({element.state}{marked}) {element.name!r}")
        turning = getattr(element, "turning", None)
        if turning:
            lines.append(f"  turning {turning}")
        lines += [f"  {shape_text(shape)}" for shape in element.shapes]
    return "\n".join(lines) + "\n"
