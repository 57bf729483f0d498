"""Benchmarks: ratios measured in one run, both sides in turn on the same data. `make bench`; results in docs/benchmarks.md."""
