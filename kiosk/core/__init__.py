"""What every room shares: ids, words, outcomes, faults, clock, journal, settings, messages on the wire."""
