"""Pages of the portal's desk."""
