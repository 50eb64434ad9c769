"""Two maps side by side as one page."""
