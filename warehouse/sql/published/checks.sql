-- grain: check × day. reads: data.check_results. why: warnings are printed in the report.
SELECT day, check_name, level, row_count, message FROM data.check_results
