"""The decisions, all pure: what a poll means, when to come back, who hears of what, digests."""

from monitor.plan.exhibits import with_exhibits
from monitor.plan.health import validators_for
from monitor.plan.kin import News
from monitor.plan.look import plan_look
from monitor.plan.poll import plan_poll, read_news
from monitor.plan.setting import Desk, LookVisit, Topic, Visit

__all__ = [
    "Desk",
    "LookVisit",
    "News",
    "Topic",
    "Visit",
    "plan_look",
    "plan_poll",
    "read_news",
    "validators_for",
    "with_exhibits",
]
