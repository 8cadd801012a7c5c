"""What all tests share: how Hypothesis looks for counter-examples.

`make test` must say the same of the same code, so it looks at the same examples each time
(profile ``steady``); `pytest` by itself, and `make fuzz`, look at new ones.
"""

from hypothesis import settings

# A machine that is busy with other tests is no finding.
settings.register_profile("curious", deadline=None)
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("curious")
