"""The rules of warnings: files of YAML, a list of rules each, and the form that they have."""
