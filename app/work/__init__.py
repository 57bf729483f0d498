"""What workers do: one module for each kind of job, and the table of them all."""
