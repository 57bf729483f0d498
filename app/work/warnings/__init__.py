"""Runs of the rules of warnings: what they find becomes cases of the desk, and what they find no more ends."""
