"""Practice before and after a call: what is to be done, the keyboard course, the marks, and the replay.

Its screens are loaded one by one: the home is there sooner without the others.
"""
