"""What is written about the program, and the scripts that draw and write parts of it."""
