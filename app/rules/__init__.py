"""Rules of law and custom, as versioned YAML (rule sets, weights, patterns), and the models that check them."""
