"""Thanks, greetings and consent in nine languages, as phrases of plain words.

Words are without accents and in lower case, whatever is written here, and an
apostrophe parts them. ``( | )`` are choices, ``?`` marks what may be missing.
"""

# ruff: noqa: RUF001 - Cyrillic letters are meant

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """How a language says it.

    ``because`` begins what the thanks are for, made of ``things``. A name may
    follow thanks and ``greetings``, but not ``farewells``: who tells a brand by
    name goodbye is leaving it. ``more`` may follow any courtesy; ``warm`` words
    may stand beside one and are none alone: "of course" may be the answer to what
    we asked. "Not at all" is left out: right after thanks, in many languages, it
    means thanks for nothing.
    """

    thanks: str
    because: str
    things: str
    greetings: str
    farewells: str
    consent: str
    more: str
    warm: str


EVERYWHERE = Speech(
    thanks="thx|thanx|tnx",
    because="",
    things="",
    greetings="",
    farewells="ciao|bye",
    consent="ok|okay|okey|oki|super|top",
    more="",
    warm="wow|bravo|xd|x|xx|xxx|xoxo",
)
ENGLISH = Speech(
    thanks="(no )?thanks|(no )?thank (you|u|ya)|thankyou|thanku|thnx|thks|tks|ty|tysm"
    "|tyvm|cheers|(many|big|huge) thanks|much appreciated|(i |we )?"
    "(really )?appreciate (it|that|(the|your) (help|support|reply|response))",
    because="for",
    things="the|your|all|you|guys|this|that|it|everything|quick|fast|speedy|prompt"
    "|swift|rapid|great|kind|amazing|awesome|excellent|wonderful|good|lovely|very"
    "|really|so|help|helping|support|assistance|reply|replying|response|responding"
    "|answer|answering|info|information|advice|feedback|update|clarification|time"
    "|patience|effort|efforts|understanding|attention|getting back|to|me|us|letting"
    "|know|reaching|out|explaining|and|tip|tips|clarifying|confirming",
    greetings="hi|hello|hey|hiya|good (morning|afternoon|evening)|dear",
    farewells="good night|goodnight|bye bye|goodbye|see (you|ya)|take care"
    "|all the best|(best|kind) (regards|wishes)|have a (very )?(great|good|nice|lovely"
    "|wonderful|blessed|fantastic) (day|evening|night|weekend|week|one|morning"
    "|afternoon|time)|regards|happy (new year|holidays|easter|friday|weekend)"
    "|merry christmas",
    consent="kk|okie( dokie)?|alright|all right|got it|gotcha|understood|noted"
    "|i (understand|see)|will do|great|perfect|cool|all (good|set)"
    "|no (problem|worries|prob)|np|fair enough|good to know|makes sense|will check it"
    "|(you are|you re|youre|ur) (very )?welcome|my pleasure",
    more="(so|very) (very )?much|a (lot|lots|million|ton)|lots|loads|again|once again"
    "|guys|all|everyone|everybody|team|folks|mate|man|bro|buddy|sir|madam|there|too"
    "|as well|both|to you|to you all|kindly|anyway|then|now|indeed|in any case",
    warm="sure|sounds (good|great)"
    "|oh|ah|aw|aww|well|so|and|good|nice|awesome|excellent|fantastic|wonderful"
    "|brilliant|amazing|lovely|fab|sweet|yay|you rock|god bless( you)?|bless you"
    "|(you are|you re|youre|ur) (the best|great|amazing|awesome|very kind|a star|kind)"
    "|much love|great (help|stuff)|very kind|you too|very helpful"
    "|(it |this |that )?(works|worked)( now| fine| perfectly)?( now)?"
    "|(it s |its |it is |all |everything is |problem |issue |already |now |is |been )?"
    "(working|fixed|sorted|solved|resolved)( now)?|(that|it|this) (solved|fixed) it",
)
ITALIAN = Speech(
    thanks="(no )?grazie( (mille|tante|infinite|davvero|di cuore|di tutto))?|grz"
    "|(mille|tante|molte) grazie|(ti|vi|la) ringrazio( (molto|tanto))?|ringrazio",
    because="per|dell|della|del",
    things="l|la|il|le|i|lo|vostra|vostro|tua|tuo|sua|suo|aiuto|risposta|rapida|veloce"
    "|velocissima|rapidissima|immediata|celere|gentile|gentilezza|disponibilita"
    "|assistenza|supporto|informazione|informazioni|info|tempo|pazienza|attenzione"
    "|chiarimento|chiarimenti|interessamento|cortesia|tutto|tempestiva|tempestivita"
    "|consiglio|consigli|avermi|averci|risposto|aiutato|e",
    greetings="ciao|salve|buongiorno|buon giorno|buonasera|buona sera|gentile|caro"
    "|cara",
    farewells="buonanotte|buona (notte|giornata|serata|domenica|settimana)"
    "|buon (pomeriggio|lavoro|fine settimana|weekend|week end|natale|anno)|arrivederci"
    "|a presto|saluti|(cordiali|cari|tanti) saluti|un saluto|auguri|buone feste",
    consent="va bene|va benissimo|d accordo|daccordo|perfetto|benissimo|ottimo|capito"
    "|ho capito|tutto chiaro|chiaro|ricevuto|prego"
    "|figurati|figuratevi|nessun problema|tutto a posto|bene|faro cosi",
    more="a (te|voi|lei|tutti|tutte)|ancora|molto|tanto|davvero|ragazzi|ragazze|allora"
    "|lo stesso|anche a (te|voi|lei)|altrettanto|di nuovo|cosi|di tutto|tutti",
    warm="certo|certamente"
    "|ah|oh|e|molto (gentile|gentili)|gentilissimo|gentilissima|gentilissimi|bravi"
    "|bravissimi|grandi|mitici|siete (grandi|fantastici|gentilissimi|bravissimi"
    "|i migliori|stati gentilissimi)|(sei|e) (stato |stata )?(molto )?gentile"
    "|un abbraccio|abbracci|baci|(problema |tutto |ora |adesso )?(risolto|funziona)"
    "( ora| adesso)?( tutto)?",
)
PORTUGUESE = Speech(
    thanks="(nao )?(muito |muitissimo )?(obrigado|obrigada|obrigados|obrigadas)"
    "|obrigadinho|obrigadinha|obrigadao|obg|obgd|vlw|valeu|brigado|brigada|grato|grata"
    "|agradeco( (muito|imenso))?|(muito )?(agradecido|agradecida)",
    because="pela|pelo|pelas|pelos|por",
    things="a|o|sua|seu|vossa|vosso|tua|teu|ajuda|resposta|rapida|rapido|atencao|apoio"
    "|suporte|retorno|tempo|paciencia|disponibilidade|informacao|informacoes|info"
    "|esclarecimento|esclarecimentos|rapidez|gentileza|tudo|atendimento|dica|dicas|me"
    "|ajudar|responder|compreensao|simpatia|e",
    greetings="oi|ola|bom dia|boa (tarde|noite|semana)|caro|cara",
    farewells="bom (fim de semana|trabalho|domingo|feriado)|tchau|adeus|ate (logo"
    "|breve|mais|amanha|a proxima)|abraco|(um |grande )?abraco|abracos|beijos"
    "|cumprimentos|saudacoes|feliz (natal|ano novo)|(um )?(otimo|excelente) dia"
    "|tenha (um )?(bom|otimo|excelente) dia",
    consent="ta bom|ta bem|tudo bem|tudo certo|esta bem|certo|beleza|blz|perfeito"
    "|otimo|entendi|entendido|compreendi|combinado|sem problema"
    "|sem problemas|fixe|show|maravilha",
    more="mesmo|demais|novamente|a todos|a voces|pessoal|gente|amigos|imenso|entao"
    "|tambem|igualmente|por tudo|mais uma vez|de novo|muito|equipa|equipe",
    warm="com certeza|claro"
    "|ah|oh|e|muito (bom|bem|gentil|amavel)|voces sao (demais|otimos|top"
    "|incriveis)|excelente|nota dez|parabens|deus (te|vos|os) abencoe"
    "|(problema |ja |agora )?(esta |foi |ficou )?(resolvido|resolveu|funciona)"
    "|ja esta|deu certo|ja esta (a funcionar|funcionando)",
)
POLISH = Speech(
    thanks="(nie )?(bardzo |serdecznie |pięknie |ślicznie )?(dziękuję|dziękujemy"
    "|dziękuje|dzięki|dziena|dzięks|dzia)|(wielkie|stokrotne) dzięki|podziękowania",
    because="za",
    things="pomoc|odpowiedź|szybką|szybka|szybkie|błyskawiczną|informację|informacje"
    "|info|wyjaśnienie|wyjaśnienia|wsparcie|czas|cierpliwość|wszystko|kontakt|miłą"
    "|obsługę|zainteresowanie|reakcję|podpowiedź|radę|wskazówki|i|państwa|waszą|twoją",
    greetings="cześć|hej|hejka|dzień dobry|dobry wieczór|witam|witajcie|siema",
    farewells="dobranoc|do widzenia|do zobaczenia|do usłyszenia|pa|pa pa|papa|na razie"
    "|pozdrawiam|(serdecznie )?pozdrawiam|pozdrowienia|(miłego|dobrego"
    "|spokojnego) (dnia|wieczoru|weekendu|popołudnia|tygodnia)|wesołych świąt"
    "|trzymajcie się",
    consent="dobrze|dobra|w porządku|jasne|rozumiem|zrozumiałem|zrozumiałam"
    "|super|świetnie|idealnie|spoko|git|nie ma (sprawy|problemu)"
    "|wszystko jasne|przyjąłem|przyjęłam|luz|no (dobrze|dobra|ok|tak)",
    more="bardzo|serdecznie|wam|wszystkim|jeszcze raz|raz jeszcze|ci|panu|pani|państwu"
    "|wzajemnie|również|też|ogromnie|pięknie|ślicznie|wielkie|ekipo",
    warm="oczywiście|zgoda|pewnie"
    "|o|oo|ach|a|i|to|jesteście (super|najlepsi|wielcy|świetni|kochani)"
    "|rewelacja|brawo|bardzo (miło|mi miło)|miło|ekstra|pozdro|całusy|buziaki"
    "|(już |teraz )?(działa|załatwione)( już)?"
    "|problem rozwiązany",
)
RUSSIAN = Speech(
    thanks="(нет )?(большое |огромное |спасибо большое )?(спасибо|спс|спасибки|пасиб"
    "|пасиба|спасиб|спасибочки)|благодарю|благодарим|благодарствую|признателен"
    "|признательна|(очень )?(благодарен|благодарна)",
    because="за",
    things="помощь|ответ|быстрый|оперативный|скорый|быструю|оперативность|информацию"
    "|инфу|поддержку|внимание|время|терпение|разъяснение|разъяснения|отзывчивость|все"
    "|вашу|ваш|содействие|консультацию|подсказку|совет|понимание|и|участие",
    greetings="привет|здравствуйте|здравствуй|здрасте|добрый (день|вечер)|доброе утро",
    farewells="доброй ночи|доброго (дня|вечера|времени суток)|спокойной ночи|пока"
    "|пока пока|до (свидания|встречи|связи|завтра)|всего (доброго|хорошего|наилучшего)"
    "|хорошего (дня|вечера|настроения)|(хороших|приятных) выходных|удачи|с уважением"
    "|(удачного|приятного|отличного) (дня|вечера)|с (новым годом|праздником)",
    consent="ок|окей|оке|хорошо|понял|поняла|понятно|ясно|принято|ладно"
    "|отлично|супер|класс|замечательно|прекрасно"
    "|без проблем|все (понятно|ясно|хорошо|понял|поняла|в порядке|отлично)"
    "|ну (ладно|хорошо|ок|понятно)",
    more="большое|огромное|вам|тебе|всем|очень|еще раз|ребята|ребят|и вам|взаимно|тоже"
    "|также|от души|преогромное|тогда|вам большое|вам огромное|за все",
    warm="конечно|договорились"
    "|о|ой|ого|а|и|вы (лучшие|супер|молодцы|классные)|молодцы|очень приятно"
    "|приятно|круто|здорово|умницы|ура|(все |уже |теперь )?(заработало|работает|решено)"
    "|(проблема|вопрос) (решена|решен)",
)
ROMANIAN = Speech(
    thanks="(nu )?(mulțumesc|mulțumim|mulțam|mersi|merci)|(multe|mii de) mulțumiri"
    "|mulțumiri|vă (mulțumesc|mulțumim)|îți mulțumesc",
    because="pentru|de",
    things="ajutor|ajutorul|răspuns|răspunsul|răspunsurile|prompt|promptitudine|rapid"
    "|rapidă|informație|informația|informații|informațiile|info|suport|suportul|timp"
    "|timpul|acordat|răbdare|tot|înțelegere|atenție|atenția|sprijin|sprijinul|sfat"
    "|sfaturi|sfatul|clarificare|clarificări|lămuriri|amabilitate|oferit|și"
    "|dumneavoastră",
    greetings="bună|salut|servus|alo|bună (ziua|seara|dimineața)|neața",
    farewells="noapte bună|la revedere|pa|pa pa|papa|pe curând|numai bine"
    "|toate cele bune|o (zi|seară|săptămână) (bună|frumoasă|minunată|plăcută)"
    "|o zi bună|un weekend (plăcut|frumos)|weekend plăcut|(o zi|zi) (frumoasă|bună)"
    "|cu (stimă|respect|drag)|sărbători fericite|crăciun fericit|la mulți ani",
    consent="bine|în regulă|e în regulă|am înțeles|înțeles|perfect|excelent"
    "|cu plăcere|nicio problemă"
    "|foarte bine|e ok|e bine|clar",
    more="mult|frumos|foarte mult|din suflet|încă o dată|tuturor|și (vouă|ție|dvs)"
    "|la fel|de asemenea|vouă|ție|dvs|dumneavoastră|atunci|tare|echipa|din inimă",
    warm="de acord|desigur|sigur( că da)?"
    "|a|ah|oh|și|sunteți (super|cei mai buni|minunați|grozavi|tari)|felicitări"
    "|tare|foarte (amabil|amabili|drăguț|frumos)|minunat|grozav|pupici"
    "|(s a |am )?rezolvat|(acum |deja )?(merge|funcționează)( acum)?",
)
SPANISH = Speech(
    thanks="(no )?(muchas |muchisimas |mil |infinitas )?gracias|grax|grcs|se (lo |les "
    "|te |le )?agradece( mucho)?|(os|les|te|le|lo) agradezco( mucho)?"
    "|(muy )?(agradecido|agradecida)",
    because="por",
    things="la|el|tu|su|vuestra|vuestro|sus|ayuda|respuesta|rápida|rápido|pronta"
    "|atención|apoyo|tiempo|paciencia|información|info|aclaración|aclarar|aclararlo"
    "|todo|rapidez|amabilidad|contestar|responder|ayudarme|ayudar|soporte|gestión"
    "|interés|consejo|consejos|avisar|comprensión|gentileza|y|buena",
    greetings="hola|buenas|buen día|buenos días|buenas (tardes|noches)|estimado"
    "|estimada|estimados",
    farewells="adiós|chao|chau|hasta (luego|pronto|la próxima|mañana)|nos vemos"
    "|(un )?(cordial )?saludo|saludos|(un )?abrazo|(que )?(tenga|tengan|tengas"
    "|tengáis) (un )?(buen|buena|lindo|excelente|feliz) (día|tarde|noche"
    "|fin de semana)|feliz (día|tarde|noche|navidad|año)|buen finde|buen fin de semana"
    "|besos",
    consent="vale|de acuerdo|está bien|muy bien|bien|perfecto|genial|entendido"
    "|entiendo|comprendo|listo|sin problema"
    "|ningún problema|estupendo|todo (bien|claro|listo)|recibido|dale|excelente",
    more="de nuevo|otra vez|nuevamente|de verdad|a (ti|vosotros|ustedes|usted|todos"
    "|vos)|chicos|chicas|equipo|amigos|igualmente|también|de corazón|por todo|mucho"
    "|muchas|entonces|una vez más",
    warm="claro|por supuesto"
    "|ah|oh|y|sois (los mejores|geniales|unos cracks|increíbles)|crack|cracks"
    "|son (los mejores|geniales|increíbles)|muy amable|muy amables|qué amables"
    "|fenomenal|fantástico|guay|bendiciones|olé|(ya|ahora) funciona"
    "|(ya |problema )?(está |quedó )?(solucionado|resuelto|arreglado)",
)
FRENCH = Speech(
    thanks="(non )?(merci|mrc)|(un )?(grand|gros) merci|mille (merci|mercis)|je (vous"
    "|te) remercie( (beaucoup|bien|infiniment))?|avec mes remerciements|remerciements"
    "|merci (beaucoup|bien|infiniment|mille fois)|merci à (vous|toi|tous)",
    because="pour|de|d",
    things="la|le|les|l|votre|vos|ton|ta|aide|réponse|réponses|rapide|rapidité|rapides"
    "|réactivité|retour|info|infos|information|informations|précision|précisions|temps"
    "|patience|tout|support|gentillesse|attention|disponibilité|conseil|conseils|m"
    "|nous|avoir|aidé|aidée|répondu|explication|explications|et|suivi|soutien"
    "|compréhension",
    greetings="bonjour|bonsoir|salut|coucou|cher|chère|chers",
    farewells="au revoir|à (bientôt|plus|demain|la prochaine)|bonne (journée|soirée"
    "|nuit|semaine|fin de (journée|semaine|soirée)|continuation|année|fête)"
    "|bon (week end|weekend|dimanche|après midi|courage)|cordialement|bien à vous"
    "|bien cordialement|joyeux noël|bonnes fêtes|belle (journée|soirée)|bises",
    consent="d accord|daccord|dac|entendu|compris|j ai compris|parfait|très bien|bien"
    "|bien reçu|reçu|noté|c est noté|ça marche|ça roule|pas de (problème|souci|soucis)"
    "|je vous en prie|je t en prie|avec plaisir|tout est (clair|bon|ok)|nickel"
    "|c est (parfait|bon|clair|compris|super)|génial|je comprends|impeccable",
    more="beaucoup|bien|infiniment|à (vous|toi|tous|toute l équipe)|encore"
    "|encore une fois|vous aussi|toi aussi|également|de même|l équipe|les gars"
    "|tout le monde|alors|pour tout|quand même|mille fois|vraiment|énormément",
    warm="bien sûr"
    "|ah|oh|et|vous êtes (géniaux|super|au top|les meilleurs|adorables)|au top"
    "|(c est|très|trop) (gentil|sympa|aimable)|c est très (gentil|sympa)|gentil"
    "|excellent|bisous|(c est |problème )?(réglé|résolu)"
    "|ça (fonctionne|remarche|marche)( maintenant)?",
)
GERMAN = Speech(
    thanks="(nein )?danke|(vielen|besten|herzlichen|tausend|lieben) dank|dankeschön"
    "|(ich )?danke (dir|euch|ihnen)( (sehr|vielmals))?|ich bedanke mich|bedanke mich"
    "|danke (schön|sehr|vielmals)|merci|thanks|vielen lieben dank|herzlichsten dank"
    "|dank dir|dank euch",
    because="für",
    things="die|das|den|eure|ihre|deine|euren|ihren|deinen|euer|ihr|alles|schnelle"
    "|schneller|rasche|prompte|super|tolle|nette|freundliche|gute|antwort|rückmeldung"
    "|hilfe|info|infos|information|informationen|auskunft|unterstützung|support|geduld"
    "|mühe|zeit|hinweis|tipp|tipps|aufklärung|erklärung|bemühungen|verständnis"
    "|kontaktaufnahme|so|sehr|und|klarstellung",
    greetings="hallo|hi|hey|moin|servus|guten (morgen|tag|abend)|grüß gott|liebe"
    "|lieber|liebes",
    farewells="gute nacht|tschüss|tschüß|tschau|auf wiedersehen|auf wiederhören"
    "|bis (bald|dann|später|morgen)|ade|(einen )?(schönen|guten|tollen) (tag|abend"
    "|feierabend|sonntag|rest)( noch)?|pfiat di|(ein )?(schönes|tolles) (wochenende"
    "|we)|(schöne|liebe|viele|beste|herzliche) (grüße|feiertage|woche)"
    "|(mit )?(freundlichen|freundliche) (grüßen|grüße)|mfg|lg|vg|frohe weihnachten"
    "|(frohes|gutes) neues( jahr)?|noch (einen )?schönen (tag|abend)"
    "|noch ein schönes wochenende",
    consent="alles klar|klar|in ordnung|geht klar|passt|perfekt|verstanden|verstehe"
    "|gut|sehr gut|wunderbar|prima|toll|klasse|gern geschehen|gerne|gern"
    "|kein problem|keine ursache|alles (gut|bestens)|mach ich"
    "|werde ich machen|na gut|okidoki|jo",
    more="sehr|schön|vielmals|nochmal|nochmals|noch mal|noch einmal|euch|dir|ihnen"
    "|an alle|leute|team|ebenfalls|ebenso|gleichfalls|auch|dann|trotzdem|herzlich"
    "|allen|zusammen|von herzen|euch auch|dir auch|ihnen auch|noch",
    warm="einverstanden|ah|oh|ach|und|so|ihr seid (super|die besten|toll|spitze|klasse)"
    "|sehr (nett|lieb|freundlich)|(das ist )?(sehr )?(nett|lieb)|spitze|freut mich"
    "|juhu|hurra|(hat sich |ist )?(schon )?(erledigt|gelöst)|problem gelöst"
    "|(es |jetzt )?(geht|funktioniert)( jetzt)?( wieder)?|hat (geklappt|funktioniert)",
)
SPEECHES = (
    *(ENGLISH, ITALIAN, PORTUGUESE, POLISH, RUSSIAN, ROMANIAN),
    *(SPANISH, FRENCH, GERMAN),
)
