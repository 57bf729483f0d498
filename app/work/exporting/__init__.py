"""Exports: what a caller may read of many parties, as a file that a job makes."""
