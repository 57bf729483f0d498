"""Questions about the quality of what providers send."""
