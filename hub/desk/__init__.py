"""The desk: guides who join residents in their task: who is there, whose call goes to whom, the calls."""
