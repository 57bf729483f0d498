"""Answers as plain text for a terminal, a module for each subject."""
