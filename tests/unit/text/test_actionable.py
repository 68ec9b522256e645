"""What asks for nothing, in nine languages, and everything beside it that is read."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.text.actionable import why_not_actionable
from shared.text.judgements import FLUSHES

DATA = Path(__file__).parents[4] / "shared" / "data"
FLUSHED = {
    "spam": (
        "Earn money from home, DM me to earn https://a.example",
        "He recovered my funds in bitcoin, contact him on WhatsApp +1 555 010 0100",
        "Guadagna da casa, scrivimi https://a.example",
        "Renda extra garantida, me chama https://a.example",
        "Szybka pożyczka bez BIK, kliknij link https://a.example",
        "Заработок в интернете, пиши в лс",
        "Bani ușori, scrie mi pe WhatsApp",
        "Préstamo rápido, escríbeme por WhatsApp",
        "Offre de prêt rapide, contactez moi au +33 1 99 00 00 00",
        "Sofortkredit ohne Schufa, jetzt anmelden https://a.example",
        # The sums that are promised.
        "Earn $500 a day from home! DM me on WhatsApp +1 555 010 0100",
        "Invest $500 and get $5,000 in 7 days, Telegram t.me/a",
        "Guadagna 200€ al giorno! Scrivimi in privato",
        "Ganhe R$ 300 por dia trabalhando em casa! Me chama",
        "Zarabiaj nawet 5000 zł! Napisz do mnie",
        "Заработок от 5000 рублей в день, пиши в личку",
        "Câștigă 500 lei pe zi de acasă! Scrie-mi",
        "Gana 200 dólares diarios, escríbeme al WhatsApp",
        "Gagnez 300€ par jour ! Contactez-moi",
        "Verdienen Sie 500€ am Tag, jetzt anmelden https://a.example",
        "Offre de prêt entre particuliers: a@b.example",
    ),
    "advertising": (
        "We offer SEO for small shops, visit our website",
        "Offriamo servizi di pulizia, contattateci",
        "Nossa empresa oferece os melhores preços, visite nosso site",
        "Oferujemy sprzątanie biur, zadzwoń do nas",
        "Предлагаем услуги грузчиков, звоните",
        "Serviciile noastre de curățenie, sunați la +40 700 000 000",
        "Ofrecemos reformas, contáctanos",
        "Nous proposons des meubles, appelez nous",
        "Wir bieten Reinigung, besuchen Sie unsere Webseite",
    ),
    "tag_a_friend": ("@anna", "@anna.b @bob", "@anna 😂😂", "@anna, @bob!"),
    "bare_link": ("https://a.example/x", "www.a.example", "https://a.example 👍"),
    "bare_emoji": ("🤔", "😂😂😂", "🔥 🔥", "🇮🇹"),
    "praise": (
        "I love you guys!",
        "You're the best 😍",
        "Awesome service, thank you!",
        "Siete i migliori!",
        "Vocês são os melhores",
        "Jesteście najlepsi",
        "Вы лучшие!",
        "Sunteți minunați!",
        "Sois los mejores",
        "Vous êtes formidables",
        "Ihr seid die Besten!",
        "Excellent service, highly recommend",
        "Świetna obsługa, polecam!",
        "Отличный сервис, рекомендую!",
        "Excelente servicio, lo recomiendo",
        "Excellent service, je recommande",
        "Adoro os vossos produtos ❤️",
        "Ador produsele voastre",
    ),
}
READ = (
    *("Where is my order?", "?", "???", "!!!", ".", "help", "Hello", "@brand why?"),
    *("This is spam, is it yours? https://a.example", "😡", "👎👎", "@anna 😡"),
    "I got an email: earn money from home, click here https://a.example",
    "Somebody hacked my account and writes: invest with me on WhatsApp",
    "Your discount code does not work https://a.example",
    *("I love waiting 3 hours", "I love how you never answer", "Best joke ever"),
    *('Your "amazing" service', "Great service (not)", "The best? Never", "love it..?"),
    *("Bravo!", "Congratulations", "Complimenti!", "Parabéns", "Brawo", "Молодцы"),
    *("Super gemacht", "Felicitări", "Enhorabuena", "Félicitations", "Toll"),
    *("I loved your app but it crashes", "Would love a refund", "Perfect storm 😭"),
    *("La mia migliore esperienza no", "Non siete i migliori", "No son los mejores"),
    *("Ihr seid nicht die Besten", "Nie jesteście najlepsi", "Вы не лучшие"),
    # Complaints about what others advertise, in words that sell as well.
    "My btc transfer is missing since Monday, contact me",
    "Your seo plugin broke my site https://a.example",
    "My quick loan was rejected after you approved it, contact me",
    "Instant loans taken in my name https://a.example",
    "Use code SAVE10 rejected at checkout https://a.example",
    "Our services are down since this morning, call us +1 555 010 0100",
    "We provide you 24 hours before we sue, contact us",
    "Sofortkredit abgelehnt obwohl zugesagt, rufen Sie mich an +49 30 0000000",
    "Wir bieten eine letzte Frist, dann Anwalt. Rufen sie uns an",
    "Préstamo rápido rechazado, contáctame",
    "Voyant rouge sur la box, plus internet, contactez moi",
    "Empréstimo rápido recusado, me chama",
    "Prestito veloce rifiutato, contattami",
    "Szybka pożyczka odrzucona, skontaktuj się z nami",
    "Быстрый займ отклонили, звоните +7 900 000 00 00",
    "Împrumut rapid refuzat, contactați ne",
    # What customers earn, need and were promised.
    'I got "You have won a gift card, click here" from your page',
    "I earn $500 a day driving for you, contact me",
    "My bitcoin investment with you vanished, contact me a@b.example",
    "Viagra ads all over your platform www.a.example",
    "I need a loan from you, my phone is +44 20 7946 0958",
    "Ich verdiene 500 € im Monat, rufen Sie mich an",
    "Guadagno 800 euro al mese e la bolletta sale, contattatemi",
    "Gano 900 euros al mes y me subieron la cuota, llámenme",
    "Zarabiam 3000 zł miesięcznie a rata wzrosła, napisz do mnie",
    "Зарабатываю 20000 рублей, платеж вырос, звоните",
    "J'ai besoin d'un prêt, appelez-moi +33 1 99 00 00 00",
    "Pożyczka bez prowizji miała być, +48 600 123 456",
    # Who offers something, and speaks of an order.
    "Our services page on your platform shows an error, contact us",
    "Wir bieten Ihnen an, das Paket selbst abzuholen, rufen Sie uns an",
    "Oferujemy zapłatę faktury w ratach, zadzwoń do nas",
    "Nous proposons un arrangement pour notre facture, contactez-nous",
    # Questions without their mark, between words of praise.
    *("What store is this, love it", "how much for this lovely color"),
    *("are these in your store today, beautiful", "is this your best"),
    *("Qué tienda es esta, me encanta", "que loja é essa amei"),
    *("che prodotto è questo, bellissimo", "ce produs este acesta, superb"),
    *("c'est quel magasin j'adore", "какой это магазин, шикарно"),
    *("was ist das für ein Laden, herrlich", "ist das euer bestes"),
    *("Liebe Leute, was ist das", "Love to be at the gate all day"),
    *("I do not recommend you", "Je ne recommande pas", "Nie polecam", "No recomiendo"),
    *("Мы не рекомендуем", "Nu recomand", "Não recomendo", "Can you recommend a size"),
    # Praise that is mocked.
    *(
        "Great, just great",
        "Just perfect",
        "Just perfect...",
        "Perfect. . .",
        "Best day ever 🙃",
        "Amazing service 🤦‍♀️",
    ),
    *("Great service, love it https://t.co/photo", "l\u0336o\u0336v\u0336e\u0336 it"),
    *("🚨🚨", "⚠️", "@anna 🤦‍♂️", "https://a.example ❌"),
    *(
        "https://t.co/abc",
        "https://t.co/abc 😂",
        "https://a.example 😡",
        "https://x.com/a/status/1",
        "@anna look at this",
    ),
)


def why(text: str | None, *files: str, visibility: str = "public") -> str | None:
    return why_not_actionable(text, files, visibility=visibility)


@pytest.mark.parametrize(
    ("reason", "text"),
    [(reason, t) for reason, texts in FLUSHED.items() for t in texts],
)
def test_what_asks_for_nothing_is_flushed_with_the_reason(
    reason: str, text: str
) -> None:
    assert why(text) == reason


@pytest.mark.parametrize("text", READ)
@pytest.mark.parametrize("visibility", ["public", "private"])
def test_what_may_ask_for_something_is_read(text: str, visibility: str) -> None:
    assert why(text, visibility=visibility) is None


def test_a_lone_sticker_asks_for_nothing_but_a_photo_may() -> None:
    found = [
        why(None, *files) for files in (["sticker"], ["photo"], [], ["sticker", "x"])
    ]

    assert found == ["sticker", None, None, None]


@pytest.mark.parametrize(
    "text", [*FLUSHED["bare_link"], *FLUSHED["bare_emoji"], "@anna"]
)
def test_in_private_whatever_is_no_word_may_begin_a_talk(text: str) -> None:
    assert why(text, visibility="private") is None


@pytest.mark.parametrize("text", ["I love you guys!", "https://a.example", "🤔"])
def test_with_a_file_beside_it_a_message_is_read(text: str) -> None:
    assert why(text, "photo") is None


def test_where_we_are_named_elsewhere_a_name_may_be_ours() -> None:
    assert why_not_actionable("@brand", visibility="public", is_ours=False) is None


@given(st.text(max_size=200), st.sampled_from(["public", "private"]))
def test_any_text_is_read_or_has_a_known_reason(text: str, visibility: str) -> None:
    assert why(text, visibility=visibility) in {None, *FLUSHES}


@given(st.text(max_size=100), st.sampled_from(["?", " help?", " 😡", " 👎"]))
def test_whoever_asks_or_is_displeased_is_read(text: str, more: str) -> None:
    assert why(text + more, visibility="private") is None


@pytest.mark.skipif(not DATA.exists(), reason="the data is not in the repository")
def test_of_real_first_messages_hardly_any_is_flushed() -> None:
    with (DATA / "twcs" / "twcs_excerpt_clean.csv").open() as file:
        first = [
            row["text"]
            for row in csv.DictReader(file)
            if row["inbound"] == "True" and not row["in_response_to_tweet_id"]
        ]
    lost = [text for text in first if why(text)]

    assert len(lost) < 0.005 * len(first)


@pytest.mark.skipif(not DATA.exists(), reason="the data is not in the repository")
def test_of_real_complaints_none_is_flushed() -> None:
    with gzip.open(DATA / "airline" / "airline_clean.csv.gz", "rt") as file:
        negative = [
            row["text"]
            for row in csv.DictReader(file)
            if row["airline_sentiment"] == "negative"
        ]

    assert [text for text in negative if why(text)] == []
