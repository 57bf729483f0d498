"""Work on a whole graph: its digest, deriving it anew, checking it, erasing from it."""
