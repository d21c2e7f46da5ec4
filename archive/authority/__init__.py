"""Who and what exists: reviewed data files, their typed readers (`files`), and the loader that writes them to rows."""
