"""Reports as values: what each says, in no language and no format."""
