"""Generates sample data: an invented but realistic world of enterprises, written as the files that departments send."""

from loaders.synthetic.sample import write_sample

__all__ = ["write_sample"]
