"""Pure functions over edge lists: ownership, control, related parties, relations. Nothing here asks a graph."""
