"""Measures qmsctl on large repositories that it makes for the purpose: for developers, not installed."""
