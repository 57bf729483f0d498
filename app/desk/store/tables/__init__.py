"""The tables of the desk, a module for each subject; all belong to `METADATA`."""
