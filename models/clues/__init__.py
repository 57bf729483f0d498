"""Clues: what is asked and answered of links between parties, and of departments that meet over what parties share."""
