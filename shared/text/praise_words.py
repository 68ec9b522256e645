"""The words of praise that asks for nothing, in nine languages.

``PRAISE`` are words that praise by themselves, ``GLUE`` what may stand between
them: no verb that could report a fault, no negation, no "but". What scorn likes
best (bravo, congratulations, super) praises only beside a word of praise. Nor is
there a word that asks ("what store is this, love it"); ``ASKING`` are verbs that do
where a sentence begins with them.
"""

ASKING = "is are am was were ist sind seid bist sind war waren est"
PRAISE = (
    (
        "love loved loving amazing awesome fantastic wonderful brilliant excellent superb outstanding"
        " incredible beautiful lovely delicious yummy perfect perfection favorite favourite obsessed"
        " best gorgeous fabulous phenomenal rock rocks helpful recommend recommended"
    ),
    (
        "adoro amo fantastico fantastica fantastici meraviglioso meravigliosa meravigliosi splendido"
        " splendida stupendo stupenda bellissimo bellissima bellissimi buonissimo buonissima eccellente"
        " eccellenti ottimo ottima ottimi perfetto perfetta migliori migliore eccezionale eccezionali"
        " preferito preferita delizioso deliziosa raccomando consigliatissimo"
    ),
    (
        "amo adoro amei adorei maravilhoso maravilhosa maravilhosos fantástico fantástica incrível"
        " incríveis lindo linda lindos lindas excelente excelentes perfeito perfeita melhor melhores"
        " delicioso deliciosa sensacional espetacular favorito favorita maravilha ótimo ótima ótimos"
        " recomendo"
    ),
    (
        "kocham uwielbiam wspaniały wspaniała wspaniałe wspaniali cudowny cudowna cudowne fantastyczny"
        " fantastyczna fantastyczne rewelacyjny rewelacyjna rewelacyjne genialny genialna genialne"
        " piękny piękna piękne przepiękne doskonały doskonała doskonałe najlepszy najlepsza najlepsze"
        " najlepsi pyszne pyszny pyszna przepyszne ulubiony ulubiona ulubione polecam"
    ),
    (
        "люблю обожаю прекрасно прекрасный прекрасная прекрасное прекрасные замечательно замечательный"
        " замечательная замечательные великолепно великолепный великолепная отличный отличная отличные"
        " восхитительно шикарно шикарный шикарная лучший лучшая лучшее лучшие красиво красивый красивая"
        " вкусно вкуснятина любимый любимая любимые потрясающе рекомендую советую"
    ),
    (
        "iubesc ador minunat minunată minunați minunate fantastic fantastică fantastici excelent"
        " excelentă excelenți superb superbă superbe extraordinar extraordinară frumos frumoasă frumoase"
        " delicios delicioasă perfect perfectă preferatul preferata splendid splendidă preferatele recomand"
    ),
    (
        "amo adoro encanta encantan encantó encantado maravilloso maravillosa maravillosos fantástico"
        " fantástica increíble increíbles excelente excelentes hermoso hermosa hermosos precioso"
        " preciosa preciosos delicioso deliciosa riquísimo riquísima perfecto perfecta mejor mejores"
        " favorito favorita espectacular recomiendo"
    ),
    (
        "adore aime magnifique magnifiques merveilleux merveilleuse fantastique fantastiques excellent"
        " excellente excellents superbe superbes génial géniale géniaux formidable formidables"
        " extraordinaire incroyable parfait parfaite délicieux délicieuse meilleur meilleure meilleurs"
        " préféré préférée sublime splendide recommande"
    ),
    (
        "lieben wunderbar wunderbare wunderschön wunderschöne fantastisch fantastische großartig"
        " großartige ausgezeichnet ausgezeichnete hervorragend hervorragende herrlich genial geniale"
        " perfekt perfekte lecker köstlich beste besten bestes bester empfehlenswert"
    ),
)
GLUE = (
    (
        "i we you u r are is it its this that these those the a an and so such very really absolutely"
        " truly totally simply always my our your youre guys all team service customer staff crew"
        " brand place food coffee product products app show ad video photo picture song color colour"
        " design one ever in on of for with to at world town day today much lots thanks thank many big"
        " great good nice job work well done cool wow omg yes yay yum oh new people everyone everything"
        " keep up happy fan from by hey hi hello experience flight store am im been was were too also"
        " as me amazingly out shout shoutout props absolute forever ya y xoxo x xx m s re ve"
        " seriously highly ladies gentlemen pilot attendants agent bravo kudos congrats congratulations"
    ),
    (
        "vi ti mi lo la i il le gli l un una uno e è sei siete sono questo questa questi queste di"
        " del della dei delle da al alla per con molto davvero proprio veramente sempre tutto tutti"
        " tutta tutte servizio staff team squadra prodotto prodotti qualità grazie mille tante wow bello"
        " bella belli belle buono buona buoni bravo brava bene lavoro gran grande grandi ragazzi mondo"
        " oggi così mio mia vostro vostra vostri tuo tua nostro ciao più assolutamente anche"
        " esperienza negozio complimenti bravi bravissimi bravissima bravissimo"
    ),
    (
        "vocês você vos te me o a os as um uma e é são és sois esse essa este esta isso isto de do"
        " da dos das em no na para com muito muita demais realmente sempre tudo todos todas serviço"
        " atendimento equipe equipa produto produtos qualidade obrigado obrigada wow uau bom boa bons"
        " bem trabalho grande gente mundo hoje tão meu minha seu sua vosso vossa seus pelo pela por"
        " simplesmente também experiência loja super mais top parabéns vossos vossas seus suas"
    ),
    (
        "was wszystkich bardzo wam ci cię ten ta to te jest są jesteście jesteś naprawdę zawsze po"
        " prostu i a o w z na za do wszystko wszyscy wszystkim obsługa obsługę ekipa zespół produkt"
        " produkty jakość dziękuję dzięki wow ładny ładna ładne dobry dobra dobre dobrze robota praca"
        " świecie dziś dzisiaj tak taki taka takie mój moja moje moi wasz wasza wasze absolutnie"
        " totalnie też pozdrawiam sklep kawa mega najbardziej rewelacja brawo gratulacje gratuluję"
        " super świetny świetna świetne"
    ),
    (
        "я мы вы вас вам ваш ваша ваше ваши ваших этот эта это эти так такой такая такие очень просто"
        " действительно всегда и а в на с за из у все всё всем всех сервис обслуживание персонал команда"
        " продукт качество спасибо большое огромное вау хороший хорошая хорошо работа ребята мире"
        " сегодня мой моя мое мои самый самая самые самое тоже магазин кофе"
        " отлично супер красота молодцы браво поздравляю"
    ),
    (
        "vă te îmi imi mi va eu noi voi e este sunt sunteți ești acest această aceste acesta asta foarte"
        " chiar pur și simplu mereu întotdeauna un o cea cel cei cele mai bun bună bune buni de la în cu"
        " pe pentru tot toate toți serviciul servicii serviciu echipa echipă personalul produs produsul"
        " produse calitate mulțumesc mulțumim mersi wow treabă lume azi astăzi așa meu mea mei vostru"
        " voastră voastre produsele tare magazin cafea absolut oameni frumoși felicitări bravo super genial genială"
    ),
    (
        "me nos os te le les lo la los las el un una y es son sois eres este esta esto estos estas ese"
        " esa de del en con para por al a muy mucho muchas muchísimo tan realmente siempre"
        " simplemente todo todos todas servicio atención equipo personal producto productos calidad"
        " gracias wow guau bueno buena buenos bien trabajo gran grande grandes chicos mundo hoy mi"
        " mis su sus vuestro vuestra tu tus absolutamente también experiencia tienda lindo linda más"
        " felicidades felicitaciones enhorabuena bravo genial geniales"
    ),
    (
        "je j vous tu t nous on le la les l un une des du de d et est êtes es sont c ce cet cette ces ça"
        " à au aux en dans avec pour par très vraiment trop toujours tout toute tous toutes"
        " tellement simplement service équipe personnel produit produits qualité merci beaucoup wow"
        " waouh beau belle beaux belles bon bonne bons bien travail boulot grand grande monde jour"
        " aujourd hui mon ma mes votre vos ton ta absolument aussi expérience magasin si plus"
        " bravo félicitations top"
    ),
    (
        "ich wir ihr liebe euch sie du dich dir es das der die den dem ein eine einen und ist sind seid bist"
        " war waren so sehr wirklich echt einfach immer total absolut alles alle allen service team"
        " personal mitarbeiter produkt produkte qualität danke vielen dank wow schön schöne schönes gut"
        " gute guter gutes arbeit leute welt heute mein meine euer eure ihre dein deine von in im mit"
        " für zu auf an am bei auch erlebnis laden kaffee großes großer ganz ganze ganzen super"
        " gemacht toll tolle tolles toller klasse spitze spitzenmäßig lob kompliment glückwunsch bravo"
        " lieblings eure eures euren sehr"
    ),
)
