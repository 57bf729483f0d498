"""Maintenance of a whole graph: computing its digest, deriving it again, checking it, erasing from it."""
