"""What a sentence wants: kind, sentiment, flags and risk."""
