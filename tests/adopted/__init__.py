"""Repositories as other people keep them, and what plain git and their files say."""
