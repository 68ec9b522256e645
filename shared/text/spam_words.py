"""How spam and advertising talk, and what those say who ask about it.

Alternatives are parted by ``|``; they read as in settings (phrases.py). A
``lure`` or an ``offer`` is flushed only with a ``call`` to do something, a link, a
number or an address; whoever has a ``doubt``, quotes, threatens, is displeased or
writes about an order is a customer. No lure or offer is what a bank, an exchange or
a shop is written to about by its name, nor what a customer says of himself.
"""

from collections.abc import Mapping

from shared.text.phrases import terms

_WORDS: Mapping[str, Mapping[str, str]] = {
    "lure": {
        "any": "onlyfans|forex trad*|forex signal*|forex broker*|free airdrop|claim your airdrop"
        "|btc giveaway|usdt giveaway|presale is live|nft giveaway|binary options|buy viagra"
        "|cheap viagra|buy cialis|hot singles|sexy singles",
        "en": "earn money from home|work from home and earn|make money online|make money fast"
        "|passive income|financial freedom|double your bitcoin|bitcoin investment"
        "|crypto investment|invest with|best trading platform|trading platform with"
        "|free trading signals|trading signals group|recover your funds|recovered my funds"
        "|hacked account recovery|fast loan*|quick loan*|instant loan*|loan offer|blank atm card"
        "|illuminati|love spell*|spell caster|herbal cure|enlargement|enlarge your|hot girls"
        "|sexy girls|check my bio|link in my bio|follow for follow|f4f|free followers"
        "|free gift card*|you have won|youve been selected|youve won|claim your prize"
        "|claim your reward|congratulations winner|dm me to earn|thank me later|recover your lost"
        "|recovered my lost funds|recover my lost funds|recovered my lost crypto"
        "|singles in your area|offer loans",
        "it": "guadagna da casa|guadagnare da casa|guadagna online|soldi facili|investi con"
        "|investimento bitcoin|prestito veloce|prestiti veloci|offerta di prestito|hai vinto"
        "|ritira il premio|link in bio|ricambio il follow|seguimi e ti seguo|prestito tra privati"
        "|prestiti tra privati",
        "pt": "ganhe dinheiro em casa|ganhar dinheiro online|renda extra|dinheiro fácil|invista com"
        "|investimento em bitcoin|empréstimo rápido|oferta de empréstimo|você ganhou"
        "|resgate seu prêmio|link na bio|sigo de volta|segue de volta|trabalhando em casa"
        "|empréstimo entre particulares",
        "pl": "zarabiaj w domu|zarabiaj online|szybki zarobek|łatwe pieniądze|zainwestuj z"
        "|inwestycje w bitcoin|szybka pożyczka|oferta pożyczki|chwilówki online|wygrałeś nagrodę"
        "|odbierz nagrodę|link w bio|obserwacja za obserwację|bez wychodzenia z domu"
        "|pożyczka bez bik|pożyczki bez bik",
        "ru": "заработок в интернете|заработок без вложений|заработок на дому|легкие деньги"
        "|пассивный доход|инвестируй с|инвестиции в криптовалют*|быстрый займ|займ без отказа"
        "|вы выиграли|заберите приз|ссылка в профиле|взаимная подписка|подпишусь взаимно"
        "|интим услуги|приворот*|гадани*|снятие порчи|займ на карту|кредит без отказа",
        "ro": "câștigă bani de acasă|bani ușori|venit pasiv|investește cu|investiții bitcoin"
        "|împrumut rapid|ofertă de împrumut|ai câștigat un premiu|ridică premiul|link în bio"
        "|follow pentru follow|împrumuturi rapide|împrumut între particulari",
        "es": "gana dinero desde casa|ganar dinero desde casa|ganar dinero online|dinero fácil"
        "|ingresos pasivos|invierte con|inversión en bitcoin|préstamo rápido|oferta de préstamo"
        "|has ganado un premio|reclama tu premio|link en mi bio|enlace en mi bio"
        "|sígueme y te sigo|amarres de amor|amarre de amor|préstamos rápidos"
        "|préstamos entre particulares|préstamo entre particulares",
        "fr": "gagner de l'argent à la maison|gagnez de l'argent|argent facile|revenu passif"
        "|revenus passifs|investissez avec|investissement bitcoin|prêt rapide|offre de prêt"
        "|prêt entre particuliers|vous avez gagné|réclamez votre prix|lien en bio"
        "|lien dans ma bio|abonne toi je te suis|grand voyant|voyant médium|médium voyant"
        "|maître marabout|grand marabout|marabout africain|retour de l'être aimé"
        "|retour affectif rapide|puissant marabout|voyance gratuite",
        "de": "geld verdienen von zuhause|von zuhause geld verdienen|online geld verdienen"
        "|schnelles geld|passives einkommen|investiere mit|bitcoin investition|sofortkredit*"
        "|kreditangebot|sie haben gewonnen|du hast gewonnen|gewinn abholen|link in bio"
        "|link in meiner bio|folge zurück|kredit ohne schufa|kredit von privat",
    },
    "offer": {
        "any": "seo servi*|seo expert*|seo agency|seo specialist*",
        "en": "we offer|our services|our company offers|we provide|we specialize in|we specialise in"
        "|grow your business|grow your instagram|grow your page|boost your sales|boost your followers"
        "|increase your followers|increase your sales|increase your traffic|buy followers"
        "|get more followers|web design services|website design|app development services"
        "|digital marketing|guest post|sponsored post|collab with us|brand ambassador"
        "|wholesale price*|factory price*|we are a manufacturer|we are manufacturers"
        "|best price guaranteed|free shipping worldwide|limited time offer|use my code|use code"
        "|promote it on|hiring now|we are hiring"
        "|company specializes|company specialises|we specialize|we specialise",
        "it": "offriamo|i nostri servizi|la nostra azienda offre|siamo specializzati|fai crescere il tuo"
        "|aumenta i tuoi follower|aumenta le vendite|compra follower|realizziamo siti"
        "|prezzi di fabbrica|usa il mio codice|offerta limitata|stiamo assumendo",
        "pt": "oferecemos|nossos serviços|nossa empresa oferece|somos especializados|faça crescer o seu"
        "|aumente seus seguidores|aumente suas vendas|compre seguidores|criamos sites"
        "|preço de fábrica|use meu código|oferta por tempo limitado|estamos contratando",
        "pl": "oferujemy|nasza oferta|nasze usługi|nasza firma oferuje|specjalizujemy się|zwiększ sprzedaż"
        "|zwiększ liczbę obserwujących|kup obserwujących|tworzymy strony|ceny fabryczne"
        "|użyj mojego kodu|oferta limitowana|zatrudnimy",
        "ru": "мы предлагаем|предлагаем услуги|наши услуги|наша компания предлагает|мы специализируемся"
        "|раскрутка сайт*|раскрутка групп*|раскрутка аккаунт*|накрутка подписчиков"
        "|накрутка лайков|накрутим|продвижение сайтов|создание сайтов|увеличим продажи|купить подписчиков"
        "|цены от производителя|оптом от производителя|используй мой промокод|требуются сотрудники",
        "ro": "oferim servicii|vă oferim|serviciile noastre|firma noastră oferă|suntem specializați"
        "|crește vânzările|crește numărul de urmăritori|cumpără urmăritori|realizăm site"
        "|prețuri de producător|folosește codul meu|ofertă limitată|angajăm",
        "es": "ofrecemos|nuestros servicios|nuestra empresa ofrece|somos especialistas|nos especializamos"
        "|haz crecer tu|aumenta tus seguidores|aumenta tus ventas|compra seguidores|creamos páginas"
        "|precios de fábrica|usa mi código|oferta por tiempo limitado|estamos contratando",
        "fr": "nous proposons|nous offrons|nos services|notre société propose|nous sommes spécialisés"
        "|développez votre|augmentez vos ventes|augmentez vos abonnés|achetez des abonnés"
        "|création de sites|prix d'usine|utilisez mon code|offre limitée|nous recrutons",
        "de": "wir bieten|unsere dienstleistungen|unser unternehmen bietet|wir sind spezialisiert"
        "|steigern sie|mehr follower|follower kaufen|umsatz steigern|wir erstellen webseiten"
        "|webdesign|fabrikpreis*|nutze meinen code|mit meinem code|zeitlich begrenztes angebot"
        "|wir stellen ein",
    },
    "call": {
        "any": "whatsapp|telegram|t me",
        "en": "click here|click the link|visit our|visit my|check out our|check out my|shop now|order now"
        "|buy now|book now|sign up now|join now|apply now|dm me|dm us|dm for|inbox me|text me"
        "|message me|contact me|contact us|contact him|contact her|call us|call now|link in bio"
        "|my page|our website|our page|follow me|reach out to"
        "|contact mr|contact mrs|contact him on|dm for",
        "it": "clicca qui|visita il nostro|visita il mio|acquista ora|ordina ora|scrivimi|scriveteci"
        "|contattami|contattaci|contattateci|chiamaci|iscriviti ora|nostro sito|mia pagina|seguimi"
        "|in privato|in dm",
        "pt": "clique aqui|visite nosso|visite o nosso|visite meu|compre agora|peça agora|me chama|chame no"
        "|chama no|entre em contato conosco|fale conosco|inscreva se|nosso site|minha página|me siga"
        "|chama no direct|chama no zap",
        "pl": "kliknij tutaj|kliknij link|odwiedź naszą|odwiedź moją|kup teraz|zamów teraz|napisz do mnie"
        "|napisz do nas|skontaktuj się z nami|zadzwoń do nas|zapisz się|nasza strona|mój profil"
        "|zaobserwuj"
        "|na priv",
        "ru": "жми сюда|переходи по ссылке|переходите по ссылке|заходи на|заходите на|пиши в лс|пишите в лс"
        "|пиши в директ|пишите в директ|пиши мне|пишите мне|звоните|закажи сейчас|заказывай|наш сайт"
        "|мой профиль|подпишись|подписывайся"
        "|в личку|в личные|в вотсап",
        "ro": "click aici|vizitează|vizitați|cumpără acum|comandă acum|scrie mi|scrieți ne|contactează mă"
        "|contactați ne|sună ne|înscrie te|site ul nostru|pagina mea|urmărește mă",
        "es": "haz clic|clic aquí|visita nuestra|visita nuestro|visita mi|compra ya|compra ahora|pide ahora"
        "|escríbeme|escríbenos|contáctame|contáctanos|contáctenos|llámanos|inscríbete|nuestra web"
        "|mi página|sígueme",
        "fr": "cliquez ici|clique ici|visitez notre|visite mon|achetez maintenant|commandez maintenant"
        "|écrivez moi|écris moi|contactez moi|contactez nous|appelez nous|inscrivez vous|notre site"
        "|ma page|suis moi",
        "de": "klick hier|klicke hier|klicken sie hier|besuche unsere|besuchen sie|jetzt kaufen"
        "|jetzt bestellen|schreib mir|schreiben sie mir|kontaktiere mich|kontaktieren sie uns"
        "|ruf uns an|rufen sie uns|jetzt anmelden|unsere webseite|unsere website|meine seite"
        "|folge mir|folgt mir",
    },
    "doubt": {
        "any": "scam*|spam*|phishing|fake|fraud*|legit",
        "en": "is this|is it|are you|do you|did you|can you|could you|please|my order|my account|my card"
        "|my money|my booking|refund*|received|got an|someone|somebody|not working|doesnt|doesn't"
        "|didnt|didn't|cant|can't|cannot|wont|won't|not|never|why|when|how|problem|issue|report*"
        "|stop|hacked my|charged|billed|removed|your offer|your digital|you advertise*|in my name"
        "|customer service"
        "|help me|help us|need help|some help|any help|your help|for help|help with|no reply"
        "|no answer|no response|your page|your ad|your ads|your post|your site|your website"
        "|your app|your company|your giveaway|your bank|your team|from you|i entered|i got a"
        "|i got this|i clicked|i signed up|i bought|i paid|with you|of yours|for you|i earn|i make|i ordered|i applied|i saw"
        "|we bought|warn*|careful|beware|nothing arrived|rejected|declined",
        "it": "è vero|è una truffa|truff*|mio ordine|mio account|mio conto|miei soldi|rimbors*|ho ricevuto"
        "|mi è arrivat*|qualcuno|non|mai|perché|quando|come|aiuto|problema|segnal*|per favore|a mio nome"
        "|vostra pagina|vostro sito|vostra pubblicità|vostra app|vostro post|ho cliccato"
        "|ho pagato|ho comprato|ho visto|ho ordinato|attenzione|rifiutat*|addebit*",
        "pt": "é verdade|golpe*|burla|meu pedido|minha conta|meu dinheiro|reembols*|recebi|alguém|não|nunca"
        "|por que|porque|quando|como|ajuda|problema|denunci*|por favor|meu nome"
        "|vossa página|sua página|seu site|vosso site|seu anúncio|vosso anúncio|cliquei"
        "|paguei|comprei|vi um|cuidado|recusad*|cobrad*",
        "pl": "czy|oszu*|moje zamówienie|moje konto|moje pieniądze|zwrot*|dostałem|dostałam|otrzymał*|ktoś"
        "|nie|nigdy|dlaczego|czemu|kiedy|jak|pomoc|pomóżcie|problem|zgłasza*|proszę|moje dane|szansę|sądem"
        "|wasza strona|waszej strony|waszej stronie|wasza reklama|waszą reklamę|kliknąłem"
        "|kliknęłam|zapłacił*|kupił*|uwaga|uważaj*|odrzucon*|zobaczył*",
        "ru": "это правда|мошенни*|развод|мой заказ|мой аккаунт|мои деньги|возврат*|получил*|пришло|пришла"
        "|кто то|не|нет|никогда|почему|когда|как|помогите|проблем*|жалоб*|пожалуйста|мое имя"
        "|ваш сайт|вашем сайте|вашего сайта|ваша реклама|вашу рекламу|от вашего имени"
        "|перешел по|перешла по|заплатил*|купил*|осторожно|отклонил*|увидел*",
        "ro": "este adevărat|e adevărat|țeapă|înșel*|comanda mea|contul meu|banii mei|ramburs*|am primit"
        "|cineva|nu|niciodată|de ce|când|cum|ajutor|problem*|raport*|vă rog|numele meu"
        "|pagina voastră|site ul vostru|reclama voastră|am apăsat|am plătit|am cumpărat"
        "|am văzut|atenție|respins*|refuzat*",
        "es": "es verdad|estafa*|mi pedido|mi cuenta|mi dinero|reembols*|recibí|me llegó|alguien|no|nunca"
        "|por qué|porque|cuándo|cuando|cómo|ayuda|problema|denunci*|reportar|por favor|a mi nombre"
        "|su página|vuestra página|su web|vuestra web|su anuncio|vuestro anuncio|hice clic"
        "|pagué|compré|vi un|cuidado|rechazad*|cobrad*",
        "fr": "est ce|arnaqu*|ma commande|mon compte|mon argent|rembours*|j'ai reçu|quelqu'un|ne|pas|n"
        "|jamais|pourquoi|quand|comment|aide|aidez|problème|signal*|s'il vous plaît|svp|à mon nom"
        "|votre page|votre site|votre pub|votre publicité|j'ai cliqué|j'ai payé|j'ai acheté"
        "|j'ai vu|attention|refusé*|débité*",
        "de": "ist das|betrug*|betrüg*|meine bestellung|mein konto|mein geld|erstatt*|erhalten|bekommen"
        "|jemand|nicht|nie|kein|keine|warum|wieso|wann|wie|hilfe|problem|melden|bitte|meinen namen|meinem namen"
        "|eure seite|ihre seite|eurer seite|ihrer seite|eure werbung|ihre werbung"
        "|habe geklickt|angeklickt|habe bezahlt|gekauft|habe gesehen|vorsicht|abgelehnt*|ich verdiene"
        "|abgebucht",
    },
}
# A sum for a time, and what else needs a number: looked for where the rest fits.
_SUMS: Mapping[str, str] = {
    "en": "/(earn|make) (up to |over )?[\\$€£]? ?\\d[\\d.,]*k?[\\$€£]? (dollars |usd )?(a|per|every|each) (day|week|month)/"
    "|/(earn|make) (up to |over )?[\\$€£]? ?\\d[\\d.,]*k?[\\$€£]? (daily|weekly|monthly)/"
    "|/invest (just |only )?[\\$€£] ?\\d[\\d.,]*k?/"
    "|/iphone (\\d+ )?(pro )?(max )?giveaway/",
    "it": "/guadagn(a|are|ate) (fino a |oltre )?€? ?\\d[\\d.,]*k? ?(€|euro)? (al giorno|al mese|a settimana|alla settimana)/"
    "|/prestiti da €? ?\\d[\\d.,]*/",
    "pt": "/ganh(e|em|ar) (até |mais de )?(r\\$|€)? ?\\d[\\d.,]*k? ?(reais|euros|€)? (por dia|por semana|por mês|ao dia)/",
    "pl": "/zarabiaj(cie)? (nawet |do |ponad )?\\d[\\d ]* ?(zł|pln|euro)/",
    "ru": "/зараб(оток|атывай|атывайте) (от |до |более )?\\d[\\d ]* ?(руб|рублей|р|\\$|долларов|€|евро)/",
    "ro": "/câștig(ă|ați) (până la |peste )?\\d[\\d.]* ?(lei|ron|euro|€) (pe|la) (zi|săptămână|lună)/",
    "es": "/gan(a|ar|e|en) (hasta |más de )?[\\$€]? ?\\d[\\d.,]*k? ?(€|euros|dólares|usd|pesos)? (al día|diarios|por día|a la semana|semanales|al mes|mensuales)/",
    "fr": "/gagn(ez|er) (jusqu'à |plus de )?\\d[\\d ]* ?(€|euros?|dollars?|\\$) (par jour|par semaine|par mois)/",
    "de": "/verdien(e|en sie) (bis zu |über )?\\d[\\d.]* ?(€|euro)? (am tag|pro tag|täglich|pro woche|im monat|pro monat)/",
}
SPAM_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    name: {language: terms(said) for language, said in by_language.items()}
    for name, by_language in _WORDS.items()
}
SPAM_SUMS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "lure": {language: terms(said) for language, said in _SUMS.items()}
}
