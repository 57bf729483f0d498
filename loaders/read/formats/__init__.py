"""A reader for each form of file: CSV, HTML, JSON, Excel old and new."""
