"""python -m bench.matching: what each threshold would find and miss among invented pairs whose truth is known."""

from random import Random

from core.patient.match import LIKELY
from tests.patient import crowd

PAIRS = 20_000
SEED = 7


def main() -> None:
    """Judge as many pairs of one person as of each kind of two, then say how each threshold would do."""
    dice = Random(SEED)  # noqa: S311 - a game, not a secret
    same = [crowd.judged(crowd.same(dice)).score for _ in range(PAIRS)]
    others: dict[str, list[int]] = {}
    for _ in range(PAIRS):
        for kind, pair in crowd.different(dice):
            others.setdefault(kind, []).append(crowd.judged(pair).score)
    print(f"{PAIRS:,} pairs of one person, as many of each kind of two")  # noqa: T201 - a bench speaks
    print("from  found  wrongly, by kind of pair")  # noqa: T201
    for least in range(46, 86, 2):
        wrong = {kind: sum(score >= least for score in scores) / PAIRS for kind, scores in others.items()}
        said = "  ".join(f"{kind} {share:.2%}" for kind, share in wrong.items() if share)
        mark = "*" if least == LIKELY else " "
        print(f"{least:4}{mark} {sum(score >= least for score in same) / PAIRS:.2%}  {said}")  # noqa: T201


if __name__ == "__main__":
    main()
