-- grain: published figure that became another, × publication. reads: data.corrections. why: never silent.
SELECT build, period, first_day, measure, department, kind, topic_id, was, became, state, reasons FROM data.corrections
