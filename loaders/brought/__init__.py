"""Keeps for each batch, while it is written, from which day on it brought something that callers of a level may see."""
