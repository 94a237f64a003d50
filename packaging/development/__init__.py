"""What `dev.py` does: the environment, the system's packages, the desktop for tests, and the stages of the test run."""
