"""Maintenance of a whole graph: computing its digest, deriving it again and checking it."""
