"""The page of a day: what it says, and that it says it to everybody and safely."""

import re
from base64 import b64encode
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.kpis.report_style import DARK, DRAWN, LIGHT, TEXT
from shared.pages.markup import element
from tests.fakes.colours import contrast
from tests.unit.kpis.report_rows import a_page, full_day, hour, rate, row

SAVED = "call_deflection_savings"
KNOWN = {"first_contact_resolution": date(2026, 5, 20)}
# A page takes a while on a busy machine.
FEW = settings(max_examples=20, deadline=None)
NAMES = st.text(min_size=1, max_size=12) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</style><svg onload=alert(1)>",
        "'-alert(1)-'",
        "&lt;b&gt;",
        "a\u202eb",
    ]
)
MARKUP = re.compile(r"<bdi>(.*?)</bdi>", re.DOTALL)


class TestThePage:
    def test_it_is_one_document_of_the_day_in_english(self) -> None:
        page = a_page(full_day())

        assert page.balanced
        assert page.all("html") == [{"lang": "en"}]
        assert "Customer care, Tuesday, 12 May 2026" in page.text

    def test_it_asks_for_nothing_and_runs_nothing(self) -> None:
        page = a_page(full_day(), volume=[hour("09:00", 3, 2)])
        tags = {tag for tag, _ in page.elements}
        names = {name for _, attributes in page.elements for name in attributes}
        linked = re.findall(r"url\((.*?)\)", page.content.decode())

        assert tags & {"script", "img", "iframe", "object", "embed", "form"} == set()
        assert page.all("link") == [{"rel": "icon", "href": "data:,"}]
        assert {
            n for n in names if n.startswith("on") or n in ("src", "style")
        } == set()
        assert set(linked) == {"#hatch"}
        assert b"http" not in page.content.replace(b"http-equiv", b"")

    def test_its_policy_allows_its_own_style_and_nothing_else(self) -> None:
        page = a_page(full_day())
        (policy,) = (m for m in page.all("meta") if "http-equiv" in m)
        style = b64encode(sha256(page.style.encode()).digest()).decode()

        assert policy["content"] == (
            f"default-src 'none'; style-src 'sha256-{style}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )

    def test_the_page_of_a_large_desk_is_soon_loaded(self) -> None:
        named = (("queue", 50), ("agent", 300), ("topic", 40))
        rows = [
            r | {"key": f"{'name ' * 10}{n}"}
            for dimension, many in named
            for r in full_day()
            if r["dimension"] == dimension
            for n in range(many)
        ]
        page = a_page(
            [*full_day(), *rows], before={n: full_day() for n in range(1, 29)}
        )

        assert len(page.content) < 300_000

    def test_the_order_of_the_rows_changes_nothing(self) -> None:
        rows = full_day()

        assert a_page(rows).content == a_page(rows[::-1]).content

    @FEW
    @given(hidden=st.sets(st.sampled_from(sorted({r["metric"] for r in full_day()}))))
    def test_it_does_with_whatever_rows_there_are(self, hidden: set[str]) -> None:
        rows = [r for r in full_day() if r["metric"] not in hidden]

        assert a_page(rows, before={1: rows}).balanced

    @FEW
    @given(empty=st.sets(st.sampled_from(sorted({r["metric"] for r in full_day()}))))
    def test_it_does_with_rows_that_have_no_value(self, empty: set[str]) -> None:
        nothing = {"value": None, "numerator": None, "denominator": None}
        rows = [r | nothing if r["metric"] in empty else r for r in full_day()]

        assert a_page(rows, before={1: rows}).balanced


class TestNames:
    @FEW
    @given(name=NAMES)
    def test_a_name_is_text_wherever_it_comes_from(self, name: str) -> None:
        def named(by: str) -> list[object]:
            return [
                r if r["dimension"] == "all" else r | {"key": by} for r in full_day()
            ]

        plain, strange = a_page(named("plain")), a_page(named(name))

        assert strange.balanced
        assert strange.elements == plain.elements

    def test_it_cannot_leave_an_attribute(self) -> None:
        made = element("svg", aria_label='"><b onclick="x">')

        assert (
            made == '<svg aria-label="&quot;&gt;&lt;b onclick=&quot;x&quot;&gt;"></svg>'
        )

    def test_it_is_shown_as_it_is(self) -> None:
        where = {"dimension": "queue", "key": "R&D <b>"}
        page = a_page([row("inbound_messages", 1, "messages", **where)])

        assert MARKUP.findall(page.content.decode()) == ["R&amp;D &lt;b&gt;"]

    def test_nobodys_messages_are_said_to_have_no_queue(self) -> None:
        where = {"dimension": "queue", "key": "(none)"}
        page = a_page([row("inbound_messages", 1, "messages", **where)])

        assert "no queue" in page.text


class TestAnEmptyDay:
    def test_nobody_wrote(self) -> None:
        page = a_page([row("inbound_messages", 0, "messages")])

        assert "No customer wrote on this day." in page.text

    def test_a_day_that_was_not_computed_says_so(self) -> None:
        page = a_page()

        assert "This day was not computed, so nothing is known of it." in page.text
        assert page.all("svg") == [page.all("svg")[0]]  # the patterns

    def test_a_day_that_is_not_over_says_so(self) -> None:
        page = a_page([row("inbound_messages", 3, "messages", mature=False)])

        assert "had not ended when its numbers were computed" in page.text

    def test_what_could_not_be_measured_is_neither_none_nor_all(self) -> None:
        page = a_page([rate("first_response_sla", 0, 0)])

        assert "nothing to measure" in page.text
        assert "0 %" not in page.text


class TestDifferences:
    def test_they_are_to_the_median_of_the_days_before(self) -> None:
        before = {n: [row("cases_opened", many)] for n, many in ((1, 100), (2, 90))}
        page = a_page([row("cases_opened", 110)], before={**before, 3: []})

        assert "Cases opened | 110 | ▲  | 16 % more | usually 95" in page.text

    @pytest.mark.parametrize(
        ("messages", "said"),
        [
            (110, "110 messages came in, 10 % more than usual."),
            (50, "50 messages came in, 50 % fewer than usual."),
            (101, "101 messages came in, about as many as usual."),
        ],
    )
    def test_the_day_is_summed_up_in_a_sentence(self, messages: int, said: str) -> None:
        before = {1: [row("inbound_messages", 100, "messages")]}
        page = a_page([row("inbound_messages", messages, "messages")], before=before)

        assert said in page.text

    def test_days_too_long_ago_do_not_count(self) -> None:
        page = a_page([row("cases_opened", 110)], before={29: [row("cases_opened", 1)]})

        assert "Cases opened | 110 | no earlier days" in page.text

    def test_what_is_worse_than_on_nine_in_ten_days_is_said_in_words(self) -> None:
        before = {n: [rate("first_response_sla", 90 + n, 100)] for n in range(1, 10)}
        pages = [
            a_page([rate("first_response_sla", met, 100)], before=before)
            for met in (90, 92)
        ]

        assert "90 % | ▼  | 5 points less: worse | usually 95 %" in pages[0].text
        assert "92 % | ▼  | 3 points less | usually 95 %" in pages[1].text

    def test_of_a_few_days_none_is_out_of_the_ordinary(self) -> None:
        before = {n: [rate("first_response_sla", 97, 100)] for n in range(1, 7)}
        page = a_page([rate("first_response_sla", 50, 100)], before=before)

        assert "50 % | ▼  | 47 points less | usually 97 %" in page.text

    def test_a_day_that_is_not_over_is_not_set_beside_whole_ones(self) -> None:
        before = {n: [row("inbound_messages", 100, "messages")] for n in range(1, 29)}
        running = row("inbound_messages", 30, "messages", mature=False)
        page = a_page([running], before=before)

        assert "30 messages came in so far." in page.text
        assert "Messages | 30 | so far; usually 100" in page.text

    def test_a_sunday_is_also_set_beside_sundays(self) -> None:
        before = {
            n: [row("inbound_messages", 40 if n % 7 == 0 else 100, "messages")]
            for n in range(1, 29)
        }
        page = a_page([row("inbound_messages", 42, "messages")], before=before)

        assert (
            "42 messages came in, 58 % fewer than usual, "
            "about as many as on other Tuesdays."
        ) in page.text

    def test_a_day_like_any_other_is_said_to_be_so_once(self) -> None:
        before = {n: [row("inbound_messages", 100, "messages")] for n in range(1, 29)}
        page = a_page([row("inbound_messages", 101, "messages")], before=before)

        assert "101 messages came in, about as many as usual." in page.text

    def test_who_waits_for_an_answer_is_said_with_what_stayed_open(self) -> None:
        page = a_page([row("backlog", 3), row("backlog_waiting", 1)])

        assert "3 cases stayed open; 1 waits for our answer." in page.text

    def test_what_reads_the_same_is_as_usual(self) -> None:
        before = {1: [row("end_to_end_p50_s", 7201.5, "s")]}
        page = a_page([row("end_to_end_p50_s", 7200.0, "s")], before=before)

        assert "2 h | as usual" in page.text


class TestWhatIsNotKnownYet:
    PENDING = row("first_contact_resolution", None, "ratio", mature=False)

    def test_it_says_when_it_will_be(self) -> None:
        page = a_page([self.PENDING], known=KNOWN)

        assert "Resolved at first contact | \u2013 | known on 20 May" in page.text
        assert (
            "Not known yet | Figure | Known on | Resolved at first contact | Wed 20 May"
        ) in page.text

    def test_it_shows_the_last_day_that_is_known(self) -> None:
        older = rate("first_contact_resolution", 3, 4)
        page = a_page(
            [self.PENDING], before={1: [self.PENDING], 9: [older]}, known=KNOWN
        )

        assert "known on 20 May | 75 % on 3 May" in page.text

    def test_what_came_to_nothing_is_not_waited_for(self) -> None:
        page = a_page([rate("first_contact_resolution", 0, 0)], known=KNOWN)

        assert "20 May" not in page.text


class TestHours:
    def test_every_hour_is_a_column_and_a_row(self) -> None:
        volume = [hour(f"{n:02}:00", n, n - n // 3) for n in range(24)]
        page = a_page(volume=volume)

        assert len(page.all("title")) == 1 + 24
        assert "09:00 | 9 | 6 | 9 | 0 | 0" in page.text

    def test_they_stand_beside_what_the_hour_usually_has(self) -> None:
        earlier = {n: [hour("09:00", 10 * n, 0)] for n in (1, 2, 6)}
        page = a_page(volume=[hour("09:00", 9, 6)], volume_before=earlier)

        assert "Private | Negative | Usually | 09:00+02:00" in page.text
        assert "| 9 | 6 | 9 | 0 | 0 | 20" in page.text
        assert len([a for a in page.all("line") if a["class"] == "mark"]) == 2

    def test_the_two_hours_of_one_name_stay_apart(self) -> None:
        """Night of 25 October: 02:00 comes twice."""
        volume = [hour(f"{n:02}:00", 1, 1) for n in range(24)]
        volume.insert(3, hour("02:00", 5, 5, hour="02:00+01:00"))
        page = a_page(volume=volume)

        assert "The clocks changed: this day has 25 hours." in page.text
        assert "02:00+02:00 | 1 | 1 | 1 | 0 | 0 | 02:00+01:00 | 5" in page.text


class TestParts:
    def test_a_topic_of_which_there_was_only_an_answer_has_no_messages(self) -> None:
        answered = rate("first_response_sla", 1, 1, dimension="topic", key="delivery")
        page = a_page([row("inbound_messages", 2, "messages"), answered])

        assert "delivery | 0" in page.text

    def test_ten_topics_are_shown_and_the_rest_counted(self) -> None:
        topics = [
            row("inbound_messages", n, "messages", dimension="topic", key=f"topic-{n}")
            for n in range(1, 13)
        ]
        page = a_page([row("inbound_messages", 80, "messages"), *topics])

        assert "topic-12 | 12" in page.text
        assert "topic-2 " not in page.text
        assert "2 more topics." in page.text

    def test_recovered_moods_stand_beside_their_control(self) -> None:
        page = a_page(full_day())

        assert "Recovered | 60 % | Control | 30 %" in page.text
        assert "Positive | 5 | 25 % | Neutral | 7 | 35 %" in page.text
        assert "read it with care" in page.text
        assert "may be chance" not in page.text

    def test_what_chance_would_give_as_well_is_said_to_be_nothing_sure(self) -> None:
        rows = [r for r in full_day() if r["metric"] != "sentiment_recovery_control"]
        page = a_page([*rows, row("sentiment_recovery_control", 0.45, "ratio")])

        assert "The difference may be chance alone." in page.text

    def test_low_scores_are_said_with_their_follow_up(self) -> None:
        page = a_page(full_day())

        assert "5, best | 6 | 60 %" in page.text
        assert "2 gave 3 or less, 1 of them was asked why." in page.text

    def test_the_interval_of_a_score_ends_where_scores_do(self) -> None:
        rows = [r for r in full_day() if r["metric"] not in ("nps_low", "nps_high")]
        ends = [row("nps_low", 29.0, "points"), row("nps_high", 104.2, "points")]

        assert "day's score is +29 to +100." in a_page([*rows, *ends]).text

    def test_answers_all_alike_have_no_interval(self) -> None:
        rows = [r for r in full_day() if r["metric"] not in ("nps_low", "nps_high")]
        ends = [row(f"nps_{end}", 100.0, "points") for end in ("low", "high")]

        assert "interval of the day's score" not in a_page([*rows, *ends]).text

    def test_spared_calls_are_money(self) -> None:
        assert "75 % | saved | USD 330" in a_page(full_day()).text

    def test_until_they_are_known_the_last_day_known_stands_in(self) -> None:
        known = [rate("call_deflection", 3, 4), row(SAVED, 33, "USD")]
        older = [rate("call_deflection", 1, 2), row(SAVED, 11, "USD")]
        nothing = {"value": None, "mature": False}
        pending = [r | nothing for r in known]
        page = a_page(
            pending,
            before={1: pending, 8: known, 9: older},
            known={"call_deflection": date(2026, 5, 20)},
        )

        assert "calls spared on 4 May | 75 % | saved on 4 May | USD 33" in page.text
        assert "saved on the 2 days known | USD 44" in page.text
        assert "Of this day it is known on 20 May." in page.text

    def test_what_was_saved_in_another_currency_is_not_added(self) -> None:
        before = {n: [row(SAVED, 10, "USD")] for n in range(2, 5)}
        euros = [rate("call_deflection", 3, 4), row(SAVED, 33, "EUR")]
        page = a_page(euros, before={1: [row(SAVED, 11, "EUR")], **before})

        assert "saved on the 2 days known | EUR 44" in page.text

    def test_agents_are_in_the_order_of_their_responses(self) -> None:
        rows = [
            row("response_time_count", n, "responses", dimension="agent", key=name)
            for name, n in (("ann", 3), ("bob", 9))
        ]

        assert "Agent | Responses | bob | 9 | ann | 3" in a_page(rows).text

    def test_agents_are_called_by_their_names(self) -> None:
        """Two are called Ann; zed has left."""
        rows = [
            row("response_time_count", n, "responses", dimension="agent", key=key)
            for n, key in enumerate(("zed", "a3", "a2", "okta_00u1"), start=1)
        ]
        page = a_page(rows, names={"okta_00u1": "Bob", "a2": "Ann", "a3": "Ann"})

        assert "Bob | 4 | Ann (a2) | 3 | Ann (a3) | 2 | zed | 1" in page.text

    def test_of_three_hundred_agents_twenty_are_shown_and_the_others_folded(
        self,
    ) -> None:
        rows = [
            row("response_time_count", n, "responses", dimension="agent", key=f"a-{n}")
            for n in range(300)
        ]
        page = a_page(rows)

        assert "a-280 | 280 | The 20 with most of 300. | The other 280 |" in page.text
        assert "a-0 | 0" in page.text

    def test_what_a_queue_did_not_do_is_none_and_what_it_could_not_is_a_dash(
        self,
    ) -> None:
        """The queue care had messages alone; only vip resolved and was rated."""
        care, vip = ({"dimension": "queue", "key": key} for key in ("care", "vip"))
        rows = [
            row("inbound_messages", 9, "messages", **care),
            row("episodes_resolved", 2, "episodes", **vip),
            row("csat_mean", 4.0, "score", **vip),
        ]

        assert "care | 9 | 0 | \u2013 | vip | 0 | 2 | 4.00" in a_page(rows).text


class TestForEverybody:
    def test_an_image_has_a_label_and_a_table_after_it(self) -> None:
        page = a_page(full_day(), volume=[hour("09:00", 3, 2)])
        order = [
            tag if tag != "svg" else attributes.get("role") or "inner"
            for tag, attributes in page.elements
        ]
        images = [n for n, what in enumerate(order) if what == "img"]

        assert len(images) == 2
        for n in images:
            assert "table" in order[n:][: order[n:].index("section")]

    def test_every_other_drawing_is_hidden_from_screen_readers(self) -> None:
        page = a_page(full_day())
        outer = [a for a in page.all("svg") if "width" in a and "x" not in a]

        assert all(
            a.get("aria-label") or a.get("aria-hidden") or "viewbox" in a for a in outer
        )

    def test_every_table_names_its_columns_and_rows(self) -> None:
        heads = a_page(full_day()).all("th")

        assert {head["scope"] for head in heads} == {"col", "row"}

    @pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
    def test_contrast_is_enough(self, palette: dict[str, str]) -> None:
        papers = [palette["paper"], palette["tint"]]
        text = {n: min(contrast(palette[n], p) for p in papers) for n in TEXT}
        drawn = {n: min(contrast(palette[n], p) for p in papers) for n in DRAWN}

        assert min(text.values()) >= 4.5
        assert min(drawn.values()) >= 3
