"""Empty files for departments to fill in, made from the catalogue."""
