"""The worlds that tests load: small ones made by hand, the sample world, real records where they are."""
