"""The automatic texts of a new deployment, in nine languages.

Short enough for a public post on X with a link behind it. A time may stand
after every colon, however it is written.
"""

FALLBACK = "en"
INVITATION = {
    "en": "To look into this with you we need a few details that do not belong in "
    "public. Please send us a private message.",
    "it": "Per aiutarti ci servono alcuni dati che è meglio non scrivere in "
    "pubblico. Mandaci un messaggio privato.",
    "pt": "Para ajudar precisamos de alguns dados que não devem ficar em público. "
    "Envie-nos uma mensagem privada, por favor.",
    "pl": "Aby pomóc, potrzebujemy kilku danych, których lepiej nie podawać "
    "publicznie. Prosimy o wiadomość prywatną.",
    "ru": "Чтобы помочь, нам нужны данные, которые лучше не публиковать. "
    "Напишите нам, пожалуйста, личное сообщение.",
    "ro": "Ca să te putem ajuta, avem nevoie de câteva date care nu trebuie să fie "
    "publice. Te rugăm să ne trimiți un mesaj privat.",
    "es": "Para ayudarte necesitamos algunos datos que es mejor no escribir en "
    "público. Envíanos un mensaje privado, por favor.",
    "fr": "Pour vous aider, il nous faut quelques informations qu'il vaut mieux ne "
    "pas écrire en public. Envoyez-nous un message privé, s'il vous plaît.",
    "de": "Um Ihnen zu helfen, brauchen wir einige Angaben, die nicht öffentlich "
    "sein sollten. Bitte schreiben Sie uns eine private Nachricht.",
}
OUT_OF_HOURS = {
    "en": "Thank you for your message. We are closed at the moment and will answer "
    "once we are back: {back}.",
    "it": "Grazie per il messaggio. In questo momento siamo chiusi. Risponderemo "
    "alla riapertura: {back}.",
    "pt": "Obrigado pela mensagem. De momento estamos encerrados. Respondemos "
    "quando reabrirmos: {back}.",
    "pl": "Dziękujemy za wiadomość. Teraz nie pracujemy. Odpowiemy, gdy wrócimy: "
    "{back}.",
    "ru": "Спасибо за сообщение. Сейчас мы не работаем. Ответим, когда вернёмся: "
    "{back}.",
    "ro": "Mulțumim pentru mesaj. Acum suntem închiși. Îți răspundem când revenim: "
    "{back}.",
    "es": "Gracias por tu mensaje. Ahora estamos cerrados. Te responderemos cuando "
    "volvamos: {back}.",
    "fr": "Merci pour votre message. Nous sommes fermés pour le moment et vous "
    "répondrons à notre retour : {back}.",
    "de": "Danke für Ihre Nachricht. Wir haben gerade geschlossen und antworten, "
    "sobald wir wieder da sind: {back}.",
}
