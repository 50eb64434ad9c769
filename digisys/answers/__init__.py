"""How any result shows itself: tables, wording, places."""
