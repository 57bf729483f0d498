"""Warnings as pure functions: what rows of a rule come to, what is more of one than before, how often a rule was right."""
