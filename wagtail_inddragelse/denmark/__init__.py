"""Denmark as data: municipalities and their regions, organisations, how Danes spell and sort."""
