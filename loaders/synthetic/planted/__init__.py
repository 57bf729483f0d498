"""Cases planted in the sample world, each with the expected results."""
