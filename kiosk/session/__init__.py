"""The visit as a pure function: state, events, effects, screens."""
