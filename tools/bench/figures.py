"""What was measured: costs in rounds, their ratios with the noise of the rounds, and numbers."""

from dataclasses import dataclass, field
from statistics import median, quantiles

# A floor is one for all sizes.
ANY = 0
# Whoever asked had a core of their own, as readers have, unless a figure's name ends so.
ON_ONE_CORE = ", on one core"


@dataclass(frozen=True)
class Measured:
    """A figure, and between which two half of the rounds lay."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Cost:
    """Of one request: the server's processor time in each round, and how long whoever asked waited."""

    rounds: tuple[float, ...]
    p50_ms: float
    p95_ms: float
    requests: int

    @property
    def cpu_us(self) -> float:
        return median(self.rounds)

    def over(self, other: "Cost") -> Measured:
        """How many times `other`: round by round, as both were asked in each of them."""
        ratios = [own / its for own, its in zip(self.rounds, other.rounds, strict=True)]
        low, middle, high = quantiles(ratios, n=4) if len(ratios) > 1 else ratios * 3
        return Measured(middle, low, high)


@dataclass
class Figures:
    """Of one database, at several sizes. What could not be measured is not in it."""

    database: str
    sizes: list[int]
    costs: dict[tuple[str, int], Cost] = field(default_factory=dict)
    numbers: dict[tuple[str, int], float] = field(default_factory=dict)
    checks: list[str] = field(default_factory=list)
    not_measured: list[str] = field(default_factory=list)
    # What must not happen: an answer that was wrong, a server that did not start.
    failed: list[str] = field(default_factory=list)

    def cost(self, name: str, size: int) -> Cost | None:
        return self.costs.get((name, size)) or self.costs.get((name, ANY))

    def number(self, name: str, size: int) -> float | None:
        return self.numbers.get((name, size), self.numbers.get((name, ANY)))

    def ratio(self, name: str, size: int, of: str, of_size: int) -> Measured | None:
        """Nothing where one of the two was not measured, or not in the same rounds."""
        own, its = self.cost(name, size), self.cost(of, of_size)
        return own.over(its) if own and its and len(own.rounds) == len(its.rounds) else None
