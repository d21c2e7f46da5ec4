"""The record's pages: a view is one queryset or one call, and a template."""
