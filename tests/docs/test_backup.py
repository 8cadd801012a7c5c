"""A backup is restored as the page says: the files aside, the copy in their place."""

from tests.docs.world import World


def test_a_restored_copy_knows_everything_and_goes_on(fresh_world: World):
    world, database = fresh_world, fresh_world.folder / "monitor.db"
    world.type("monitor poll")
    assert world.type("monitor backup copy.db").code == 0
    before = world.type("monitor items --json").out
    world.publish()
    world.type("monitor poll")
    told = [hook.id for hook in world.desk.taken()]

    aside = world.folder / "broken"
    aside.mkdir()
    for path in world.folder.glob("monitor.db*"):
        path.rename(aside / path.name)
    (world.folder / "copy.db").rename(database)
    database.chmod(0o600)

    assert world.type("monitor items --json").out == before
    assert world.type("monitor poll").code == 0
    assert sorted(hook.id for hook in world.desk.taken()) == sorted(2 * told), "the same ids"
