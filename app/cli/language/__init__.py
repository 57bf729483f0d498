"""The languages of the command line: messages, help and remarks, English and Chinese."""
