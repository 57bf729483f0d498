"""Rules of what holds, who is who and what is shown, as tables written by hand: small inputs and their right answers."""
