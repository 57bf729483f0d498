"""Clues: how surprising it is that parties are linked, and that departments meet over what they share."""
