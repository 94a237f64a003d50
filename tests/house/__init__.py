"""Tests of the house rules: what must hold of the source tree itself."""
