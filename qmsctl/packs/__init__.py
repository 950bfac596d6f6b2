"""Packs: what an audit rests on, taken out of the repository so that anybody can verify it elsewhere."""
