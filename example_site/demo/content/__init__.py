"""What the demo says, as data: one module for each page or group of pages."""
