"""What is normal, what is new, and whether an action moved a number: arrays in, arrays out.

No files, database or clock here: days and counts are arguments. Notation: S series (a topic of a department),
T days, C channels.
"""
