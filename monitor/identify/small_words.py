"""Words that make sentences and no news, in six languages; folded.

Particles, pronouns, and the verbs and nouns by which a text says where it has its news from: a
carrier puts one for another without telling of anything else.
"""

from monitor.text import fold

_WORDS = """
    about above across after again against ago all almost along already also although always amid
    among and another any are around as at away back be because been before being below between
    both but by can could did does doing done down due during each either else even ever every few
    for former from further get gets got had has have having he her here him his how however if in
    indeed instead into is it its itself just lately later least less let like made make makes many
    may meanwhile might more moreover most much must near nearby nearly never new newly next no nor
    not now of off old on once only onto or other others our out over own per quite rather really
    same several shall she should since so some such than that the their them then there therefore
    these they this those though through throughout thus till to too toward towards under until up
    upon us very via was we well were what when where whether which while who whom whose why will
    with within without would yet you your early late today recently soon still some says said say
    saying tell tells told telling announce announces announced announcing report reports reported
    reportedly reporting according note notes noted state states stated statement claim claims
    claimed add adds added inform informs informed quoted quoting cite cites cited citing write
    writes wrote source sources media news agency press correspondent service spokesman spokeswoman
    spokesperson official officials via read video photo photos live update updates updated
    breaking exclusive take takes took taken

    и в на не что как это все его ее их они она оно был была было были бы ли же уже еще или но да
    для под над без при про изо так там тут где кто чем чего тем том той тот эта эти это этот этой
    этом эту сам сама сами само свой своя свои своей своем наш ваш мой твой весь вся всё всех всем
    также тоже только лишь даже если когда пока после перед через между около более менее чтобы
    потому поэтому который которая которое которые которого которой которых однако кроме против
    ранее позже затем теперь здесь сейчас недавно вновь снова очень почти можно нужно может могут
    будет будут быть есть нет ему ей им нас вас нам вам мне меня тебя себя себе один одна одно
    сообщил сообщила сообщили сообщает сообщают сообщило сообщается сообщение заявил заявила
    заявили заявляет заявило заявление сказал сказала сказали говорит говорится рассказал
    рассказала рассказали рассказало отметил отметила отметили передает передаёт передал пишет
    пишут написал уточнил уточнили уточняет добавил добавила подчеркнул подчеркнула напомнил
    информирует известно стало стал стали словам данным согласно ссылкой источник источники
    агентство агентства служба пресс корреспондент новости сми фото видео подробности

    եւ ու է են եմ ես եք էր էին կա կան այդ այս այն դա սա նա նրա նրան նրանք իր իրենց որ որը որի որոնք
    ով ինչ ինչպես երբ որտեղ ուր թե եթե բայց սակայն իսկ կամ նաեւ միայն մեջ վրա տակ մոտ համար հետ
    հետո առաջ մինչեւ մասին ըստ կողմից շուրջ միջեւ դեպի բոլոր ամեն շատ քիչ այլ մյուս նույն արդեն դեռ
    եւս հիմա այստեղ այնտեղ պետք կարող լինել եղել եղավ լինի կլինի ասել ասաց ասում հայտնել հայտնեց
    հայտնում հայտնում հայտարարել հայտարարեց հայտարարում նշել նշեց նշում հաղորդել հաղորդեց հաղորդում
    տեղեկացնում տեղեկացրեց գրել գրեց գրում աղբյուր լրատվական գործակալություն ծառայություն լուր
    լուրեր տեսանյութ լուսանկար

    და არ არის იყო იყვნენ იქნება ეს ის იმ ამ რომ რა როგორც როგორ როდესაც როცა სადაც თუ მაგრამ
    თუმცა ან აგრეთვე ასევე მხოლოდ უკვე ჯერ კიდევ უნდა შეიძლება მისი მათი თავის თავისი მას მათ ჩვენ
    თქვენ მე შენ რომელიც რომლის რომელმაც რომლებიც ყველა ყოველი სხვა იგივე ერთ მეორე შესახებ მიერ
    გამო მიხედვით ცნობით შემდეგ დროს წინ ახლა აქ იქ ძალიან თითქმის რადგან თქვა აცხადებს განაცხადა
    განაცხადეს აღნიშნა აღნიშნავს ამბობს უთხრა იუწყება ავრცელებს აცნობებს დაწერა წერს ინფორმაცია
    ინფორმაციას ინფორმაციით წყარო სააგენტო სამსახური ახალი ამბები ფოტო ვიდეო

    ve ile bir bu şu o da de ki mi mı mu mü ne en çok az daha her hem ya veya ama fakat ancak için
    gibi kadar göre sonra önce beri dolayı rağmen karşı doğru üzere ise iken olan olarak olup oldu
    olduğu olduğunu olacak olmuş var yok değil bunu buna bunun onun onlar onların biz siz ben sen
    kendi bazı bütün tüm hiç şey yine artık bile sadece yalnız şimdi burada orada içinde üzerinde
    arasında tarafından hakkında dedi diye söyledi belirtti bildirdi bildirildi açıkladı açıklama
    açıklandı ifade etti eden eder ediyor edildi edilen aktardı duyurdu kaydetti yazdı haber
    haberi haberler kaynak kaynaklar ajansı ajans servisi fotoğraf görüntü

    və ilə bu o da də ki mi nə ən çox az daha hər həm ya yaxud amma lakin ancaq üçün kimi qədər görə
    sonra əvvəl bəri isə olan olaraq olub oldu olduğu olduğunu olacaq var yox deyil bunu buna bunun
    onun onlar onların biz siz mən sən öz bəzi bütün heç şey yenə artıq belə yalnız indi burada
    orada içində üzərində arasında tərəfindən haqqında barədə barəsində dedi deyib deyə söylədi
    söyləyib bildirdi bildirib bildirilir açıqladı açıqlayıb qeyd edib etdi edən edir edilib xəbər
    verir xəbərə xəbəri mənbə agentliyi xidməti foto görüntü həmin hansı
"""
SMALL_WORDS = frozenset(fold(_WORDS).split())
