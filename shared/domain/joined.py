"""Parts made one text, to be digested: no other parts make the same."""


def joined(*parts: str) -> str:
    """Join parts with ``|``, which in all but the last is written ``%7C``.

    Ids come from outside: with a plain join ``a|b`` and ``c`` would be ``a`` and
    ``b|c``, and two customers might share what is named by the digest.
    """
    *first, last = parts
    return "|".join([*(_without_bar(part) for part in first), last])


def _without_bar(part: str) -> str:
    return part.replace("%", "%25").replace("|", "%7C")
