"""Simulated centres: counts of topics whose truth is known."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from pipelines.change.calendar import FloatArray, calendar_features
from pipelines.change.series import History, SeriesKey
from warehouse.contract.mart import ALL_DEPARTMENTS

FIRST_DAY = date(2025, 12, 1)
CHANNELS = 4
WEEKDAY_VOLUME = (1.25, 1.05, 1.0, 0.98, 1.0, 0.85, 0.75)


@dataclass(frozen=True)
class World:
    """Daily cases of topics by channel.

    Attributes
    ----------
    cases : (S, C, T)
    volumes : (T, C) contacts
    mean : (S, C, T) what the cases were drawn from, before over-dispersion
    """

    days: tuple[date, ...]
    cases: FloatArray
    volumes: FloatArray
    mean: FloatArray
    calendar: FloatArray

    @property
    def counts(self) -> FloatArray:
        """Cases over all channels (S, T)."""
        return np.asarray(self.cases.sum(axis=1))


@dataclass(frozen=True)
class Nuisance:
    """What moves counts although nothing is new.

    `shocks` multiply a day's volume and all topics with it; `shocks_of_others` the volume alone, for two to
    six weeks: a campaign brings orders and no complaints. `trends` move levels by a half in half a year.
    """

    holidays: bool = False
    shocks: bool = False
    missing_channel: bool = False
    wandering_levels: bool = False
    trends: bool = False
    shocks_of_others: bool = False
    overdispersion: float = 0.1
    busy_topics: bool = False
    departments: int = 1


def make_world(nights: int, topics: int, seed: int, nuisance: Nuisance) -> World:
    """Draw a centre of about 2,000 contacts a day with topics of 0.05 to 40 cases a day."""
    rng = np.random.default_rng(seed)
    days = tuple(FIRST_DAY + timedelta(days=number) for number in range(nights))
    calendar = calendar_features(days)
    volumes = _draw_volumes(rng, days, calendar, nuisance)
    size = np.exp(rng.normal(0.3, 1.3, topics)).clip(0.05, 40)
    if nuisance.busy_topics:
        size = size.clip(2, 40)
    mix = rng.dirichlet(np.full(CHANNELS, 0.8), topics)
    usual = volumes.mean(axis=0)
    own_week = np.exp(rng.normal(0, 0.1, (topics, 7)))[:, [day.weekday() for day in days]]
    drift = 0.5 if nuisance.trends else 0.15
    level = np.exp(rng.normal(0, drift, topics)[:, None] * np.linspace(-1, 1, nights)[None, :])
    if nuisance.wandering_levels:
        level = level * np.exp(_wander(rng, topics, nights))
    rate = (size[:, None] * mix / np.maximum(usual, 1)[None, :])[:, :, None]
    mean = rate * volumes.T[None, :, :] * (own_week * level)[:, None, :]
    if nuisance.shocks_of_others:
        volumes = np.round(volumes * _campaigns(rng, nights)[:, None])
    return World(days, draw_cases(rng, mean, nuisance.overdispersion), volumes, mean, calendar)


def draw_cases(rng: np.random.Generator, mean: FloatArray, overdispersion: float) -> FloatArray:
    """Draw from the negative binomial; a topic's day is busy or quiet on all channels together."""
    topics = len(mean)
    own = overdispersion * rng.gamma(2.0, 0.5, topics)
    size = 1 / np.maximum(own, 1e-6)
    busy = rng.gamma(size[:, None], 1 / size[:, None], (topics, mean.shape[2]))
    return rng.poisson(mean * busy[:, None, :]).astype(np.float64)


def multiply(world: World, factor: NDArray[np.float64], seed: int, overdispersion: float) -> World:
    """Return the world with the means of every topic and day multiplied by `factor` (S, T), drawn anew."""
    mean = world.mean * factor[:, None, :]
    return replace(world, mean=mean, cases=draw_cases(np.random.default_rng(seed), mean, overdispersion))


def _draw_volumes(
    rng: np.random.Generator, days: tuple[date, ...], calendar: FloatArray, nuisance: Nuisance
) -> FloatArray:
    usual = np.array([1000.0, 600.0, 300.0, 100.0])
    by_weekday = np.array([WEEKDAY_VOLUME[day.weekday()] for day in days])
    volumes = usual[None, :] * by_weekday[:, None] * np.exp(rng.normal(0, 0.05, (len(days), CHANNELS)))
    volumes[:, 3] *= np.where(calendar[:, 5] + calendar[:, 6] > 0, 0.2, 1.0)
    if nuisance.holidays:
        volumes *= np.where(calendar[:, 7] > 0, 0.5, np.where(calendar[:, 8] > 0, 1.4, 1.0))[:, None]
    if nuisance.shocks:
        volumes *= np.where(rng.random(len(days)) < 0.05, rng.uniform(1.5, 3.0, len(days)), 1.0)[:, None]
    if nuisance.missing_channel:
        for start in range(60, len(days) - 7, 45):
            volumes[start : start + 7, rng.integers(CHANNELS)] = 0
    return np.asarray(rng.poisson(volumes), dtype=np.float64)


def _campaigns(rng: np.random.Generator, nights: int) -> FloatArray:
    """Volume that other matters bring: weeks with a half more."""
    factor = np.ones(nights)
    for start in range(40, nights, 70):
        factor[start : start + rng.integers(14, 43)] = 1.5
    return factor


def reassign(world: World, seed: int) -> World:
    """Return the world as other topics count it: a part of each goes to its neighbour."""
    rng = np.random.default_rng(seed)
    moved = rng.binomial(world.cases.astype(np.int64), rng.uniform(0, 0.5, len(world.cases))[:, None, None])
    return replace(world, cases=world.cases - moved + np.roll(moved, 1, axis=0).astype(np.float64))


def history_of(world: World, departments: int = 1) -> History:
    """Return the counts as the nightly step has them.

    With several departments the world's series are those of each, topic by topic, and the sums over all
    departments stand beside them.
    """
    topics = [f"T{number:06d}" for number in range(len(world.cases) // departments)]
    names = [f"d{number}" for number in range(departments)] if departments > 1 else [""]
    keys = [SeriesKey("complaint", topic, name) for topic in topics for name in names]
    cases = world.cases
    if departments > 1:
        sums = cases.reshape(-1, departments, *cases.shape[1:]).sum(axis=1)
        cases = np.concatenate([cases, sums])
        keys += [SeriesKey("complaint", topic, ALL_DEPARTMENTS) for topic in topics]
    none = np.zeros((len(cases), len(world.days)))
    return History(world.days[0], tuple(keys), cases, world.volumes, ("",) * len(world.days), none)


def _wander(rng: np.random.Generator, topics: int, nights: int) -> FloatArray:
    """Levels that drift by some per cent a week and come back (Ornstein–Uhlenbeck)."""
    keep, spread = 0.97, 0.12
    steps = rng.normal(0, spread * np.sqrt(1 - keep**2), (topics, nights))
    levels = np.zeros((topics, nights))
    for night in range(1, nights):
        levels[:, night] = keep * levels[:, night - 1] + steps[:, night]
    return levels
