"""Webhooks are believed only with a signature over their exact bytes."""

import base64
import json
from typing import Any

import pytest

from shared.channels import CHANNELS
from shared.channels.signatures import base64_digest, hex_digest
from shared.errors import BadInput, NotFound, Unverified, WrongToken
from tests.unit.channels.samples import FIXTURES

BODY = b'{"text": "drip"}'
CASES = {
    "facebook": ("X-Hub-Signature-256", "app_secrets", hex_digest),
    "instagram": ("X-Hub-Signature-256", "app_secrets", hex_digest),
    "whatsapp": ("X-Hub-Signature-256", "app_secrets", hex_digest),
    "x": ("x-twitter-webhooks-signature", "consumer_secrets", base64_digest),
    "custom": ("X-Signature-256", "secrets", hex_digest),
}
ALL = pytest.mark.parametrize("channel", sorted(CASES))


def headers(channel: str, key: str, body: bytes = BODY) -> dict[str, str]:
    name, _, digest = CASES[channel]
    return {"Content-Type": "application/json", name: f"sha256={digest(key, body)}"}


def verify(channel: str, given: dict[str, str], *keys: str, body: bytes = BODY) -> None:
    CHANNELS[channel].verify(given, body, {CASES[channel][1]: list(keys)})


@ALL
def test_a_signature_by_any_of_our_secrets_is_believed(channel: str) -> None:
    verify(channel, headers(channel, "old"), "new", "old")


@ALL
def test_headers_are_found_whatever_their_case(channel: str) -> None:
    shouting = {name.upper(): it for name, it in headers(channel, "key").items()}

    verify(channel, shouting, "key")


@ALL
@pytest.mark.parametrize("given", [{}, {"X-Hub-Signature-256": "sha256="}, "other"])
def test_a_missing_or_foreign_signature_is_not(channel: str, given: Any) -> None:
    signed = headers(channel, "theirs") if given == "other" else given
    with pytest.raises(Unverified):
        verify(channel, signed, "ours")


@ALL
def test_a_body_changed_by_one_byte_is_not_believed(channel: str) -> None:
    with pytest.raises(Unverified):
        verify(channel, headers(channel, "key"), "key", body=BODY + b" ")


@ALL
@pytest.mark.parametrize("secret", [{}, [], [""], "", [None], None, 5, True, {"": 1}])
def test_without_a_secret_nothing_is_believed(channel: str, secret: Any) -> None:
    shape = {CASES[channel][1]: secret} if secret != {} else {}
    with pytest.raises(Unverified, match="secret"):
        CHANNELS[channel].verify(headers(channel, ""), BODY, shape)


def test_a_header_that_is_no_ascii_is_a_wrong_one() -> None:
    with pytest.raises(Unverified):
        verify("facebook", {"X-Hub-Signature-256": "sha256=\u00e9\udc80"}, "key")


def test_meta_may_have_signed_the_escaped_form_of_decoded_characters() -> None:
    decoded = '{"text": "più 🙂"}'.encode()
    escaped = rb'{"text": "pi\u00f9 \ud83d\ude42"}'

    verify("facebook", headers("facebook", "key", escaped), "key", body=decoded)


def handshake(**changes: str) -> dict[str, str]:
    query = {"mode": "subscribe", "verify_token": "word", "challenge": "1158201444"}
    return {f"hub.{name}": it for name, it in {**query, **changes}.items()}


def test_meta_gets_its_challenge_back_as_plain_text() -> None:
    it = CHANNELS["facebook"].confirm(handshake(), {"verify_token": "word"})

    assert (it.status, it.body) == (200, "1158201444")
    assert it.content_type.startswith("text/plain")


@pytest.mark.parametrize("ours", [["new", "word"], ["word"], ["word", ""]])
def test_a_verify_token_is_rotated_like_a_secret(ours: list[str]) -> None:
    it = CHANNELS["facebook"].confirm(handshake(), {"verify_token": ours})

    assert it.body == "1158201444"


WRONG_TOKENS = ["other", "", [], [""], ["new", "old"], 5, None, {"word": 1}]


@pytest.mark.parametrize(
    "ours", [{}, *({"verify_token": one} for one in WRONG_TOKENS)], ids=str
)
def test_a_wrong_or_unset_verify_token_is_refused(ours: dict[str, Any]) -> None:
    with pytest.raises(WrongToken):
        CHANNELS["facebook"].confirm(handshake(), ours)
    with pytest.raises(WrongToken):
        CHANNELS["facebook"].confirm(handshake(verify_token=""), ours)


@pytest.mark.parametrize("odd", [{"challenge": "<b>"}, {"mode": "unsubscribe"}])
def test_an_odd_handshake_is_refused(odd: dict[str, str]) -> None:
    with pytest.raises(BadInput):
        CHANNELS["facebook"].confirm(handshake(**odd), {"verify_token": "word"})


def test_x_gets_its_token_signed_with_the_newest_secret() -> None:
    secret = {"consumer_secrets": ["new", "old"]}
    it = CHANNELS["x"].confirm({"crc_token": "drip"}, secret)

    assert json.loads(it.body) == {
        "response_token": f"sha256={base64_digest('new', b'drip')}"
    }
    assert it.content_type == "application/json"


def test_x_without_a_token_and_a_handshake_of_the_custom_channel_are_refused() -> None:
    with pytest.raises(BadInput):
        CHANNELS["x"].confirm({}, {"consumer_secrets": ["new"]})
    with pytest.raises(BadInput):
        CHANNELS["x"].confirm({"crc_token": "\ud83d"}, {"consumer_secrets": ["new"]})
    with pytest.raises(NotFound):
        CHANNELS["custom"].confirm({}, {})


FORGED = (
    '{"for_user_id": "1", "tweet_create_events": [{"text": "Hello"}]}',
    '[{"data": {"event_type": "post.mention.create"}}]',
    '"words"',
    "5",
    "null",
    "no JSON",
)


@pytest.mark.parametrize("body", FORGED)
def test_nobody_has_x_s_handshake_sign_a_webhook_for_him(body: str) -> None:
    """Anyone may ask for the handshake, which signs with the webhooks' own key."""
    secret = {"consumer_secrets": ["ours"]}
    try:
        said = json.loads(CHANNELS["x"].confirm({"crc_token": body}, secret).body)
    except BadInput:
        return
    signature = {"x-twitter-webhooks-signature": said["response_token"]}
    with pytest.raises(Unverified):
        CHANNELS["x"].verify(signature, body.encode(), secret)


def vectors() -> dict[str, Any]:
    file = FIXTURES / "signature_vectors.json"
    if not file.exists():
        pytest.skip("../shared/fixtures is not here")
    return {vector["name"]: vector for vector in json.loads(file.read_text())}


@pytest.mark.parametrize(
    ("name", "channel"),
    [
        ("meta_courier_hello_derived", "facebook"),
        ("meta_escaped_unicode_derived", "facebook"),
        ("x_post_signature_derived", "x"),
    ],
)
def test_the_known_signatures_are_believed(name: str, channel: str) -> None:
    vector = vectors()[name]
    encoded = vector.get("raw_body_base64")
    body = base64.b64decode(encoded) if encoded else vector["raw_body"].encode()

    verify(channel, {vector["header"]: vector["value"]}, vector["secret"], body=body)
    if "wrong_if_reserialised" in vector:
        wrong = {vector["header"]: vector["wrong_if_reserialised"]}
        with pytest.raises(Unverified):
            verify(channel, wrong, vector["secret"], body=body)


def test_the_known_crc_answer_is_given() -> None:
    vector = vectors()["x_crc_found"]
    secret = {"consumer_secrets": vector["secret"]}
    answer = CHANNELS["x"].confirm({"crc_token": "test token"}, secret)

    assert vector["expect_body_contains"] in answer.body


@pytest.mark.parametrize("channel", ["instagram", "whatsapp"])
def test_all_of_metas_channels_shake_hands_alike(channel: str) -> None:
    it = CHANNELS[channel].confirm(handshake(), {"verify_token": "word"})

    assert it.body == "1158201444"
    with pytest.raises(WrongToken):
        CHANNELS[channel].confirm(handshake(), {"verify_token": "other"})
