"""What the documents of a repository are that nobody has described yet, found out by looking at them."""
