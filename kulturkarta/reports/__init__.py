"""What is printed and taken to a meeting: tagged PDF documents (PDF/UA-1) set with typst."""
