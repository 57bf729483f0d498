"""The quality of what providers send, measured row by row. Pure functions."""
