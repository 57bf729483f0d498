"""The kinds of record whose coverage is published, as versioned YAML, and the models that check them."""
