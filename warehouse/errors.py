"""What the warehouse can fail with."""


class WarehouseError(Exception):
    """Root of the warehouse's errors; the message names the thing, the place and the remedy."""
