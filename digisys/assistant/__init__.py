"""A door for assistants: questions asked by a program, each claim answered with its path."""
