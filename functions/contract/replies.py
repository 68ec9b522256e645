"""What an agent's answer is given as."""

from functions.contract.operation import Schema, closed, maybe
from functions.contract.values import STRING, choice, words

MAX_FILES, MAX_URL = 4, 2_000  # a file each is a message; characters
TEMPLATE = closed(
    {
        "name": {"type": "string", "minLength": 1},
        "language": STRING,
        "parameters": {"type": "array", "items": {"type": "string", "minLength": 1}},
    },
    "parameters",
)
REPLY_BODY: Schema = {
    **closed(
        {
            "text": {**words(30_000), "description": "Cut in parts where it is long."},
            "template": {
                **maybe(TEMPLATE),
                "description": "WhatsApp's, in place of a text.",
            },
            "visibility": {
                "enum": ["public", "private", None],
                "description": "Unsaid, as the customer wrote last.",
            },
            "invite": {
                "enum": ["private", None],
                "description": "Add a link to a direct message; public on X only.",
            },
            "attachments": {
                "type": ["array", "null"],
                "items": closed(
                    {
                        "type": choice("image", "video", "audio", "file"),
                        "url": {
                            "type": "string",
                            "maxLength": MAX_URL,
                            "pattern": "^https://[^ /?#@]+([/?#][^ ]*)?$",
                            "x-error": "Give each of 'attachments' an https url that "
                            "the platform can fetch.",
                        },
                    }
                ),
                "maxItems": MAX_FILES,
                "description": "Each a message of its own after the text, in private "
                "and in Telegram's groups; not on X.",
            },
        },
        "text",
        "template",
        "visibility",
        "invite",
        "attachments",
    ),
    "anyOf": [
        {"required": ["text"]},
        {"required": ["template"], "properties": {"template": {"type": "object"}}},
    ],
    "x-error": "Give 'text' as a text that is not empty, or a 'template'.",
}
