"""How far a conclusion can be trusted: best levers, and links that could turn it."""
