"""What makes a message urgent, in the words of customers and nine languages.

Alternatives are parted by ``|``; they read as in settings (phrases.py).
"""

from collections.abc import Mapping

from shared.text.phrases import terms

_WORDS: Mapping[str, Mapping[str, str]] = {
    "safety": {
        "en": "caught fire|on fire|smoke coming|smoking battery|exploded|explosion|electric shock|electrocuted"
        "|burned my|burnt my|injured|injury|injuries|food poisoning|allergic reaction|got sick from"
        "|made me sick|ambulance|gas leak|unsafe|dangerous|not safe|feel threatened|harassed|assaulted"
        "|assault|choking|choked|suicid*|kill myself|medical emergency|glass in|in hospital"
        "|in the hospital|taken to hospital|went to hospital|to the hospital with|hospitalised|hospitalized|want to die"
        "|threatened me|leaks gas|leaking gas|gas leaking|smell gas|smells of gas",
        "it": "preso fuoco|in fiamme|incendio|esplos*|scossa elettrica|ustion*|ferito|ferita|intossicazion*"
        "|reazione allergica|ospedale|ambulanza|fuga di gas|pericoloso|pericolosa|pericolo|aggredit*"
        "|molestat*|soffocat*|suicid*|pronto soccorso|vetro dentro|pezzo di vetro|pezzi di vetro"
        "|vetro nel*|rischiato di soffocare|voglio morire|odore di gas",
        "pt": "pegou fogo|em chamas|incêndio|explodiu|explosão|choque elétrico|queimad*|ferid*|intoxica*"
        "|reação alérgica|hospital|ambulância|vazamento de gás|fuga de gás|perigos*|perigo|agredid*"
        "|assediad*|suicíd*|me matar|vidro dentro|vidro na|vidro no|pedaço de vidro|passei mal com"
        "|quero morrer|cheiro a gás|cheiro de gás",
        "pl": "zapalił*|pożar|pali się|wybuch*|poraził*|poparz*|ranny|ranna|obrażen*|zatruci*|zatruł*"
        "|reakcj* alergiczn*|szpital*|karetk*|wyciek gazu|ulatnia się gaz|niebezpieczn*|zagrożeni* życia"
        "|napadł*|molestow*|samobój*|szkło w|chcę umrzeć|czuć gaz",
        "ru": "загорел*|пожар|горит проводка|взорвал*|взрыв|ударило током|ожог*|обжег*|травм*|отравил*"
        "|отравлен*|аллергическ*|больниц*|скорую|скорая помощь|утечка газа|пахнет газом|опасно|опасен"
        "|опасная|напал*|домогал*|самоубий*|стекло в|хочу умереть|не хочу жить",
        "ro": "a luat foc|incendiu|explod*|explozi*|curentat|electrocut*|ars la|rănit*|intoxica*"
        "|reacție alergică|spital*|ambulanț*|scurgere de gaz|scurgeri de gaze|pericol|periculos"
        "|periculoas*|agresat*|hărțuit*|sinucid*|cioburi în|vreau să mor|miroase a gaz|ia foc"
        "|arde telefonul|telefonul arde|arde încărcătorul|încărcătorul arde|arde priza|arde bateria"
        "|bateria arde",
        "es": "se incendió|se prendió fuego|en llamas|incendio|explotó|explosión|descarga eléctrica|quemadura*"
        "|herid*|lesionad*|intoxica*|reacción alérgica|hospital|ambulancia|fuga de gas|peligros*|peligro"
        "|agredid*|acosad*|suicid*|matarme|vidrio en|intoxiqu*|quiero morir|olor a gas|huele a gas"
        "|vidrios en",
        "fr": "pris feu|en feu|incendie|explosé|explosion|choc électrique|électrocuté*|brûlure*|brûlé la"
        "|blessé*|intoxication|réaction allergique|hôpital|ambulance|fuite de gaz|dangereux|dangereuse"
        "|en danger|agressé*|harcelé*|suicid*|verre dans|aux urgences|morceau de verre|bout de verre"
        "|intoxiqu*|veux mourir|envie de mourir|odeur de gaz",
        "de": "in brand|feuer gefangen|rauch aus|explodiert|explosion|stromschlag|verbrannt|verletzt"
        "|verletzung*|lebensmittelvergiftung|vergiftet|allergische reaktion|krankenhaus|notaufnahme"
        "|krankenwagen|gasgeruch|gasleck|gefährlich|lebensgefahr|angegriffen|belästigt|suizid*|umbringen"
        "|scherben in|es brennt|akku brennt|gerät brennt|brennt das|hat gebrannt|fing feuer|glasscherbe*"
        "|scherbe im|glassplitter*|will sterben|riecht nach gas",
    },
    "vulnerable": {
        "en": "im disabled|i'm disabled|i am disabled|disabled person|disabled passenger*|disabled son"
        "|disabled daughter|disabled mother|disabled father|disabled customer|registered disabled"
        "|disability|wheelchair|elderly|my grandmother|my grandfather|pregnant|newborn|my baby|insulin"
        "|oxygen|dialysis|pacemaker|cancer patient|chemo|blind|deaf|autistic|bereaved|passed away"
        "|my late husband|my late wife|funeral|stranded|homeless|cant afford food|can't afford food"
        "|domestic violence|husband died|wife died|mother died|father died|mum died|mom died|dad died"
        "|son died|daughter died",
        "it": "disabil*|invalido civile|invalida civile|invalidità|sedia a rotelle|anzian*|mia nonna"
        "|mio nonno|incinta|neonat*|mio bambino|insulina|ossigeno|dialisi|chemioterapia|non vedente"
        "|cieco|cieca|sordo|sorda|lutto|deceduto|deceduta|funerale|bloccati in|violenza domestica",
        "pt": "deficient*|deficiência|cadeira de rodas|idoso|idosa|minha avó|meu avô|grávida|recém nascido"
        "|meu bebê|meu bebé|insulina|oxigênio|oxigénio|diálise|quimioterapia|cego|cega|surdo|surda"
        "|faleceu|falecid*|funeral|velório|luto|violência doméstica",
        "pl": "niepełnosprawn*|inwalid*|wózek inwalidzki|wózku inwalidzkim|starsza osoba|starsze osoby"
        "|babci*|dziadek|w ciąży|noworod*|niemowl*|insulin*|tlen|dializ*|chemioterap*|niewidom*"
        "|głuch*|zmarł*|pogrzeb*|żałob*|przemoc domow*|utknęliśmy|utknęłam|utknąłem",
        "ru": "инвалид*|коляск*|пожил*|бабушк*|дедушк*|беременн*|новорожден*|младен*|грудной ребенок|инсулин*"
        "|кислород*|диализ*|химиотерап*|слепой|слепая|глух*|скончал*|похорон*|домашн* насили*|застряли"
        "|умер муж|муж умер|умер отец|отец умер|умер папа|папа умер|умер дедушка|умер сын|сын умер"
        "|умер брат|умерла мама|мама умерла|умерла мать|мать умерла|умерла жена|жена умерла"
        "|умерла бабушка",
        "ro": "dizabil*|handicap*|scaun cu rotile|vârstnic*|în vârstă|bunica|bunicul|însărcinată|gravidă"
        "|nou născut|bebelușul|insulin*|oxigen|dializ*|chimioterap*|nevăzător*|surd|surdă|decedat*"
        "|înmormânt*|doliu|violență domestică|blocați în|mama a murit|mama mea a murit|tata a murit"
        "|tatăl meu a murit|soțul meu a murit|soția mea a murit|a murit mama|a murit tata|a murit soțul"
        "|a murit soția",
        "es": "discapaci*|silla de ruedas|anciano|anciana|mi abuela|mi abuelo|embarazada|recién nacido"
        "|mi bebé|insulina|oxígeno|diálisis|quimioterapia|ciego|ciega|sordo|sorda|falleció|fallecid*"
        "|funeral|luto|varados|violencia de género|violencia doméstica",
        "fr": "handicap*|fauteuil roulant|personne âgée|personnes âgées|ma grand mère|mon grand père"
        "|enceinte|nouveau né|mon bébé|insuline|oxygène|dialyse|chimio*|aveugle|malvoyant*|sourd"
        "|sourde|décédé*|décès|obsèques|enterrement|deuil|violences conjugales|bloqués à",
        "de": "behindert*|behinderung|schwerbehindert*|rollstuhl*|pflegebedürftig*|meine oma|mein opa"
        "|meine großmutter|mein großvater|schwanger|neugeboren*|mein baby|insulin|sauerstoff|dialyse"
        "|chemotherapie|blind|gehörlos|taub|verstorben|todesfall|beerdigung|trauerfall|gestrandet"
        "|häusliche gewalt|ist gestorben|sind gestorben|mutter gestorben|vater gestorben|mann gestorben"
        "|frau gestorben",
    },
    "legal": {
        "en": "lawyer*|attorney*|solicitor*|sue you|will sue|to sue|gonna sue|ill sue|sue them|suing|lawsuit*"
        "|legal action|small claims|take you to court|see you in court|ombudsman|trading standards"
        "|better business bureau|bbb complaint|report you to|consumer rights|consumer protection"
        "|regulator|ofcom|ofgem|file a complaint with|illegal|police report|the police|gdpr request"
        "|breach of contract|complaint with the ftc|complaint to the ftc|the ftc",
        "it": "avvocat*|denunci*|querel*|vie legali|azione legale|azioni legali|tribunale|diffid*|codacons"
        "|altroconsumo|agcom|garante|carabinieri|polizia|illegale|associazione consumatori"
        "|class action|giudice di pace",
        "pt": "advogad*|processo judicial|ação judicial|tribunal|procon|reclame aqui|livro de reclamações"
        "|anacom|anatel|polícia|boletim de ocorrência|ilegal|denúncia|denunciar|meus direitos"
        "|processar vocês|processar voces|processar a empresa|processar essa empresa"
        "|processar esta empresa|na justiça|recorrer à justiça|ir à justiça|pela justiça",
        "pl": "prawnik*|adwokat*|radca prawny|pozew|pozwę|pozwać|do sądu|w sądzie|sądownie|uokik"
        "|rzecznik* konsument*|rzecznik* praw|policj*|prokuratur*|nielegaln*|droga sądowa"
        "|drogę sądową|zgłoszę sprawę|wezwanie przedsądowe",
        "ru": "юрист*|адвокат*|подам в суд|подать в суд|через суд|в суд|судебн*|иск|роспотребнадзор*"
        "|прокуратур*|полици*|заявление в|цб рф|центробанк|финомбудсмен*|незаконн*|права потребител*"
        "|претензи*|в суде",
        "ro": "avocat*|în instanță|tribunal*|judecată|anpc|protecția consumator*|protectia consumator*"
        "|ancom|poliți*|plângere penală|ilegal*|acțiune în justiție|reclamație la",
        "es": "abogad*|demandar*|una demanda|demanda judicial|denunci*|acciones legales|acción legal|juzgado"
        "|tribunal*|profeco|facua|ocu|hoja de reclamaciones|policía|ilegal|indecopi|sernac|mis derechos"
        "|superintendencia|reclamación en consumo|oficina del consumidor",
        "fr": "porter plainte|porterai plainte|dépôt de plainte|tribunal|action en justice|poursuites"
        "|mise en demeure|dgccrf|que choisir|60 millions de consommateurs|médiateur|huissier*|police"
        "|illégal*|cnil|mes droits|mon avocat|mon avocate|notre avocat|mes avocats|avocats"
        "|un avocat vous|voir un avocat|prendre un avocat|contacter un avocat|consulter un avocat"
        "|avec un avocat|par avocat|cabinet d'avocat|en justice|la justice",
        "de": "anwalt|anwältin|rechtsanwalt*|anwaltlich*|verklag*|klage|klagen|rechtliche schritte|rechtsweg"
        "|zeige sie an|erstatte anzeige|anzeige erstatten|strafanzeige|verbraucherzentrale"
        "|verbraucherschutz|bundesnetzagentur|schlichtungsstelle|polizei|illegal|rechtswidrig|abmahnung"
        "|fristsetzung|vor gericht|gerichtlich*|zum gericht|gericht sehen|gericht gehen"
        "|gerichtsverfahren|amtsgericht|landgericht",
    },
    "threat_to_leave": {
        "en": "cancel my account|cancel my subscription|cancel my contract|cancelling my|canceling my"
        "|cancel everything|switch provider*|change provider*|never again|never fly|never buying"
        "|never buy|never order|never shop|never using|last time i will|last time ill|last time i ever"
        "|last time i shop|last time i fly|last time i use|last time i order|last time i buy"
        "|lost a customer|lost my business|lose a customer|losing a customer|lose me as"
        "|taking my business|take my business|taking my money|done with you|closing my account"
        "|close my account|leaving you|ex customer|boycott*|switch to another provider"
        "|switch to another company|switch to another bank|switch to another network|another provider"
        "|your competitor*|a competitor|the competition|business elsewhere|switching to",
        "it": "disdico|disdetta|passo a|passare a un altro|cambio operatore|cambiare operatore|cambio gestore"
        "|mai più|ultima volta che compro|ultima volta che ordino|ultima volta che viaggio"
        "|ultima volta che uso|perso un cliente|perdete un cliente|chiudo il conto|chiudere il conto"
        "|vado dalla concorrenza|passo alla concorrenza|annullo l'abbonamento|boicott*"
        "|cancello il contratto|cancello l'abbonamento",
        "pt": "cancelar minha conta|cancelar o contrato|cancelar meu plano|cancelar a assinatura|vou cancelar"
        "|vou mudar de|mudar de operadora|trocar de operadora|trocar de banco|nunca mais compr*"
        "|nunca mais uso|nunca mais viaj*|nunca mais peço|nunca mais volto|última vez que compro"
        "|última vez que uso|última vez que viajo|última vez que peço|perderam um cliente"
        "|perder um cliente|perdeu um cliente|encerrar minha conta|boicot*|para a concorrência"
        "|pra concorrência|da concorrência|vou mudar para|vou mudar pra",
        "pl": "rezygnuję|zrezygnuję|zrywam umowę|rozwiązuję umowę|wypowiadam umowę|przechodzę do"
        "|przenoszę się|zmieniam operatora|zmienię operatora|zmieniam bank|nigdy więcej"
        "|ostatni raz kup*|ostatni raz zamaw*|ostatni raz korzyst*|straciliście klienta"
        "|tracicie klienta|stracicie klienta|zamykam konto|do konkurencji|bojkot*",
        "ru": "ухожу|уйду к|уйду от|перехожу к|перейду к|сменю оператора|меняю оператора|сменю банк"
        "|больше никогда|никогда больше|последний раз покупаю|последний раз заказываю"
        "|последний раз пользуюсь|последний раз лечу|потеряли клиента|теряете клиента"
        "|потеряете клиента|закрываю счет|закрою счет|закрыть все счета|расторгаю|расторгнуть договор"
        "|к конкурентам|бойкот*",
        "ro": "renunț la|renunț la contract|reziliez|trec la|mă mut la|schimb operatorul|schimb furnizorul"
        "|niciodată nu mai|nu mai cumpăr|nu mai comand|ultima dată când cumpăr"
        "|ultima dată când comand|ultima dată când zbor|ați pierdut un client|pierdeți un client"
        "|închid contul|la concurență|boicot*",
        "es": "darme de baja|me doy de baja|cancelar mi cuenta|cancelar mi contrato|cancelar mi suscripción"
        "|voy a cancelar|me cambio a|me cambio de compañía|me voy a cambiar|cambiar de compañía"
        "|cambiarme de|nunca más compr*|nunca más vuel*|nunca más uso|nunca más viaj*"
        "|última vez que compro|última vez que uso|última vez que viajo|última vez que pido"
        "|última vez que vuelo|perdieron un cliente|pierden un cliente|perder un cliente"
        "|han perdido un cliente|cerrar mi cuenta|me voy a la competencia|boicot*|nunca más les"
        "|cancelo mi contrato|cancelo mi cuenta",
        "fr": "je résilie|vais résilier|je change d'opérateur|changer d'opérateur|changer de banque"
        "|je pars chez|plus jamais|jamais plus|dernière fois que j'achète|dernière fois que je commande"
        "|dernière fois que je prends|dernière fois que je voyage|perdu un client|perdu une cliente"
        "|perdre un client|perdez un client|ferme mon compte|fermer mon compte|à la concurrence|boycott*"
        "|je vais chez la concurrence|je passe chez|vais chez un concurrent",
        "de": "ich kündige|werde kündigen|kündige ich|wechsle zu|wechsele zu|wechsel zu|wechseln zu"
        "|anbieter wechseln|wechsle den anbieter|nie wieder|nie mehr|letztes mal bestellt"
        "|letztes mal gekauft|das letzte mal dass ich|kunden verloren|kunden weniger|kunden los"
        "|konto auflösen|zur konkurrenz|boykott*",
    },
    "media_threat": {
        "en": "the press|journalist*|newspaper*|local news|news channel|going viral|go viral"
        "|make this viral|watchdog|tell everyone|consumer affairs|trustpilot|one star review"
        "|bad review",
        "it": "giornalist*|ai giornali|sui giornali|alla stampa|sulla stampa|striscia la notizia|le iene"
        "|mi manda rai tre|diventare virale|farò girare|recensione negativa|trustpilot",
        "pt": "à imprensa|na imprensa|jornalist*|ao jornal|no jornal|aos jornais|nos jornais|à televisão"
        "|na televisão|viralizar|vou divulgar|avaliação negativa",
        "pl": "do prasy|dziennikarz*|do mediów|media się|do telewizji|w telewizji|do gazety|nagłośni*"
        "|uwaga tvn|negatywn* opini*|trustpilot",
        "ru": "журналист*|в прессу|в сми|на телевидени*|в газет*|огласк*|отзыв на банки|плохой отзыв"
        "|негативный отзыв|расскажу всем",
        "ro": "jurnalist*|la presa|la presă|în presă|la televizor|la televiziune|la ziar|la ziare"
        "|recenzie negativă|review negativ",
        "es": "periodista*|a la prensa|en la prensa|periódico*|a la televisión|en la televisión|hacer viral"
        "|hacerlo viral|viralizar|reseña negativa|trustpilot",
        "fr": "journalist*|à la presse|alerter la presse|journaux|à la télévision|cash investigation"
        "|faire le buzz|avis négatif|trustpilot|contacter la presse|prévenir la presse",
        "de": "an die presse|der presse|journalist*|an die zeitung|in die zeitung|der zeitung|bild zeitung"
        "|ans fernsehen|ins fernsehen|viral|öffentlich machen|schlechte bewertung|negative bewertung"
        "|trustpilot",
    },
    "repeated_contact": {
        "en": "/(second|third|fourth|fifth|sixth|2nd|3rd|[4-9]th|\\d\\dth) (time|call|email|e-mail|tweet|message|attempt|request)/"
        "|/(called|emailed|tweeted|messaged|contacted|written|asked|complained|rung|phoned) (you )?(\\d+|two|three|four|five|six|several|multiple|many) times/"
        "|/(\\d+|three|four|five|six|several|multiple|many) (calls|emails|e-mails|messages|tweets|phone calls|attempts)/"
        "|still waiting|still no response|still no reply|still no answer|still havent|still haven't"
        "|again and again|over and over|numerous times|countless times|nobody has replied|yet again"
        "|keeps happening|every time i call",
        "it": "/(seconda|terza|quarta|quinta|ennesima|[2-9]a) (volta|mail|email|chiamata|segnalazione|richiesta)/"
        "|/(chiamato|scritto|contattato|segnalato) (\\d+|due|tre|quattro|cinque|molte|tante|diverse|più) volte/"
        "|ancora in attesa|sto ancora aspettando|ancora nessuna risposta|più volte|per l'ennesima",
        "pt": "/(segunda|terceira|quarta|quinta|enésima|[2-9]a) (vez|ligação|mensagem|reclamação|tentativa)/"
        "|/(liguei|escrevi|contactei|contatei|reclamei) (\\d+|duas|três|quatro|cinco|várias|muitas) vezes/"
        "|ainda à espera|ainda aguardo|continuo à espera|continuo aguardando|até agora nada"
        "|sem resposta até|várias vezes|inúmeras vezes|ainda estou à espera",
        "pl": "/(drugi|trzeci|czwarty|piąty|kolejny|enty|[2-9]) raz/"
        "|/(dzwoniłem|dzwoniłam|pisałem|pisałam|zgłaszałem|zgłaszałam) (już )?(\\d+|dwa|trzy|cztery|pięć|kilka|wiele) raz[ya]?/"
        "|nadal czekam|wciąż czekam|dalej czekam|ciągle czekam|nadal brak|wielokrotnie|po raz kolejny",
        "ru": "/(второй|третий|четвертый|пятый|который|[2-9]-?й) раз/"
        "|/(звонил|звонила|писал|писала|обращался|обращалась) (уже )?(\\d+|два|три|четыре|пять|несколько|много) раз[а]?/"
        "|до сих пор жду|все еще жду|до сих пор нет|неоднократно|в очередной раз|снова и снова"
        "|повторно",
        "ro": "/a (doua|treia|patra|cincea|[2-9]-?a) oară/"
        "|/(sunat|scris|contactat|reclamat|sesizat) de (\\d+|două|trei|patru|cinci|multe|mai multe|nenumărate) ori/"
        "|încă aștept|tot aștept|nici acum|nici până acum|de mai multe ori|de nenumărate ori"
        "|din nou și din nou",
        "es": "/(segunda|tercera|cuarta|quinta|enésima|[2-9]a) (vez|llamada|queja|reclamación)/"
        "|/(llamado|escrito|contactado|reclamado|llamé|escribí) (ya )?(\\d+|dos|tres|cuatro|cinco|varias|muchas) veces/"
        "|sigo esperando|todavía esperando|aún espero|seguimos esperando|hasta ahora nada"
        "|varias veces|muchas veces|una y otra vez",
        "fr": "/(deuxième|troisième|quatrième|cinquième|énième|[2-9](e|eme|ème)) (fois|appel|mail|message|relance|demande)/"
        "|/(appelé|écrit|contacté|relancé) (\\d+|deux|trois|quatre|cinq|plusieurs|maintes) fois/"
        "|toujours en attente|j'attends toujours|toujours pas de réponse|toujours aucune réponse"
        "|toujours rien|à plusieurs reprises|plusieurs fois|encore une fois le",
        "de": "/(zweite|dritte|vierte|fünfte|zigste|zweiten|dritten|vierten|fünften|zigsten|[2-9]\\.|[2-9]te|[2-9]ten) (mal|anruf|mail|e-mail|nachricht|anfrage|versuch)/"
        "|/(angerufen|geschrieben|kontaktiert|gemeldet) (\\d+|zwei|drei|vier|fünf|mehrere|viele) mal/"
        "|/(\\d+|zwei|drei|vier|fünf|mehrere|viele) ?mal (angerufen|geschrieben|kontaktiert|gemeldet)/"
        "|warte immer noch|warte noch immer|noch immer keine|immer noch keine|mehrfach|mehrmals"
        "|zum wiederholten|schon wieder",
    },
}
URGENCY_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    name: {language: terms(said) for language, said in by_language.items()}
    for name, by_language in _WORDS.items()
}
