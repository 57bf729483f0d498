"""HTML pages for people, made on the server without scripts, in Chinese and English."""
