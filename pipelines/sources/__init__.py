"""Delivered files: found, unpacked, decoded and mapped; what is read here is **not masked yet**."""
