"""The library, as one extension: its own folder, so that share/ beside it is where it looks for its tables."""
