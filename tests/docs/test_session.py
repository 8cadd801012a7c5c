"""The session in the README is what the program prints today."""

from tests.docs.session import missing, played
from tests.docs.world import World


def test_the_session_of_the_readme_comes_true(fresh_world: World):
    count = 0
    for _, done in played(fresh_world):
        for step, answer in done:
            count += 1
            wrong = missing(step, answer)
            assert (answer.code, wrong) == (step.code, []), f"$ {step.command}\n{answer.shown}"

    assert count
