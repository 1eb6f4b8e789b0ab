"""What did not work is said in words that tell what to do; the names of the protocol are none."""

import pytest

from hotline.wire import Problem
from local_cache.errors import CentreSaid
from screens.parts.trouble import trouble_words
from wording import set_language

MENDED_HERE = (Problem.AUTH_REQUIRED, Problem.FORBIDDEN, Problem.BUSY, Problem.NOT_FOUND, Problem.UPGRADE_REQUIRED)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("problem", MENDED_HERE)
def test_what_the_centre_turns_down_is_said_with_what_to_do(problem: Problem, language: str) -> None:
    set_language(language)
    words = trouble_words(CentreSaid(problem.value))
    assert f"({problem.value})" not in words
    assert any(sign in words for sign in ":：，"), "after what happened comes what to do"
