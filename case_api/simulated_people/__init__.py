"""Simulated people of a demo centre: they sign in over HTTP and work their lists as people would, by the same commands.

What each does is drawn by a seed from who they are and the case as it stands. They let a case lie for a while, so that
somebody at a console can be first; a centre that was not made as a demo is never touched.
"""
