-- grain: verdict. reads: published.verifications. why: readers see whether numbers can be made again.
SELECT verdict, count(*) AS days, max(verified_at) AS verified_at
FROM published.verifications
GROUP BY verdict
ORDER BY verdict
