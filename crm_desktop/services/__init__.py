"""What a user can do, one file a subject; plain values in, plain frozen values out."""
