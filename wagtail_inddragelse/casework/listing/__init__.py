"""What the register lists: filters, search, pages of rows, saved views and bulk actions."""
