"""From a model to a scene: what is shown, where it stands, how it is painted."""
