"""SIP itself (RFC 3261, 7118, 8760): messages, digests, one dialogue. Pure: no socket, no clock, no chance."""
