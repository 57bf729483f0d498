"""Questions about clues: what a seed leads to, and where departments meet."""
