"""Sessions: who is signed in on the pages, in which browser, until when."""
