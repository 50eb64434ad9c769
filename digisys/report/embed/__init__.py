"""A page within other pages: a frame, and a card for places that take no frames."""
