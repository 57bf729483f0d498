"""The change feed of a graph: what each transaction of the writer changed, for whom, and what days to come will change."""
