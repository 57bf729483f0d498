"""The HTTP interface under /v1, thin: a route parses the request, calls one question, and writes the answer as JSON."""
