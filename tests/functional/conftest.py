"""Every handler is held to the contract, by whatever test it is called."""

from tests.fakes.contract import watch

watch()  # before a test module takes a handler by its name
