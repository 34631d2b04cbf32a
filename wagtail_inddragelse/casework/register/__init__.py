"""The list of submissions: columns, filters, search, saved views and what is done to many."""
