"""The graph of known ties: who carries it, what its loss would split, which ties are missing, how much is known."""
