"""Words that are no name, also where they stand as one does: "Thanks But"."""

# ruff: noqa: RUF001 - Cyrillic letters are meant

# Written with a capital after thanks these are no name, but the turn to something
# else: a contrast, a refusal, a question, a request, or scorn.
NO_NAMES = (
    "but however though although still yet not no never nothing none again now then "
    "when where why how what who which please pls because since if so just only "
    "also late delayed cancelled canceled broken wrong bad worst terrible awful "
    "useless problem help refund wait waiting my your the this that it and or for "
    "to is are was were can could will would do does did have has had i we you he "
    "she they ma però ancora non mai niente nulla quando dove perché come cosa chi "
    "quale adesso ora solo anche per un una il lo la gli problema aiuto rimborso "
    "vergogna pessimo ladri schifo attesa mi mas porém ainda não nunca nada onde "
    "porque quem qual agora só também para por péssimo vergonha reembolso ajuda um "
    "uma os as ale jednak nadal wciąż nie nigdy nic kiedy gdzie dlaczego czemu jak "
    "co kto proszę teraz tylko też za dramat wstyd żenada oszuści złodzieje pomoc "
    "zwrot но однако ещё еще все всё не нет никогда ничего когда где почему зачем "
    "как что кто прошу теперь только тоже за ужас позор проблема помогите верните а "
    "и dar totuși încă nu niciodată nimic când unde ce cum cine vă rog acum doar și "
    "pentru rușine hoți ajutor pero aunque todavía aún nadie cuando cuándo dónde "
    "qué cómo quién ahora también pésimo vergüenza ladrones ayuda mais toujours pas "
    "jamais rien quand où pourquoi comment quoi qui maintenant aussi pour honte "
    "voleurs aide remboursement nul une le les des aber doch noch immer nicht kein "
    "keine nichts wann wo warum wieso wie wer bitte jetzt nur auch für schade "
    "money anyone anybody empty cold soldi vuoto dinheiro vazio pieniądze pusto деньги "
    "пусто bani gol dinero vacío argent vide faux geld leer "
    "betrüger abzocke saftladen hilfe erstattung der die das ein eine ich wir"
)
