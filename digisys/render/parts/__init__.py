"""Single things on the map and the room that they take: boxes, panels, marks."""
