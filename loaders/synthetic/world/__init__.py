"""The ordinary part of the sample world: firms, people, departments, and the records about them."""
