"""What HTTP needs beside the pages: headers on every answer, the start document, the map's files, the start-up."""
