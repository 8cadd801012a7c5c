from monitor.testing import Arrival, Ledger

SNOW, WIND = ("item.new", "Snow"), ("item.new", "Wind")


def test_books_are_even_when_everything_came_once():
    ledger = Ledger()
    ledger.owe(SNOW, "desk", "letters")

    balance = ledger.balance(
        [Arrival(channel="desk", id="1", key=SNOW), Arrival(channel="letters", id="2", key=SNOW)]
    )

    assert balance["desk"].is_even
    assert balance["letters"].is_even


def test_what_never_came_is_missing_on_that_channel_alone():
    ledger = Ledger()
    ledger.owe(SNOW, "desk", "letters")

    balance = ledger.balance([Arrival(channel="desk", id="1", key=SNOW)])

    assert balance["desk"].is_even
    assert balance["letters"].missing == (SNOW,)


def test_one_fact_under_two_ids_is_doubled():
    ledger = Ledger()
    ledger.owe(SNOW, "desk")

    balance = ledger.balance(Arrival(channel="desk", id=each, key=SNOW) for each in "12")

    assert balance["desk"].doubled == (SNOW,)
    assert not balance["desk"].is_even


def test_a_repeat_under_one_id_is_allowed_and_shown():
    ledger = Ledger()
    ledger.owe(SNOW, "desk")

    balance = ledger.balance([Arrival(channel="desk", id="1", key=SNOW)] * 2)

    assert balance["desk"].repeated == (SNOW,)
    assert balance["desk"].is_even


def test_what_nobody_owed_is_unexpected_also_on_an_unknown_channel():
    ledger = Ledger()

    balance = ledger.balance([Arrival(channel="file", id="1", key=WIND)])

    assert balance["file"].unexpected == (WIND,)
