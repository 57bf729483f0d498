"""The catalogue: one YAML file per record category, and the reader of these files."""
