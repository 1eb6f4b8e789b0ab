"""What a hotline knows: work order, commands, states, numbers, texts. Pure; it opens no file and no socket."""
