"""Who sends a request (the caller) and which routes a caller may use (the policy)."""
