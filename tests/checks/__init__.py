"""The edges of single rules; what they check is on their pages, which are tests too."""
