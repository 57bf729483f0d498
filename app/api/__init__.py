"""The HTTP interface under /v1, thin: a route parses, asks one question, and writes the answer."""
