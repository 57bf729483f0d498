"""A reader for each form of file: CSV, HTML, JSON, and Excel, old and new."""
