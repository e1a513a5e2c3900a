from orbital.core.progress import progress_bar


def test_the_bar_tells_how_much_is_done_how_fast_and_on_standard_error(capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress_bar("draws", 300, shown=True) as advance:
        advance(100)
        advance(200)
    told = capsys.readouterr()
    assert told.out == ""
    assert "300/300" in told.err and "draws, " in told.err and "/s," in told.err


def test_no_bar_where_none_is_asked_for(capsys):
    with progress_bar("draws", 10, shown=False) as advance:
        advance(10)
    assert capsys.readouterr() == ("", "")
