"""The only writer: records, starter documents and the files they come with."""
