"""The command line. Exit status 0 for an answer, also when it is "infeasible"; 2 for input that was refused."""

from orbital.cli import answers, batches, decisions, orbits, published, unknowns
from orbital.cli.shell import app, guarded

__all__ = ["answers", "batches", "decisions", "main", "orbits", "published", "unknowns"]


def main() -> None:
    """Run the command line; refused input goes to standard error with status 2."""
    guarded(app)
