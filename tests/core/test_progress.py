"""A progress bar that is shown: it counts, tells its rate, and goes away."""

import io

import rich.console

from orbital.core.progress import progress_bar


def test_a_bar_on_a_terminal_counts_and_tells_its_rate(monkeypatch):
    screen, console = io.StringIO(), rich.console.Console
    monkeypatch.setattr(rich.console, "Console", lambda stderr: console(file=screen, force_terminal=True, width=120))
    with progress_bar("points", 2000, True) as advance:
        advance(500)
        advance(1500)
    assert "2000/2000" in screen.getvalue()
    assert "points, " in screen.getvalue()
    assert "/s," in screen.getvalue()


def test_nothing_is_written_where_no_bar_is_asked(capsys):
    with progress_bar("points", 2, False) as advance:
        advance(2)
    assert capsys.readouterr() == ("", "")
