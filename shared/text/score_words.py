"""The words of survey answers in nine languages: numbers, stars, what stands around.

A short answer does not tell its language, so all languages are read at once.
Accents and capitals do not count.
"""

# From zero to ten. Portuguese "um" is left out: in English it is a hesitation.
COUNTING = (
    "zero one two three four five six seven eight nine ten",
    "zero uno due tre quattro cinque sei sette otto nove dieci",
    "zero uma dois três quatro cinco seis sete oito nove dez",
    "zero jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    "ноль один два три четыре пять шесть семь восемь девять десять",
    "zero unu doi trei patru cinci șase șapte opt nouă zece",
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez",
    "zéro un deux trois quatre cinq six sept huit neuf dix",
    "null eins zwei drei vier fünf sechs sieben acht neun zehn",
    # other genders, cases and spellings
    "нуль одна две - - - - - - - -",
    "- una duas - - fuenf - - - - -",
    "- une dwie - - - - - - - -",
    "- eine două - - - - - - - -",
    "- jedna zwo - - - - - - - -",
    "- - - - - пяти - - - - десяти",
    "- - - - - pięciu - - - - dziesięciu",
    # as marks at school are called
    (
        "- jedynka dwójka trójka czwórka piątka szóstka siódemka ósemka dziewiątka"
        " dziesiątka"
    ),
    (
        "- jedynkę dwójkę trójkę czwórkę piątkę szóstkę siódemkę ósemkę dziewiątkę"
        " dziesiątkę"
    ),
    (
        "- единица двойка тройка четвёрка пятёрка шестёрка семёрка восьмёрка девятка"
        " десятка"
    ),
    (
        "- единицу двойку тройку четвёрку пятёрку шестёрку семёрку восьмёрку девятку"
        " десятку"
    ),
)
ARTICLES = ("a", "an", "un", "una", "uno", "une", "um", "uma", "ein", "eine", "einen")
OUT_OF = (
    *("out of", "of", "su", "de", "em", "na", "z", "из", "din", "sobre", "sur"),
    *("von", "auf", "aus", "over", "dintre"),
)
STARS = (
    *("star", "stars", "stella", "stelle", "stelline", "estrela", "estrelas"),
    *("estrelinhas", "gwiazdka", "gwiazdkę", "gwiazdki", "gwiazdek", "звезда"),
    *("звезду", "звезды", "звёзд", "звёздочка", "звёздочку", "звёздочки", "звёздочек"),
    *("stea", "stele", "steluță", "steluțe", "estrellita", "estrellitas"),
    *("estrella", "estrellas", "étoile", "étoiles", "stern", "sterne", "sternen"),
    *("★", "⭐", "🌟"),
)
POINTS = (
    *("point", "points", "punto", "punti", "ponto", "pontos", "punkt", "punkty"),
    *("punktów", "балл", "балла", "баллов", "punct", "puncte", "puntos", "punkte"),
    *("punkten",),
)
POLITE = (
    *("hi", "hello", "ok", "okay", "please", "pls", "thanks", "thank you", "thx"),
    *("ciao", "grazie", "grazie mille", "per favore", "olá", "obrigado", "obrigada"),
    *("por favor", "dziękuję", "dzięki", "proszę", "спасибо", "пожалуйста"),
    *("mulțumesc", "mersi", "vă rog", "hola", "gracias", "muchas gracias", "bonjour"),
    *("merci", "merci beaucoup", "s'il vous plaît", "svp", "hallo", "danke"),
    *("vielen dank", "danke schön", "bitte", ":)", ":-)"),
)
# What says that the number after it is a score. Left out are German "Note", since 1
# is the best mark at school, and Italian "do", which is until in Polish.
LEADS = (
    *("vote", "my vote", "my vote is", "score", "my score", "my score is", "rating"),
    *("my rating", "my rating is", "my answer", "my answer is", "answer", "csat"),
    *("nps", "i rate", "i rate it", "i rate you", "i give", "i give it", "i give you"),
    *("i would give", "i'd give", "i'd say", "i would say", "i say", "i'd rate"),
    *("i would give it", "i would give you", "i'd give it", "i'd give you"),
    *("i would rate it", "i'd rate it", "i would rate you", "i'd rate you"),
    *("voto", "il mio voto", "il mio voto è", "punteggio", "valutazione"),
    *("vi do", "direi", "dico", "risposta", "la mia risposta è"),
    *("nota", "minha nota", "a minha nota", "minha nota é", "a minha nota é", "dou"),
    *("dou nota", "meu voto", "avaliação", "diria", "resposta"),
    *("ocena", "moja ocena", "moja ocena to", "oceniam na", "daję", "dałbym"),
    *("dałabym", "powiedziałbym", "powiedziałabym", "odpowiedź"),
    *("оценка", "моя оценка", "ставлю", "поставлю", "ставлю вам", "оцениваю на"),
    *("даю", "ответ", "мой ответ"),
    *("nota mea", "nota mea este", "dau", "dau nota", "vă dau", "vă dau nota", "scor"),
    *("evaluare", "aș spune", "răspuns"),
    *("mi nota", "mi nota es", "doy", "le doy", "les doy", "os doy", "pongo"),
    *("le pongo", "os pongo", "puntuación", "calificación", "valoración", "diría"),
    *("respuesta", "mi respuesta es", "mi voto"),
    *("ma note", "ma note est", "je mets", "je donne", "je vous donne", "évaluation"),
    *("je vous mets", "je dirais", "je dis", "réponse", "ma réponse est"),
    *("bewertung", "meine bewertung", "meine bewertung ist", "ich gebe", "gebe"),
    *("ich gebe euch", "ich gebe ihnen", "ich sage", "ich würde sagen", "antwort"),
    *("meine antwort", "meine antwort ist", "punktzahl"),
)
# What may follow a score at once and begins the reason for it. Left out is what
# means something else without its accent or in another language: "mas" (más),
# "mais", "ma", "car", "ale", "since".
CONNECTIONS = (
    *("because", "but", "though", "although", "perché", "poiché", "però", "porque"),
    *("porém", "bo", "ponieważ", "gdyż", "потому что", "так как", "но", "pentru că"),
    *("deoarece", "fiindcă", "dar", "pero", "aunque", "ya que", "parce que"),
    *("parce qu'", "weil", "denn", "aber"),
)
# After "4," they say of what there are four, when or where it is.
COUNTED = (
    *("times", "seconds", "minutes", "hours", "hrs", "days", "weeks", "months"),
    *("years", "people", "items", "orders", "parcels", "am", "pm", "o'clock"),
    *("volte", "secondi", "minuti", "ore", "giorni", "settimane", "mesi", "anni"),
    *("persone", "articoli", "ordini", "pacchi", "vezes", "segundos", "minutos"),
    *("horas", "dias", "semanas", "meses", "anos", "pessoas", "itens", "pedidos"),
    *("razy", "sekund", "minut", "minuty", "godzin", "godziny", "dni", "tygodni"),
    *("tygodnie", "miesięcy", "miesiące", "lat", "lata", "osób", "osoby", "paczki"),
    *("раз", "раза", "секунд", "минут", "минуты", "часа", "часов", "дня", "дней"),
    *("недели", "недель", "месяца", "месяцев", "года", "лет", "человека", "человек"),
    *("ori", "secunde", "minute", "ore", "zile", "săptămâni", "luni", "ani", "colete"),
    *("persoane", "veces", "días", "años", "personas", "artículos", "paquetes"),
    *("fois", "secondes", "heures", "jours", "semaines", "mois", "ans", "personnes"),
    *("articles", "commandes", "colis", "mal", "sekunden", "minuten", "stunden"),
    *("tage", "tagen", "wochen", "monate", "monaten", "jahre", "jahren", "leute"),
    *("artikel", "pakete", "uhr"),
    *("street", "st", "road", "avenue", "via", "viale", "piazza", "rua", "avenida"),
    *("ul", "ulica", "улица", "ул", "strada", "str", "calle", "rue", "boulevard"),
    *("place", "allée", "impasse", "straße", "platz"),
)
# Faces and gestures: they say how he feels, and ask for nothing.
FACES = (
    "\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a"
    "👍👎👌👏💪❤♥💙💚💛🧡💜🖤🤍💕💖💯🎉☹☺💩"
)
QUOTES = "\"'“”„«»‘’"
