"""Cases planted in the sample world, each with what it should come to."""
