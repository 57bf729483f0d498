"""What is law or custom rather than program: rule sets, weights and patterns as YAML, and the models that check them."""
