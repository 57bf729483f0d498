"""The catalogue: one YAML file per record category, and what reads these files."""
