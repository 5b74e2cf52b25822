"""Topics against labels, against BERTopic's defaults, and their identity over time."""
