"""Results to text, one module per format.  A renderer decides nothing: result in, text out."""
