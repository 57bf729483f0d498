"""How providers are ranked by the quality of what they send, as versioned YAML, and the models that check it."""
