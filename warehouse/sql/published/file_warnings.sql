-- grain: file × column that is missing or had unreadable cells. reads: data.file_warnings, data.sources.
-- why: what was read as empty is said.
SELECT
    warnings.day,
    warnings.source,
    coalesce(sources.source_label, warnings.source) AS source_label,
    warnings.source_file,
    warnings.warning,
    warnings.column_name,
    warnings.cells
FROM data.file_warnings AS warnings
LEFT JOIN data.sources ON sources.source = warnings.source
