"""Lists that never page: one model over ids, delegates that paint two lines, and the keys that move in them."""
