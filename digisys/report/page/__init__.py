"""The explorer page: one file made of a model; what runs in the browser lies in browser/."""
