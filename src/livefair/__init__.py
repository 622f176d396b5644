"""Livefair: content-based live-streaming commerce in which everyone who creates value shares in it."""
