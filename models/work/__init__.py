"""What work on a graph came to: loads and batches, erasures, checks, analyses."""
