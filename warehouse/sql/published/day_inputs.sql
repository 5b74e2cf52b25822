-- grain: day × piece that it was made from. reads: data.day_inputs. why: a changed number has a cause.
SELECT day, kind, name, digest FROM data.day_inputs
