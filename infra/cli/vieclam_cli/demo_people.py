"""Who of the demo commune does what, and on which days of the year."""

from dataclasses import dataclass
from datetime import date, timedelta

from vieclam_cli.demo_list import Resident

NAMED_GROUPS = frozenset(
    {
        "poor_household",
        "near_poor_household",
        "disabled",
        "ex_prisoner",
        "post_rehab",
        "land_recovered",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A resident whom the registry knows."""

    id: str
    who: Resident


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """The part of the year that has passed."""

    first: date
    today: date

    def at(self, share: float) -> str:
        """The day when this share (0 to 1) of the time had passed, as ISO text."""
        passed = (self.today - self.first).days
        return (self.first + timedelta(days=int(passed * share))).isoformat()

    def after(self, share: float, number: int, count: int, until: float = 1.0) -> str:
        """The day of the number-th of `count` things spread from `share` to `until`."""
        return self.at(share + (until - share) * number / max(count, 1))


def days_until(today: date) -> Days:
    """The demo's days: from the year's first on."""
    return Days(first=date(today.year, 1, 1), today=today)


def level_of(number: int) -> str:
    """Mostly short courses, as the plan has them."""
    return ("under_3_months", "elementary", "under_3_months", "intermediate")[number % 4]


def elderly(people: list[Known], days: Days) -> list[Known]:
    """Those who are 60 on the list's date."""
    return [each for each in people if each.who.age_on(days.first) >= 60]


def learners(people: list[Known]) -> list[Known]:
    """Who asks for training and gets a place this year, the named groups first."""
    asking = [each for each in people if each.who.occupation]
    asking.sort(key=lambda each: not each.who.marks & NAMED_GROUPS)
    return asking[: int(len(asking) * 0.85)]


def seekers(people: list[Known]) -> list[Known]:
    """Who asks for a job."""
    return [each for each in people if each.who.wants_job]


def borrowers(people: list[Known]) -> list[Known]:
    """Who asks for a loan."""
    return [each for each in people if each.who.wants_credit]


def placed(people: list[Known], days: Days) -> list[Known]:
    """Who finds work: half of those who ask, the elderly among them."""
    asking = seekers(people)
    old = [each for each in asking if each.who.age_on(days.first) >= 60]
    young = [each for each in asking if each not in old]
    return [*old[: int(len(old) * 0.6)], *young[: int(len(young) * 0.55)]]
