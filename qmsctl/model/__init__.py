"""What exists: the organisation, its documents and its records, typed and frozen.

The facts are plain dataclasses.  pydantic is the schema a file meets when it is
parsed (`model.schema`) and is loaded only then.
"""
