"""Practice (练习): scenarios are played, recorded and marked here; nothing live comes in or gets out."""
