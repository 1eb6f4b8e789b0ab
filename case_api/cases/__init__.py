"""Cases as the centre keeps them: documents, search, other calls and alerts."""
