"""vCards: reading versions 2.1, 3.0 and 4.0, writing 3.0."""
