from collections.abc import Iterator

import pytest

from tests.docs.pages import blocks
from tests.docs.world import World, open_world


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A world on an ordinary day: a first look, some news, a rewrite, a daemon that is well."""
    with open_world(tmp_path_factory.mktemp("world")) as world:
        world.type("monitor poll")
        world.publish()
        world.type("monitor poll")
        world.copy()
        world.rewrite()
        world.type("monitor poll kura-post")
        world.beat()
        for block in blocks("toml", "json"):
            if block.file is not None:
                path = world.folder / block.file
                path.parent.mkdir(exist_ok=True)
                path.write_text(block.text, "utf-8")
        yield world


@pytest.fixture
def fresh_world(tmp_path) -> Iterator[World]:
    """A world that nobody has looked at yet."""
    with open_world(tmp_path) as world:
        yield world
