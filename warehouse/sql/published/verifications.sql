-- grain: day that was run again and compared. reads: data.verifications. why: readers see that numbers can be made again.
SELECT day, verified_at, verdict, row_count FROM data.verifications
