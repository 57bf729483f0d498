"""The commands that are written by hand, a module for each group; those of questions are made by app.cli.computed."""
