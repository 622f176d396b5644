"""The commands of `livefair`, one file each: SETTINGS that may be given, `add_arguments(parser)` and `run(…)`.

A command's docstring is what `livefair COMMAND --help` begins with.
"""
