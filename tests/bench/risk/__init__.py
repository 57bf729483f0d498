"""Risk of whole graphs, measured."""
