"""How the program looks: tokens, palette, style sheet, icons."""
