"""Routes of what workers do: pushes, jobs, and waiting for them."""
