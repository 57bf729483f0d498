"""Small code tables that the types need."""
