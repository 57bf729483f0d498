"""Shapes shared by every layer: the form of a category, statements, facts and answers."""
