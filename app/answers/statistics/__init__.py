"""Questions about how many records there are."""
