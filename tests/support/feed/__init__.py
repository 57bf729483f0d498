"""What tests of the change feed compare it with."""
