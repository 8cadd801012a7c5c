"""The decisions, all pure: what a poll means, when to come back, who hears of what, digests."""

from monitor.plan.health import validators_for
from monitor.plan.poll import plan_poll
from monitor.plan.setting import Desk, Topic, Visit

__all__ = ["Desk", "Topic", "Visit", "plan_poll", "validators_for"]
