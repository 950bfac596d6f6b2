"""The documentation as a small site: `python -m handbook` builds it from `docs/` and the pages of the rules.

It needs no network and no server, and no script runs in it: the folder can be opened from a disk.
The same files are read on the forge, where every link and anchor works as well.
"""
