"""The practice process: the desk with a scripted caller, marks and replay, and nothing of a live seat."""
