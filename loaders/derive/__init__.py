"""What holds: facts with their versions, derived from statements."""
