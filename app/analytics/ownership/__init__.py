"""Shares looked through to any depth: direct, integrated, bounded, with loops and the rest nobody knows."""
