"""What customers are asked, and told after it, in a new deployment's nine languages.

Each is one short message that fits men and women. ``{lowest}``, ``{highest}`` and
``{link}`` are filled in.
"""

CSAT = {
    "en": "How satisfied are you with our help? 1 = not at all, 5 = very.",
    "it": "Quanto ti è stato utile il nostro aiuto? 1 = per niente, 5 = molto.",
    "pt": "A nossa ajuda foi satisfatória? 1 = nada, 5 = muito.",
    "pl": "Na ile nasza pomoc jest zadowalająca? 1 = wcale, 5 = bardzo.",
    "ru": "Насколько вы довольны нашей помощью? 1 = совсем нет, 5 = очень.",
    "ro": "Cât de util ți-a fost ajutorul nostru? 1 = deloc, 5 = foarte.",
    "es": "¿Te ha servido nuestra ayuda? 1 = nada, 5 = mucho.",
    "fr": "Notre aide vous a-t-elle été utile ? 1 = pas du tout, 5 = tout à fait.",
    "de": "Wie zufrieden sind Sie mit unserer Hilfe? 1 = gar nicht, 5 = sehr.",
}
NPS = {
    "en": "How likely are you to recommend us to a friend? 0 = not at all, "
    "10 = very likely.",
    "it": "Quanto è probabile che ci consigli a un amico? 0 = per niente, "
    "10 = moltissimo.",
    "pt": "Qual a probabilidade de nos recomendar a um amigo? 0 = nenhuma, "
    "10 = muito grande.",
    "pl": "Jak prawdopodobne jest polecenie nas znajomym? 0 = wcale, "
    "10 = bardzo prawdopodobne.",
    "ru": "Насколько вероятно, что вы порекомендуете нас друзьям? 0 = совсем нет, "
    "10 = очень вероятно.",
    "ro": "Cât de probabil este să ne recomanzi unui prieten? 0 = deloc, "
    "10 = foarte probabil.",
    "es": "¿Nos recomendarías a un amigo? 0 = de ninguna manera, "
    "10 = con toda seguridad.",
    "fr": "Nous recommanderiez-vous à un ami ? 0 = certainement pas, "
    "10 = très certainement.",
    "de": "Würden Sie uns Freunden empfehlen? 0 = auf keinen Fall, "
    "10 = auf jeden Fall.",
}
# Behind a question where there are no buttons.
TYPED = {
    "en": "Please answer with a number from {lowest} to {highest}.",
    "it": "Rispondi con un numero da {lowest} a {highest}.",
    "pt": "Responda com um número de {lowest} a {highest}.",
    "pl": "Prosimy o odpowiedź liczbą od {lowest} do {highest}.",
    "ru": "Ответьте, пожалуйста, числом от {lowest} до {highest}.",
    "ro": "Te rugăm să răspunzi cu un număr de la {lowest} la {highest}.",
    "es": "Responde con un número del {lowest} al {highest}.",
    "fr": "Répondez par un nombre de {lowest} à {highest}, s'il vous plaît.",
    "de": "Bitte antworten Sie mit einer Zahl von {lowest} bis {highest}.",
}
# Behind a question that can only be answered on the page.
LINKED = {
    "en": "Please answer here: {link}",
    "it": "Rispondi qui: {link}",
    "pt": "Responda aqui: {link}",
    "pl": "Odpowiedź prosimy podać tutaj: {link}",
    "ru": "Ответить можно здесь: {link}",
    "ro": "Răspunde aici: {link}",
    "es": "Responde aquí: {link}",
    "fr": "Répondez ici : {link}",
    "de": "Hier können Sie antworten: {link}",
}
WHY = {
    "en": "Thank you. What should we have done better?",
    "it": "Grazie. Che cosa avremmo dovuto fare meglio?",
    "pt": "Obrigado. O que deveríamos ter feito melhor?",
    "pl": "Dziękujemy. Co mogliśmy zrobić lepiej?",
    "ru": "Спасибо. Что нам следовало сделать лучше?",
    "ro": "Mulțumim. Ce ar fi trebuit să facem mai bine?",
    "es": "Gracias. ¿Qué deberíamos haber hecho mejor?",
    "fr": "Merci. Qu'aurions-nous dû mieux faire ?",
    "de": "Danke. Was hätten wir besser machen sollen?",
}
THANKS = {
    "en": "Thank you, we are glad to hear that!",
    "it": "Grazie, ne siamo felici!",
    "pt": "Obrigado, ficamos muito contentes!",
    "pl": "Dziękujemy, bardzo nas to cieszy!",
    "ru": "Спасибо, мы очень рады!",
    "ro": "Mulțumim, ne bucurăm!",
    "es": "¡Gracias, nos alegra mucho!",
    "fr": "Merci, cela nous fait plaisir !",
    "de": "Danke, das freut uns!",
}
