"""A day and a time as people write them, in nine languages and the 24-hour clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

LONGEST = 48  # characters; no day and time has more
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Words:
    """What a language calls weekdays, from Monday on, and months.

    ``near`` says a time of the next six days, ``far`` one with its date.
    """

    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    near: str = "{weekday} {time}"
    far: str = "{weekday} {day} {month} {time}"
    first: str = "1"  # of a month


def _words(weekdays: str, months: str, **forms: str) -> Words:
    return Words(tuple(weekdays.split()), tuple(months.split()), **forms)


WORDS: Mapping[str, Words] = {
    "en": _words(
        "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "January February March April May June July August September October "
        "November December",
    ),
    "it": _words(
        "lunedì martedì mercoledì giovedì venerdì sabato domenica",
        "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre "
        "ottobre novembre dicembre",
    ),
    "pt": _words(
        "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado "
        "domingo",
        "janeiro fevereiro março abril maio junho julho agosto setembro outubro "
        "novembro dezembro",
        far="{weekday}, {day} de {month}, {time}",
    ),
    "pl": _words(
        "poniedziałek wtorek środa czwartek piątek sobota niedziela",
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września "
        "października listopada grudnia",
    ),
    "ru": _words(
        "понедельник вторник среда четверг пятница суббота воскресенье",
        "января февраля марта апреля мая июня июля августа сентября октября "
        "ноября декабря",
    ),
    "ro": _words(
        "luni marți miercuri joi vineri sâmbătă duminică",
        "ianuarie februarie martie aprilie mai iunie iulie august septembrie "
        "octombrie noiembrie decembrie",
    ),
    "es": _words(
        "lunes martes miércoles jueves viernes sábado domingo",
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre "
        "noviembre diciembre",
        far="{weekday} {day} de {month} {time}",
    ),
    "fr": _words(
        "lundi mardi mercredi jeudi vendredi samedi dimanche",
        "janvier février mars avril mai juin juillet août septembre octobre "
        "novembre décembre",
        first="1er",
    ),
    "de": _words(
        "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
        "Januar Februar März April Mai Juni Juli August September Oktober "
        "November Dezember",
        near="{weekday} {time} Uhr",
        far="{weekday}, {day}. {month}, {time} Uhr",
    ),
}
NUMBERS = Words(("",) * 7, ("",) * 12, near="{date} {time}", far="{date} {time}")


def in_words(at: datetime, now: datetime, language: str) -> str:
    """Say a coming time in the zone it is given in: "Monday 9:00 (CET)".

    From a week ahead on the weekday alone would mislead, so the date is added.
    The zone is named, since customers are anywhere. A language that is not
    among ours gets the date in numbers.
    """
    words = WORDS.get(language, NUMBERS)
    is_near = at.date() - now.astimezone(at.tzinfo).date() < WEEK
    said = (words.near if is_near else words.far).format(
        weekday=words.weekdays[at.weekday()],
        day=words.first if at.day == 1 else at.day,
        month=words.months[at.month - 1],
        date=at.date().isoformat(),
        time=f"{at.hour}:{at.minute:02}",
    )
    return f"{said} ({_zone(at)})"


def _zone(at: datetime) -> str:
    """What people call the zone then, or its hours from UTC where it has no name."""
    name = at.tzname() or "UTC"
    return f"UTC{name}" if name[0] in "+-" else name
