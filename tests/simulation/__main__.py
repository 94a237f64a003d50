"""`python -m tests.simulation --seeds N [--first SEED] [--design NAME] [--life wide] [--jobs J]`: lives through N times two years and counts.

The exit code is 1 if anything was missed, doubled, early, shown though nobody asked for it or in quiet hours, or lost from Today.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from multiprocessing import get_context

from tests.simulation.designs import DESIGNS
from tests.simulation.judge import Verdict
from tests.simulation.simulate import LIVES, quieten, simulate

_STORIES = 3
_EVERY = 25


def main(arguments: Sequence[str]) -> int:
    """Returns 0 when every promise was kept, 1 when one was broken."""
    options = _parser().parse_args(arguments)
    begun = time.monotonic()
    total, told, failed = Verdict(), 0, []
    how = f" --design {options.design}" + (f" --life {options.life}" if options.life != "usual" else "")
    seeds = range(options.first, options.first + options.seeds)
    for number, verdict in enumerate(_verdicts(seeds, options), start=1):
        _add(total, verdict)
        failed += [verdict.seed] if verdict.failed else []
        for story in verdict.stories[: max(0, _STORIES - told)]:
            told += 1
            _say(f"{story}\nAgain: bench reminders{how} --first {verdict.seed} --seeds 1\n")
        if number % _EVERY == 0 and number < len(seeds):
            sys.stderr.write(f"{number} of {len(seeds)}: {_numbers(total)}\n")
    _say(f"{options.seeds} seeds from {options.first}, design {options.design}: {_numbers(total)}")
    if failed:
        _say(f"Failed: {', '.join(map(str, failed))}")
    _say(f"{total.crashes:,} kills; {time.monotonic() - begun:.0f} s")
    return 1 if total.failed else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench reminders", description="Two years of reminders for each seed.")
    parser.add_argument("--seeds", type=int, default=20, metavar="N", help="how many lives (20)")
    parser.add_argument("--first", type=int, default=1, metavar="SEED", help="the first of them (1)")
    parser.add_argument("--design", choices=sorted(DESIGNS), default="own", help="the program's own, or a wrong one")
    parser.add_argument("--life", choices=sorted(LIVES), default="usual", help="with birthdays and quiet hours: wide")
    parser.add_argument(
        "--jobs", type=int, default=1, metavar="J", help=f"processes (1; {os.cpu_count()} processors here)"
    )
    return parser


def _verdicts(seeds: Sequence[int], options: argparse.Namespace) -> Iterator[Verdict]:
    if options.jobs <= 1:
        quieten()
        yield from (simulate(seed, options.design, options.life) for seed in seeds)
        return
    # Fresh processes: a forked one would share the open libraries of this one.
    with ProcessPoolExecutor(options.jobs, get_context("spawn"), initializer=quieten) as pool:
        yield from pool.map(simulate, seeds, repeat(options.design), repeat(options.life))


def _add(total: Verdict, verdict: Verdict) -> None:
    for name in ("occurrences", "missed", "doubled", "early", "unasked", "lost", "disturbed", "repeated", "crashes"):
        setattr(total, name, getattr(total, name) + getattr(verdict, name))
    total.latest = max(total.latest, verdict.latest)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _numbers(total: Verdict) -> str:
    return (
        f"{total.occurrences:,} occurrences, {total.missed:,} missed, {total.doubled:,} doubled, {total.early:,} early, "
        f"{total.unasked:,} unasked, {total.lost:,} lost from Today, {total.disturbed:,} in quiet hours, latest {total.latest} s, "
        f"{total.repeated:,} replaced repeats"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
