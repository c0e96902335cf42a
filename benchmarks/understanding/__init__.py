"""How often the guide offers the right matter, by sentences labelled before it was tuned. `make eval` prints it."""
