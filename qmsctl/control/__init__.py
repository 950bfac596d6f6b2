"""What follows from the files, the history and the day: states that nobody types."""
