"""The picture of a model: a scene, and one backend a file."""
