"""The kinds of case, one YAML file each: states, the actions that lead from one to another, who may take them, and terms."""
