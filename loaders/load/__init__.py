"""Loading a file: its rows read ahead, checked, written in transactions, and accounted for in a receipt."""
