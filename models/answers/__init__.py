"""The models of answers, a module per subject."""
