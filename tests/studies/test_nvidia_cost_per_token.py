"""NVIDIA's cost of a token: by hand, and what its rate, its rate of tokens and its full use are worth."""

import pytest

import orbital as orb

QUANTITY = "ground.levelized_cost_per_million_tokens"


@pytest.mark.parametrize(
    ("changes", "dollars"),
    [
        ({}, 2.65 / 0.0216),  # 6,000 tokens a second are 21.6 million an hour
        ({"ground.accelerator_count": "1 GPU"}, 2.65 / 0.0216),
        ({"ground.accelerator_hour_price": "3.30 USD/h/GPU"}, 3.30 / 0.0216),
        ({"ground.accelerator_hour_price": "3.96 USD/h/GPU"}, 3.96 / 0.0216),
        ({"ground.tokens_per_accelerator": "285.7142857 token/s/GPU"}, 21 * 2.65 / 0.0216),
        ({"ground.delivered_fraction": 0.75}, 2.65 / 0.0162),
    ],
)
def test_an_hour_over_its_tokens(changes, dollars):
    assert orb.study("nvidia-cost-per-token").value(QUANTITY, changes)[0] * 1e9 == pytest.approx(dollars, rel=1e-9)


def test_the_printed_figure_is_rounded():
    (row,) = orb.study("nvidia-cost-per-token").check()
    assert row.verdict == "reproduced"
    assert row.reproduced / row.published == pytest.approx(0.12269 / 0.12, rel=1e-4)


@pytest.mark.parametrize("given", ["ground.accelerator_hour_price", "ground.tokens_per_accelerator", "ground.delivered_fraction"])
def test_every_given_bears_on_the_figure_but_the_number_of_chips(given):
    run = orb.study("nvidia-cost-per-token")
    side = run.scenario.ground
    less = run.scenario.with_arrays({given: 0.99 * float(side.values[given.partition(".")[2]])})
    output = ("levelized_cost_per_million_tokens",)
    assert float(less.ground.run(output)[0]) != float(side.run(output)[0])
