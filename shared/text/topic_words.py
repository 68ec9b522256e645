"""What a new deployment takes for a topic: words and phrases in nine languages.

Alternatives are parted by ``|``; they read as in settings (phrases.py).
"""

from collections.abc import Mapping

from shared.text.phrases import terms

_WORDS: Mapping[str, Mapping[str, str]] = {
    "delivery": {
        "en": "deliver*|parcel*|courier*|shipment*|shipping|shipped|dispatch*|tracking|where is my order"
        "|wheres my order|my package|driver left|not arrived|hasnt arrived|hasn't arrived|never arrived"
        "|lost in transit|out for delivery|return label|my order|an order|order number|ordered|arrived"
        "|in the mail|in the post|my stuff|my item|was never shipped",
        "it": "consegn*|spedizion*|spedit*|pacco|pacchi|corriere|corrieri|recapit*|tracciamento"
        "|dov'è il mio ordine|non è arrivato|non è ancora arrivato|mio ordine|ordinato|arriva il mio|mi arriva",
        "pt": "entrega*|entregue*|encomenda*|transportadora*|correios|rastrei*|rastreamento|remessa"
        "|onde está o meu pedido|cadê meu pedido|não chegou|ainda não chegou|meu pedido|minha encomenda|carteiro",
        "pl": "dostaw*|dostarcz*|doręcz*|przesył*|paczk*|paczek|kurier*|wysyłk*|wysłan*|śledzeni*|paczkomat*"
        "|gdzie jest moje zamówienie|nie dotar*|moje zamówienie|zamówieni*|zamówił*",
        "ru": "достав*|посылк*|посылок|курьер*|отправлен*|отслежива*|трек номер|где мой заказ|не пришла|не пришел"
        "|не привезли|мой заказ|заказал*",
        "ro": "livr*|colet*|curier*|expedi*|awb|unde este comanda|unde e comanda|nu a ajuns|nu a sosit|comanda"
        "|comandat|pachet*",
        "es": "entrega*|envío|envíos|enviado|paquete*|repartidor*|mensajer*|transportista*|seguimiento"
        "|dónde está mi pedido|no ha llegado|no llegó|no me ha llegado|mi pedido|mi orden|cartero",
        "fr": "livrais*|livré*|livrer|livreur*|colis|expédi*|transporteur*|coursier*|suivi de commande"
        "|où est ma commande|pas reçu|pas arrivé*|point relais|ma commande|commandé|facteur|le paquet|mon paquet",
        "de": "liefer*|geliefert|ausgeliefert|zustell*|zugestellt|paket|pakete|pakets|päckchen|versand*"
        "|verschickt|sendung*|sendungsverfolgung|kurier*|wo ist meine bestellung|nicht angekommen|bestellung"
        "|meine bestellung|bestellt|bote|paketbote|postbote",
    },
    "billing": {
        "en": "bill|bills|billing|billed|invoice*|charged|overcharged|charge me|charging me|double charge"
        "|direct debit|payment*|my card|credit card|debit card|paid twice|statement|took money|taken money"
        "|declined|receipt",
        "it": "fattur*|bollett*|addebit*|pagament*|pagato due volte|carta di credito|bonifico|preso soldi"
        "|presi soldi|ricevuta|scalato",
        "pt": "fatura*|factura*|boleto*|cobran*|cobrad*|cobraram|pagamento*|débito|cartão de crédito"
        "|paguei duas vezes|pix|nota fiscal|tiraram dinheiro|recibo",
        "pl": "faktur*|rachunek|rachunk*|płatnoś*|obciąż*|pobrał*|pobrano|zapłacił*|karta kredytowa|przelew*"
        "|ściągnę*|ściągnię*|paragon*",
        "ru": "счет|счета|счетов|оплат*|платеж*|списал*|списан*|квитанц*|двойное списание|банковская карта|картой"
        "|чек|чеки|сняли|снято",
        "ro": "factur*|plata|plată|plăți*|plăți|debitat*|încas*|card de credit|plătit de două ori|luat banii"
        "|luați banii|taxat|bon fiscal",
        "es": "factur*|recibo*|cobr*|cargo|cargos|pago|pagos|pagado|domicilia*|tarjeta de crédito|quitaron dinero"
        "|me quitaron|tarjeta rechazada",
        "fr": "factur*|prélev*|paiement*|débité*|carte bancaire|carte bleue|payé deux fois|retiré de mon compte"
        "|reçu de paiement",
        "de": "rechnung*|abgebucht|abbuchung*|zahlung*|bezahlt|bezahlung|lastschrift*|kreditkarte*"
        "|doppelt berechnet|mahnung*|abgezogen|quittung|beleg",
    },
    "refund": {
        "en": "refund*|money back|reimburs*|chargeback*|compensat*|store credit|my deposit|give me my money"
        "|return my money",
        "it": "rimbors*|soldi indietro|riavere i soldi|ridatemi i soldi|risarc*|indennizz*|restituzione",
        "pt": "reembols*|estorn*|dinheiro de volta|devolv* o meu dinheiro|devolução|indemniza*|indeniza*|ressarc*"
        "|devolvam|devolver o dinheiro",
        "pl": "zwrot*|zwróć*|zwrócić|zwróci*|oddajcie pieniądze|odszkodowan*|rekompensat*|oddajcie moje"
        "|oddajcie mi",
        "ru": "возврат*|верните|вернуть деньги|верните деньги|вернут деньги|компенсац*|возмещ*|деньги не вернули"
        "|не вернули деньги|вернули деньги|деньги так и не|возвращать",
        "ro": "ramburs*|returnarea banilor|banii înapoi|banii inapoi|despăgub*|retur|compensa*",
        "es": "reembols*|devolución|devoluciones|devuelvan|devolver el dinero|devolverme el dinero|indemniza*"
        "|compensación|dinero de vuelta|devuélvanme|devuélveme|devolverme",
        "fr": "rembours*|dédommag*|indemnis*|rendez moi mon argent|récupérer mon argent|rendez l'argent",
        "de": "erstatt*|rückerstatt*|rückzahlung*|geld zurück|zurückerstattet|entschädig*|gutschrift*"
        "|schadensersatz|geld wieder",
    },
    "outage": {
        "en": "outage*|is down|are down|went down|no internet|no signal|no service|no connection|server down"
        "|servers down|service down|offline|keeps dropping|blackout|power cut|disruption*|internet|wifi|wi fi"
        "|buffering|server|servers|no power|the network|no reception",
        "it": "guasto|guasti|disserviz*|fuori servizio|non c'è linea|senza linea|senza internet|non c'è internet"
        "|internet non va|interruzion*|blackout|nessun segnale|wifi|server|internet non funziona"
        "|non funziona internet|non c'è campo|senza campo|server giù|server sono giù|senza corrente",
        "pt": "fora do ar|sem internet|sem sinal|sem serviço|sem rede|sem luz|queda de|avaria*|caiu a internet"
        "|interrup*|apagão|instabilidade|wifi|servidor|internet caiu|internet não funciona|há alguma falha"
        "|servidores|em baixo",
        "pl": "awari*|brak internetu|nie ma internetu|brak zasięgu|nie ma zasięgu|brak sygnału|brak prądu"
        "|przerw* w dostawie|nie działa internet|nie działa sieć|serwer nie działa|wifi|internet nie działa"
        "|serwery|nie mamy prądu|nie ma prądu|bez prądu|bez internetu|internetu",
        "ru": "сбой|сбои|нет интернета|нет связи|нет сигнала|нет света|авари*|отключил*|отключени*"
        "|не работает интернет|сервер не работает|лежит сервер|лег сервер|вайфай|интернет не|нет сети|серверы"
        "|сервера|пропал интернет|пропала связь",
        "ro": "pană de|avarie|avarii|fără internet|fără semnal|fără curent|nu am internet|nu am semnal"
        "|nu merge internetul|întreruper*|a căzut|a picat netul|wifi|netul|internetul|serverele|picat"
        "|nu avem curent|nu e curent",
        "es": "sin internet|sin señal|sin servicio|sin cobertura|sin línea|sin luz|avería*|apagón"
        "|caída del servicio|se cayó|está caído|están caídos|interrupción|wifi|mi internet|no funciona internet"
        "|internet no|no tengo internet|no tengo cobertura|no hay internet|servidores",
        "fr": "panne|pannes|coupure*|hors service|plus internet|pas internet|pas de réseau|plus de réseau"
        "|pas de connexion|interruption*|wifi|réseau|internet ne|plus d'électricité|pas d'électricité"
        "|plus d'internet|pas d'internet|serveurs",
        "de": "störung*|ausfall|ausfälle|ausgefallen|kein internet|kein netz|kein empfang|kein signal|kein strom"
        "|server down|offline|netz weg|nicht erreichbar|wlan|internet|server sind|stromausfall",
    },
    "app": {
        "en": "app|apps|website|web site|webpage|the site|your site|update*|ios|android|crash*|glitch*|bug|bugs"
        "|error message|error code|freezes|wont load|won't load|not loading|browser",
        "it": "app|applicazione|applicazioni|sito|aggiornament*|crash*|ios|android|errore|si blocca|non si apre"
        "|non carica|browser|mi dà errore|dà errore|la pagina",
        "pt": "app|aplicativo*|aplicação|aplicações|site|atualiza*|ios|android|erro|trava|travando|não abre"
        "|não carrega|navegador|a fechar|dá erro|a página",
        "pl": "aplikacj*|apk|apka|apce|apki|strona|stronie|aktualizacj*|ios|android|błąd|błędy|zawiesza się"
        "|nie ładuje|nie otwiera|przeglądark*",
        "ru": "приложен*|сайт|сайте|сайта|обновлен*|ios|android|ошибк*|вылетает|зависает|не грузит*"
        "|не открывается|браузер*|страница|страницу|выдает",
        "ro": "aplicați*|site|siteul|site ul|actualizăr*|actualizare*|ios|android|eroare|erori|se blochează"
        "|nu se deschide|nu se încarcă|browser|pagina nu|dă eroare",
        "es": "app|aplicación|aplicaciones|web|sitio web|actualiz*|ios|android|error|se cierra|se cuelga|no carga"
        "|no abre|navegador|la página",
        "fr": "appli|applis|application|applications|app|site|mise à jour|mises à jour|ios|android|bug|bugs"
        "|bogue*|message d'erreur|plante|ne charge pas|navigateur|la page",
        "de": "app|apps|webseite|website|homepage|update|updates|aktualisierung*|ios|android|fehlermeldung*"
        "|stürzt ab|abgestürzt|lädt nicht|hängt sich auf|browser|die seite|öffnet nicht",
    },
    "account": {
        "en": "my account|password*|log in|login|logging in|logged out|locked out|sign in|username"
        "|verification code|two factor|my profile|reset link|email address|log into|can't log|cant log|cannot log"
        "|2fa|get the code|receive the code|code never",
        "it": "mio account|account|password|accedere|accesso|login|nome utente|profilo|codice di verifica"
        "|credenziali|mi arriva il codice|ricevo il codice|cambiare email|cambio email|indirizzo email"
        "|mail di accesso",
        "pt": "minha conta|senha|password|palavra passe|login|entrar na conta|aceder|acessar|perfil"
        "|código de verificação|usuário|recebo o código|código não chega|alterar o email|altero o email"
        "|mudar o email|não consigo entrar",
        "pl": "konto|konta|koncie|hasło|hasła|zalogowa*|logowani*|login|profil|kod weryfikacyjny|dostaję kodu"
        "|przychodzi kod|kod sms|zmienić e mail|zmienić mail",
        "ru": "аккаунт*|учетн* запис*|личный кабинет|личном кабинете|парол*|логин|войти|вход в|профил*"
        "|код подтверждения|не приходит код|сменить почту|код не приходит|смс код|учетная запись",
        "ro": "contul|cont|contului|parola|parolă|parole|autentific*|logare|loghez|login|profil|cod de verificare"
        "|pot loga|mă loghez|primesc codul|schimb emailul",
        "es": "mi cuenta|contraseña*|iniciar sesión|login|acceder|mi perfil|código de verificación|usuario"
        "|llega el código|recibo el código|cambio el correo|cambiar el correo|cambiar mi correo",
        "fr": "mon compte|mot de passe|mots de passe|connecter|identifiant*|connexion à mon|mon profil"
        "|code de vérification|espace client|reçois pas le code|reçu le code|changer mon email|changer d'email"
        "|changer mon mail",
        "de": "mein konto|meinem konto|mein account|meinen account|passwort|kennwort|einloggen|mich anmelden"
        "|nicht anmelden|nicht mehr anmelden|login|benutzername|mein profil|bestätigungscode|kundenkonto"
        "|bekomme keinen code|erhalte keinen code|code kommt nicht|ändere ich meine|e mail ändern"
        "|konto ist gesperrt",
    },
    "staff": {
        "en": "staff|employee*|rude|your agent|your agents|the agent|representative*|cashier*|manager|crew"
        "|attendant*|technician*|customer service rep*|your driver|receptionist*|your employee|your staff"
        "|unprofessional|driver was",
        "it": "personale|dipendent*|operator*|impiegat*|maleducat*|scortes*|addett*|tecnico|tecnici|commess*"
        "|autista",
        "pt": "funcionári*|atendente*|operador|operadora|equipa|mal educad*|grosseir*|técnico|técnicos|empregad*"
        "|gerente|motorista",
        "pl": "obsługa|obsługi|pracowni*|konsultant*|niemił*|niegrzeczn*|chamsk*|technik|kierownik*|sprzedawc*"
        "|kasjer*|kierowc*",
        "ru": "сотрудни*|персонал*|оператор|операторы|оператора|менеджер*|хамство|хамят|хамил*|груб*|кассир*"
        "|продавец|мастер|водител*|хамск*|обслуживани*",
        "ro": "angaja*|personal|personalul|operator|operatorul|consultant*|nepoliticos|nepoliticoasă|nesimți*"
        "|tehnician*|vânzător*|casier*|șofer*",
        "es": "personal|empleado*|empleada*|agente|agentes|operador*|maleducad*|grosero|grosera|técnico|técnicos"
        "|encargad*|dependient*|conductor*|chofer",
        "fr": "personnel|employé*|conseiller*|conseillère*|agent|agents|impoli*|malpoli*|désagréable*|technicien*"
        "|vendeur*|vendeuse*|hôtesse*|conducteur*|chauffeur*|caissière|caissier",
        "de": "personal|mitarbeiter*|unfreundlich*|unhöflich*|berater*|techniker*|verkäufer*|servicekraft"
        "|kundenberater*|fahrer*|kassierer*",
    },
    "product": {
        "en": "broken|faulty|defect*|damaged|wrong item|wrong size|missing part*|quality|warranty|stopped working"
        "|doesnt work|doesn't work|repair*|replacement|out of stock|in stock|expired|not working|isnt working"
        "|isn't working|does not work|dont work|don't work|not work|wont work|won't work|fix this|fix it|fix your"
        "|replace*|broke after|broke down|it broke|has broken",
        "it": "rott*|difettos*|difett*|danneggiat*|qualità|garanzia|riparazion*|ripar*|articolo sbagliato|taglia"
        "|esaurit*|disponibile|scadut*|non funziona*|non va|smesso di funzionare",
        "pt": "quebrad*|partid*|defeito*|defeituos*|danificad*|avariad*|qualidade|garantia|conserto|reparação"
        "|produto errado|tamanho|esgotad*|estoque|vencid*|não funciona*|parou de funcionar|estragou*|avariou"
        "|deixou de funcionar|deixaram de funcionar",
        "pl": "zepsut*|uszkodz*|wadliw*|wada|wady|jakość|jakości|gwarancj*|reklamacj*|napraw*|zły rozmiar"
        "|niedostępn*|przeterminowan*|nie działa|nie działają|przestał* działać|popsu*|zepsuł*",
        "ru": "слома*|брак|бракован*|дефект*|поврежд*|качеств*|гаранти*|ремонт*|не тот товар|размер|нет в наличии"
        "|просроч*|не работает|не работают|перестал* работать",
        "ro": "defect*|stricat*|spart*|deteriorat*|calitate*|garanți*|repara*|produs greșit|mărime*|stoc|expirat*"
        "|nu funcționează|nu funcționa|nu merge|nu mai merge|nu mai funcționează",
        "es": "roto|rota|rotos|defectuos*|defecto*|dañad*|averiad*|calidad|garantía|reparación|reparar|reparado"
        "|producto equivocado|talla|agotad*|caducad*|no funciona*|dejó de funcionar|se rompió|se ha roto|rompió",
        "fr": "cassé*|défectueu*|défaut*|endommagé*|abîmé*|qualité|garantie|répar*|mauvais article"
        "|mauvaise taille|rupture de stock|périmé*|ne fonctionne*|ne marche*|fonctionne pas|marche pas|a cassé"
        "|s'est cassé|cessé de fonctionner|tombé en panne",
        "de": "kaputt*|defekt*|beschädigt*|mangelhaft*|qualität|garantie|gewährleistung|reparatur*|reparier*"
        "|falscher artikel|falsche größe|ausverkauft|abgelaufen|funktioniert nicht|geht nicht|funktionieren nicht"
        "|zerbrochen|ging kaputt",
    },
    "cancellation": {
        "en": "cancel*|unsubscribe*|terminate my|end my contract|close my account|delete my account",
        "it": "disdett*|disdir*|annull*|recess*|recedere|cancellare il mio|chiudere il conto|cancellat*"
        "|disiscriv*|disattivare",
        "pt": "cancel*|rescind*|rescisão|anular|encerrar minha conta|desist*|anulo|anulem|anulação",
        "pl": "anulow*|anuluj*|rezygn*|wypowiedz*|wypowiedzieć|odwoł*|rozwiązać umowę|zrezygnow*",
        "ru": "отмен*|аннулир*|расторг*|отказаться от|отписаться|закрыть счет|удалить аккаунт",
        "ro": "anul*|rezili*|renunț*|dezabon*|închid contul|ștergeți contul",
        "es": "cancel*|anular|anulado|anulación|darme de baja|dar de baja|baja del servicio|rescindir"
        "|me doy de baja|doy de baja",
        "fr": "annul*|résili*|désabonn*|désinscri*|clôturer mon compte|supprimer mon compte|mettre fin",
        "de": "kündig*|gekündigt|storn*|widerruf*|abbestell*|konto löschen|annullier*|abmelden|vertrag beenden",
    },
    "price": {
        "en": "price*|pricing|expensive|discount*|promo code*|voucher*|coupon*|how much is|how much are"
        "|how much does|cheaper|overpriced|fee|fees|fare|fares|sale price|special offer",
        "it": "prezz*|costoso|costosa|caro prezzo|sconto|sconti|scontat*|codice promo*|buono sconto|coupon"
        "|quanto costa|offert*|tariff*|promozion*|così caro|troppo caro|quanto viene",
        "pt": "preço*|caro demais|muito caro|desconto*|cupão|cupom|código promo*|quanto custa|promoç*|tarifa*"
        "|taxa|taxas|tão caro|caríssimo",
        "pl": "cena|ceny|cenie|cenę|cen|drogo|drogie|zniżk*|rabat*|kod promocyjny|promocj*|ile kosztuje|opłat*"
        "|taryf*|kupon*|to kosztuje",
        "ru": "цена|цены|цену|ценам|стоимост*|дорого|скидк*|промокод*|сколько стоит|акци*|тариф*|купон*",
        "ro": "preț*|prețul|scump*|reducer*|cod promo*|voucher*|cât costă|ofert*|tarif*|promoți*",
        "es": "precio*|muy caro|carísimo|descuento*|cupón|código promo*|cuánto cuesta|cuánto vale|promoci*"
        "|tarifa*|oferta*|rebaja*|tan caro|demasiado caro",
        "fr": "prix|trop cher|réduction*|code promo|bon de réduction|combien coûte|combien ça coûte|promo"
        "|promotion*|tarif*|frais|si cher|hors de prix",
        "de": "preis*|zu teuer|teurer|rabatt*|gutschein*|aktionscode|was kostet|wie viel kostet|angebot*|tarif*"
        "|gebühr*|so teuer|teuer|studentenrabatt|kostet das",
    },
    "contact": {
        "en": "on hold|no reply|no response|no answer|never replied|nobody answers|no one answers|ignored"
        "|ignoring|hung up|call back|callback|speak to someone|speak to a human|hotline|phone line*"
        "|still waiting for a reply|customer service|customer support|customer care|your support|tech support"
        "|support team|case number|my ticket|a complaint|don't you reply|not replying|reply to my|talk to a human"
        "|talk to someone|talk to a person|real person",
        "it": "nessuna risposta|non rispond*|nessuno risponde|in attesa da|call center|numero verde|richiamat*"
        "|parlare con qualcuno|parlare con un operatore|ignorat*|servizio clienti|assistenza clienti|reclamo"
        "|parlare con una persona|rispondete alle",
        "pt": "sem resposta|não respond*|ninguém responde|ninguém atende|não atendem|em espera|call center"
        "|falar com alguém|falar com um atendente|ignorad*|atendimento|apoio ao cliente|sac|reclamação"
        "|falar com uma pessoa|falar com um humano|respondem aos",
        "pl": "brak odpowiedzi|nie odpowiada*|nikt nie odbiera|nie odbiera*|infolini*|oddzwon*|nikt nie odpowiada"
        "|porozmawiać z|ignoruj*|biuro obsługi|obsługa klienta|obsługi klienta|skarg*|czekam na linii",
        "ru": "нет ответа|не отвеча*|не ответили|никто не отвечает|не дозвон*|горячая линия|горячей линии"
        "|перезвон*|игнорир*|поговорить с|служба поддержки|службу поддержки|службы поддержки|техподдержк*|жалоб*"
        "|не берет трубку|трубку|вишу на линии|поддержка|поддержку|поддержки",
        "ro": "niciun răspuns|nu răspund*|nimeni nu răspunde|call center|linia telefonică|să vorbesc cu|ignorat"
        "|mă ignorați|în așteptare|relații cu clienții|serviciul clienți|suport clienți|reclamați*|plângere"
        "|vorbi cu|aștept la telefon|la telefon|serviciul vostru clienți|serviciul de clienți",
        "es": "sin respuesta|no responden|no contestan|nadie responde|nadie contesta|en espera|call center"
        "|hablar con alguien|hablar con una persona|ignora*|atención al cliente|servicio al cliente"
        "|soporte técnico|reclamo|reclamación|queja*",
        "fr": "pas de réponse|aucune réponse|ne répond*|personne ne répond|injoignable*|en attente depuis|hotline"
        "|parler à quelqu'un|parler à un humain|ignoré*|rappel*|service client|service clients|sav|réclamation*"
        "|plainte|attends au téléphone|au téléphone",
        "de": "keine antwort|antwortet nicht|niemand antwortet|meldet sich niemand|warteschleife*|hotline*"
        "|rückruf*|nicht zurückgerufen|mit jemandem sprechen|ignoriert|nicht erreichbar|kundenservice"
        "|kundendienst|kundenbetreuung|support|beschwerde*|ans telefon|antwortet ihr nicht|antworten sie nicht"
        "|mit einem menschen|am telefon",
    },
    "security": {
        "en": "fraud*|scam*|phishing|hacked|hacker*|stolen|unauthori*|suspicious email|identity theft|data breach"
        "|my data|gdpr|spoof*|used my card|really from you|my card was used|someone used",
        "it": "frod*|truff*|phishing|hackerat*|rubat*|non autorizzat*|sospett*|miei dati|furto d'identità|gdpr"
        "|usato la mia|mail è vostra|è vostra questa",
        "pt": "fraude*|golpe*|burla*|phishing|hackead*|roubad*|não autoriz*|suspeit*|meus dados|lgpd|rgpd"
        "|invadiram|clonaram|clonado|email é vosso|usaram o meu cartão",
        "pl": "oszust*|oszuk*|wyłudz*|phishing*|zhakowan*|włamani*|włamał*|kradzież*|ukradzi*|skradzion*"
        "|podejrzan*|moje dane|rodo|użył mojej|użyto mojej|jest od was",
        "ru": "мошенни*|обман*|фишинг*|взлома*|украли|украден*|подозрительн*|мои данные|персональн* данн*"
        "|расплатился моей|это письмо от вас|моей картой",
        "ro": "fraud*|înșel*|escroc*|phishing|spart contul|furat*|neautorizat*|suspect*|datele mele|gdpr"
        "|folosit cardul|sms fals|fals|mailul acesta",
        "es": "fraude*|estafa*|timo|phishing|hackead*|robad*|no autorizad*|sospechos*|mis datos|robo de identidad"
        "|hackearon|usó mi tarjeta|usaron mi tarjeta|correo es suyo|clonaron",
        "fr": "fraud*|arnaqu*|escroqu*|phishing|hameçonnage|pirat*|volé|volée|non autorisé*|suspect*|mes données"
        "|usurpation|rgpd|utilisé ma carte|mail est bien de vous|mail vient de vous",
        "de": "betrug*|betrüg*|phishing|gehackt|gestohlen|geklaut|unberechtigt*|verdächtig*|meine daten"
        "|datenschutz|dsgvo|identitätsdiebstahl|meine karte benutzt|karte missbraucht|mail von euch"
        "|mail von ihnen",
    },
    "booking": {
        "en": "booking*|booked|reservation*|rebook*|appointment*|my flight|my seat|my room|check in|boarding"
        "|itinerary|delayed flight|flight delayed|luggage|baggage|flight|flights|delay|delays|delayed|seats"
        "|reserve|reserved",
        "it": "prenotazion*|prenotat*|appuntament*|il mio volo|posto a sedere|check in|imbarco|bagagli*"
        "|volo in ritardo|volo|voli|ritardo|ritardi|prenotare",
        "pt": "reserva*|marcação|marcações|agendamento*|meu voo|check in|embarque*|bagage*|mala|malas"
        "|voo atrasado|voo|voos|atraso|atrasos|consulta",
        "pl": "rezerwacj*|zarezerwow*|wizyt*|mój lot|odprawa|bagaż*|opóźniony lot|termin wizyty|lot|lotu"
        "|opóźnien*",
        "ru": "бронирован*|забронир*|бронь|запис* на прием|мой рейс|регистраци* на рейс|посадочн*|багаж*"
        "|задержк* рейса|рейс|рейса|задержк*|перенести запись|запись на",
        "ro": "rezerv*|programare*|zborul|zbor|check in|îmbarcare|bagaj*|cursa|zboruri|întârzier*",
        "es": "reserva*|reservación|cita previa|mi vuelo|check in|embarque|equipaje*|maleta*|vuelo retrasado"
        "|vuelo|vuelos|retraso|retrasos|la cita|mi cita|una cita",
        "fr": "réserv*|rendez vous|mon vol|enregistrement|embarquement|bagage*|valise*|vol retardé|mon train|vol"
        "|vols|retard|retards",
        "de": "buchung*|gebucht|reservier*|termin|termine|terminvereinbarung|mein flug|meinen flug|check in"
        "|boarding|gepäck*|koffer*|verspätung*|umbuch*|flug|flüge|verspätet",
    },
}
TOPIC_WORDS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    name: {language: terms(said) for language, said in by_language.items()}
    for name, by_language in _WORDS.items()
}
