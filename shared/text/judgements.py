"""What judging a message may come to; apart, so that rules need not know the words."""

MOST_URGENT = 100  # the highest score of urgency
FLUSHES = (  # why a message by itself asks for nothing
    *("spam", "advertising", "tag_a_friend", "bare_link", "bare_emoji", "sticker"),
    "praise",
)
