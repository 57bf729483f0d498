"""From files and pushes to statements, and from statements to facts."""
