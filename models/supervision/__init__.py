"""Answers about the quality of what is sent, and statistics of it."""
