"""A freelancer's business as plain values and rules: no clock, no disk, no Qt; standard library only."""
