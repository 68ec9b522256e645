"""The fence around MiniStack: all that it lacks for us, and nothing else.

One module a service, each fix with its reason and each with a test in
``tests/contract/emulator`` that fails without it.
When MiniStack catches up, the module is deleted and nothing else changes.

Runs in ``.venv-aws``, where boto3 is and the project's dependencies are not.
"""

VERSION = "1.5.33"
