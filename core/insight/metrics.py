"""The figures that have names: each defined once, with the sentence that is shown wherever the figure is."""

from dataclasses import dataclass

from core.insight.measures import Measure as M
from core.insight.sums import Sums

LEAST = 5
"""Below this many a rate is told in counts alone."""
COHORT = "Of the referrals received in the period, by the calendar of the site that works on them"


@dataclass(frozen=True, slots=True)
class Metric:
    """A rate: how many of which. `ripe` is after how many days a month's figure can be told, 0 where that is at once;
    `good` is whether more is better, None where it is neither."""

    code: str
    label: str
    sentence: str
    of: M
    per: tuple[M, ...]
    ripe: int = 0
    good: bool | None = True


@dataclass(frozen=True, slots=True)
class Rate:
    """`n` of `of`; `share` (0 to 1) is None where there are too few to tell."""

    n: int
    of: int
    share: float | None

    @property
    def words(self) -> str:
        """62 %, or the counts where there are too few."""
        if self.share is not None:
            return f"{100 * self.share:.0f} %"
        return f"{self.n} of {self.of}" if self.of else "none yet"


METRICS = {
    each.code: each
    for each in (
        Metric(
            "acknowledged", "Acknowledged",
            f"{COHORT}: those the receiving side has acknowledged, asked about or decided.",
            M.ACKNOWLEDGED, (M.RECEIVED,), 14,
        ),
        Metric("accepted", "Accepted", f"{COHORT}: those that were ever accepted.", M.ACCEPTED, (M.RECEIVED,), 45),
        Metric(
            "booking", "Booking conversion",
            f"{COHORT}: those with at least one appointment ever booked, whatever became of it.",
            M.BOOKED, (M.RECEIVED,), 60,
        ),
        Metric(
            "attendance", "Attendance conversion", f"{COHORT}: those with at least one attended visit.",
            M.ATTENDED, (M.RECEIVED,), 90,
        ),
        Metric(
            "completion", "Completion", f"{COHORT}: those that are completed now. A reopened one counts no more.",
            M.COMPLETED, (M.RECEIVED,), 120,
        ),
        Metric(
            "closed_loop", "Closed loop",
            "Of the referrals sent to practices outside in the period: those for which a final report came back after "
            "the referral was received.",
            M.LOOPED, (M.SENT,), 120,
        ),
        Metric(
            "acknowledgement", "Acknowledged in time",
            "Of the referrals received in the period that were acknowledged or decided, or whose deadline for that has "
            "passed: those where it was in time.",
            M.ACKNOWLEDGED_IN_TIME, (M.ACKNOWLEDGEMENTS_DUE,), 14,
        ),
        Metric(
            "acceptance", "Acceptance",
            "Of the referrals received in the period that were decided: those accepted. The rest were declined or "
            "redirected without ever being accepted.",
            M.ACCEPTED, (M.ACCEPTED, M.TURNED_DOWN), 45,
        ),
        Metric(
            "no_show", "No-show rate",
            "Of the appointments of referrals received in the period that were attended or missed: those missed "
            "without notice. Appointments cancelled late stand apart and are in neither number.",
            M.VISITS_MISSED, (M.VISITS_ATTENDED, M.VISITS_MISSED), 90, False,
        ),
        Metric(
            "late_cancellation", "Late cancellations",
            "Of the appointments of referrals received in the period that were attended, missed or cancelled late: "
            "those the patient cancelled less than 24 hours before.",
            M.VISITS_CANCELLED_LATE, (M.VISITS_ATTENDED, M.VISITS_MISSED, M.VISITS_CANCELLED_LATE), 90, False,
        ),
        Metric(
            "sla", "Deadlines met",
            "Of the steps of referrals received in the period whose clock ended or ran out: those taken in time. "
            "Time on hold or waiting for others is not counted where the deadline pauses; steps that fell away because "
            "the referral was cancelled or lost are in neither number.",
            M.CLOCKS_MET, (M.CLOCKS_MET, M.CLOCKS_LATE),
        ),
        Metric(
            "lost", "Closed without contact", f"{COHORT}: those that were closed without contact.",
            M.LOST, (M.RECEIVED,), 90, False,
        ),
        Metric(
            "redirected", "Redirected elsewhere", f"{COHORT}: those that went to another service.",
            M.REDIRECTED, (M.RECEIVED,), 45, None,
        ),
    )
}  # fmt: skip
"""Every rate by its code."""


@dataclass(frozen=True, slots=True)
class LeadTime:
    """A wait in local days, as a median and a ninth decile; `waiting` counts who waits for it still."""

    code: str
    label: str
    sentence: str
    waiting: M


_LEAD = (
    "Whole days by the calendar of the site, from the day the referral was received to {}. The median and the 90th "
    "percentile are of nearest rank over those that came there; who still waits is told beside, never left out in "
    "silence."
)
LEAD_TIMES = {
    each.code: each
    for each in (
        LeadTime(
            "acknowledged", "Time to acknowledgement", _LEAD.format("the day it was acknowledged or decided"),
            M.WAITING_ACKNOWLEDGED,
        ),
        LeadTime(
            "booked", "Time to booking", _LEAD.format("the day on which its first appointment was made"),
            M.WAITING_BOOKED,
        ),
        LeadTime(
            "attended", "Time to first visit", _LEAD.format("the day of the first visit that was attended"),
            M.WAITING_ATTENDED,
        ),
    )
}  # fmt: skip
"""Every lead time by its code."""
DWELL = (
    "Time at a stage, from coming there to leaving it, of the stays that ended in the period: the median and the 90th "
    "percentile, at most 3.5 per cent off. Who is at the stage now is told beside."
)
WORTH = (
    "The value of completed work of referred patients, as the latest final report of each referral says it, in the "
    "month of that report, by the primary source of the referral."
)


def rate(metric: Metric | str, sums: Sums) -> Rate:
    """A rate of sums; its share is told from LEAST on."""
    one = METRICS[metric] if isinstance(metric, str) else metric
    n, of = sums[one.of], sum(sums[measure] for measure in one.per)
    return Rate(n, of, n / of if of >= LEAST else None)


def is_ripe(metric: Metric, month_end_days_ago: int) -> bool:
    """Whether a month that ended so long ago can be told, or is too recent."""
    return month_end_days_ago >= metric.ripe
