"""Invented rows of a category, and planted cases about it, as a YAML file for each category describes them."""
