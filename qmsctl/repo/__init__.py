"""Bytes and history, as git knows them.  The only package that starts git."""
