"""The model as a graph: the view, names, reach, chains and components."""
