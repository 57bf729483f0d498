"""Answers about risk."""
