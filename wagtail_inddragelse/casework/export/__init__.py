"""Submissions as a spreadsheet, a CSV file or a zip of their attachments.

Read it in this order: ``contents`` (which rows), ``columns`` (what of them), ``rows`` (fetched in
chunks), then one module per file format, and ``views`` for the page where a caseworker asks.
"""
