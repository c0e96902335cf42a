"""Services as reviewed data."""
