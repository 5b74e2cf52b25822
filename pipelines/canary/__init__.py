"""Fictitious persons that are planted every night, and the search for them before anything is published."""
