"""What a computed question reads: a session at one tick, its rounds of questions, and their rows as parties and lists."""
