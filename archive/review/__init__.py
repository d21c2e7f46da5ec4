"""What people decide about the record, and how it is undone. Knows nothing of requests and pages."""
