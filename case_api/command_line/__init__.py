"""The arguments of the centre's commands, by what they are about. What a command does is in `case_api.commands`."""
