"""The AI guide: what somebody said, understood against the Screen and the catalogue. Pure."""
