"""Staying up against a discrete-event simulation (simpy): fleets whose chips, hosts and satellites die one by one, against the Model's chain of shares.

Everything is drawn: launches that fail, satellites that never start, lives of satellites, hosts and chips, interruptions of copies. What is at work
is summed over each month and discounted at its end, as money is.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import simpy

from orbital.scenarios import bind

FLEETS, SATELLITES, CHIPS, HOST = 8, 200, 72, 4
YEARS, RATE, MONTHS = 5.0, 0.08, 12.0


class Fleet:
    """One fleet through its life. Rates are per year; `needed` of a satellite's chips make it deliver all or nothing, else every worker counts."""

    def __init__(
        self, seed, chip=0.0, host=0.0, satellite=0.0, launch=1.0, early=1.0, domain=1, spares=0.0, needed=0, interruption=0.0, recovery=0.0, flight=1
    ):
        self.random = np.random.default_rng(seed)
        self.env = simpy.Environment()
        self.domain, self.needed, self.active = domain, needed, CHIPS / (1.0 + spares)
        self.flying = np.zeros(SATELLITES, dtype=bool)
        self.alive = np.zeros(SATELLITES, dtype=int)
        self.domains = np.ones((SATELLITES, CHIPS // domain), dtype=bool)
        self.up = np.ones(SATELLITES, dtype=bool)
        self.changed, self.area, self.paid, self.due = 0.0, 0.0, 0.0, 0.0
        for first in range(0, SATELLITES, flight):
            if self.random.random() >= launch:
                continue
            for number in range(first, min(first + flight, SATELLITES)):
                if self.random.random() < early:
                    self.flying[number], self.alive[number] = True, CHIPS
                    self.board(number, chip, host, satellite, interruption, recovery)
        self.now = self.at_work()
        self.env.process(self.cashier())

    def board(self, number, chip, host, satellite, interruption, recovery):
        """A satellite in orbit: whatever of it dies within the life is a process of its own."""
        for _, age in self.deaths(satellite, 1):
            self.env.process(self.death(age, self.lose_satellite, (number,)))
        for accelerator, age in self.deaths(chip, CHIPS):
            self.env.process(self.death(age, self.lose_domain, (number, accelerator // self.domain)))
        for place, age in self.deaths(host, CHIPS // HOST):
            self.env.process(self.death(age, self.lose_host, (number, place * HOST)))
        if interruption:
            self.env.process(self.copy(number, interruption * CHIPS, recovery))

    def deaths(self, rate, units):
        """Which of some units die within the life, and when."""
        ages = self.random.exponential(1.0 / rate, units) if rate else np.full(units, np.inf)
        return [(unit, age) for unit, age in enumerate(ages) if age < YEARS]

    def death(self, age, loss, what):
        yield self.env.timeout(age)
        loss(*what)
        self.note()

    def lose_satellite(self, number):
        self.flying[number], self.alive[number] = False, 0

    def lose_host(self, number, first):
        for domain in {accelerator // self.domain for accelerator in range(first, first + HOST)}:
            self.lose_domain(number, domain)

    def lose_domain(self, number, domain):
        if self.flying[number] and self.domains[number, domain]:
            self.domains[number, domain] = False
            self.alive[number] -= self.domain

    def copy(self, number, rate, recovery):
        """A copy of the model on a satellite: works, is interrupted, recovers."""
        while True:
            yield self.env.timeout(self.random.exponential(1.0 / rate))
            self.up[number] = False
            self.note()
            yield self.env.timeout(recovery)
            self.up[number] = True
            self.note()

    def at_work(self):
        """Share of the workers that were bought which are at work now."""
        if self.needed:
            return np.count_nonzero(self.alive >= self.needed) / SATELLITES
        if not self.flying.any():
            return 0.0
        workers = min(self.active * np.count_nonzero(self.flying), self.alive.sum())
        return workers / (self.active * SATELLITES) * self.up[self.flying].mean()

    def note(self):
        self.area += self.now * (self.env.now - self.changed)
        self.changed, self.now = self.env.now, self.at_work()

    def cashier(self):
        """At the end of each month: what was at work in it, discounted."""
        month = 0
        while True:
            month += 1
            yield self.env.timeout(month / MONTHS - self.env.now)
            self.note()
            worth = (1.0 + RATE / MONTHS) ** -month
            self.paid, self.due, self.area = self.paid + worth * self.area * MONTHS, self.due + worth, 0.0

    def delivered(self):
        self.env.run(until=YEARS + 1e-9)
        assert self.due == pytest.approx((1.0 - (1.0 + RATE / MONTHS) ** -(YEARS * MONTHS)) / (RATE / MONTHS), rel=1e-9)
        return self.paid / self.due


def simulated(**setting):
    """Mean of some fleets, and its standard error. Remembered: both sides ask for the same fleets."""
    return _simulated(tuple(setting.items()))


@cache
def _simulated(setting):
    setting = dict(setting)
    shares = np.array([Fleet(seed, **setting).delivered() for seed in range(FLEETS)])
    return shares.mean(), shares.std(ddof=1) / np.sqrt(FLEETS)


def chained(side="orbital", chip=0.0, host=0.0, satellite=0.0, launch=1.0, early=1.0, domain=1, spares=0.0, interruption=0.0, recovery=0.0, formulas=None):
    """The same through the Model: 72 chips are a copy of the model, a scale-up domain and, in orbit, a satellite. Power never fails."""
    causes = {
        "accelerator_loss_rate": f"{chip} 1/yr",
        "host_loss_rate": f"{host} 1/yr",
        "host_size": f"{HOST} GPU",
        "fault_domain_size": f"{domain} GPU",
        "spare_fraction": spares,
        "interruption_rate": f"{interruption} 1/yr/GPU",
        "interruption_recovery_time": f"{recovery} yr",
        "system_availability": 1.0,
        "nominal_discount_rate": f"{100.0 * RATE} %/yr",
        "compounding_frequency": f"{MONTHS} 1/yr",
    }
    orbital = {
        "satellite_loss_rate": f"{satellite} 1/yr",
        "launch_success_probability": launch,
        "early_survival_probability": early,
        "power_availability": 1.0,
        "power_cap_factor": 1.0,
        "satellite_life": f"{YEARS} yr",
        "formulas": formulas or {},
    }
    ground = {
        "accelerator_life": f"{YEARS} yr",
        "formulas": {"delivered_fraction": "delivered_fraction_unserviced", "repair_cost": "repair_cost_unserviced", **(formulas or {})},
    }
    spec = {
        "title": "fleet",
        "price_year": 2025,
        "workload": {"use": "inference-deepseek-r1", "demanded_capacity": "1 GW"},
        "common": {"accelerator": "gb300-nvl72", "finance": "equal"},
        "orbital": {"design": "spacex-ai1", "launch_vehicle": "starship-v3"},
        "ground": {"site": "hyperscale-us"},
    }
    spec[side] |= causes | {"orbital": orbital, "ground": ground}[side]
    return float(bind(spec, "fleet").side(side).run(("delivered_fraction",))[0])


SETTINGS = {
    "no losses": {},
    "chips alone": {"chip": 0.06},
    "hosts of four": {"chip": 0.02, "host": 0.05},
    "satellites alone": {"satellite": 0.05},
    "launch and early death": {"launch": 0.9, "early": 0.95},
    "trays of four": {"chip": 0.04, "host": 0.01, "domain": 4},
    "a domain a satellite": {"chip": 0.003, "host": 0.002, "domain": 72},
    "spares": {"chip": 0.06, "host": 0.01, "spares": 0.1},
    "spares for trays": {"chip": 0.02, "domain": 4, "spares": 0.1, "satellite": 0.02},
    "spare satellites for dead domains": {"chip": 0.003, "domain": 72, "spares": 0.1},
    "spares that outlast the life": {"chip": 0.01, "spares": 0.1, "satellite": 0.03},
    "all at once": {
        "chip": 0.04, "host": 0.0044, "satellite": 0.015, "launch": 0.97, "early": 0.98, "spares": 0.1, "interruption": 0.05, "recovery": 0.02,
    },
}  # fmt: skip


LENT = 2e-3
"""How far spares that are counted in whole chips stay behind the fluid limit, at most."""


def agree(chain, setting):
    mean, error = simulated(**setting)
    assert error < 0.012
    return chain == pytest.approx(mean, abs=4.5 * error + 1e-9 + LENT * (setting.get("spares", 0.0) > 0.0))


@pytest.mark.parametrize("name", SETTINGS)
def test_a_fleet_delivers_what_the_chain_says(name):
    assert agree(chained(**SETTINGS[name]), SETTINGS[name])


ON_THE_GROUND = [name for name, setting in SETTINGS.items() if not {"satellite", "launch", "early"} & setting.keys()]


@pytest.mark.parametrize("name", ON_THE_GROUND)
def test_an_unserviced_site_delivers_what_the_same_fleet_does(name):
    """Racks in place of satellites: the same deaths, the same spares, nothing repaired."""
    assert agree(chained("ground", **SETTINGS[name]), SETTINGS[name])


@pytest.mark.parametrize(("domain", "needed", "chip"), [(1, 64, 0.04), (1, 72, 0.004), (4, 64, 0.01)], ids=["64 of 72", "none dead", "16 of 18 trays"])
@pytest.mark.parametrize("side", ["orbital", "ground"])
def test_domains_with_spares_of_their_own_deliver_all_or_nothing(side, domain, needed, chip):
    setting = {"chip": chip, "host": 0.004, "domain": domain, "spares": 72.0 / needed - 1.0, **({"satellite": 0.02} if side == "orbital" else {})}
    if domain == 1:
        setting["host"] = 0.0  # a host takes four of these units at once, which the binomial does not know
    formula = {"levelized_survival": "levelized_survival_redundant_domains"}
    mean, error = simulated(needed=needed, **setting)
    assert chained(side, formulas=formula, **setting) == pytest.approx(mean, abs=4.5 * error)


def test_flights_that_fail_take_all_their_satellites_and_the_mean_is_the_same():
    mean, error = simulated(launch=0.8, flight=10, satellite=0.05)
    assert chained(launch=0.8, satellite=0.05) == pytest.approx(mean, abs=4.5 * error)
