"""Papers: what is printed about one thing, laid out in sections and blocks, in no language and no format."""
