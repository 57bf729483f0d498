"""Cells, texts, names, codes and addresses in the one form in which they are stored and compared."""
