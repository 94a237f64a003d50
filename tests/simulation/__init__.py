"""Two years of a freelancer with a laptop, lived through by the real scheduling code and judged by an oracle of its own."""
