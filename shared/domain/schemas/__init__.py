"""The JSON Schemas of the settings, one file a document; settings_schemas.py has all.

Plain data without references, so that each can be put into another document as it
is, of the words that draft-07 and 2020-12 have in common. Bounds are those of the
readers; tests hold both to each other.
"""
