"""Beneficial owners of an enterprise under the 2024 Measures."""
