"""Related parties of an enterprise under CAS 36, each with its reasons."""
