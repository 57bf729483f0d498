"""Cases: matters that the service or a department sends to a department, their terms, and the steps taken in them."""
