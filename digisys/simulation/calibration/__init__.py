"""What observations leave possible of strengths and inertias, and how well that predicts."""
