"""The ordinary part of the sample world: firms, people, departments and what is recorded of them."""
