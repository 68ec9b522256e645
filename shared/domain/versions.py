"""The versions of what is stored, each raised by whoever changes what it is of.

A test holds each to what it is of (tests/unit/domain/test_versions.py).
"""

# Of an entry's fields and what they mean. Older entries are read as what they have;
# newer ones are refused: whoever wrote them again would lose what is new in them.
ENTRY = 2
# Of the state that a log folds to. A card of any other fold is folded anew.
FOLD = 1
