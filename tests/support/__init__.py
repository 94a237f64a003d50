"""Fakes, builders and watchers that tests of several areas share."""
