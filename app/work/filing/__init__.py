"""What enterprises file themselves: read, checked against register and year before, and sent as they choose it shown."""
