"""What computed questions read in one round. Rows are lists, for speed."""
