"""A replay goes on by its clock, at its speed, and stops at the end."""

from practice.playing import Playing


def test_it_stands_still_until_it_is_let_run_and_stops_at_the_end() -> None:
    playing = Playing(10_000, 100.0)
    assert playing.at(105.0) == 0
    playing.turn(105.0)
    assert playing.at(107.0) == 2000
    playing.turn(107.0)
    assert playing.at(200.0) == 2000
    playing.turn(200.0)
    assert playing.at(300.0) == 10_000
    assert not playing.runs
    playing.turn(300.0)
    assert playing.at(301.0) == 1000


def test_speed_counts_from_the_moment_it_is_changed_and_a_jump_stays_within() -> None:
    playing = Playing(60_000, 0.0)
    playing.turn(0.0)
    playing.change_speed(2, 1.0)
    assert (playing.speed, playing.at(2.0)) == (4.0, 5000)
    playing.change_speed(-9, 2.0)
    assert (playing.speed, playing.at(4.0)) == (0.25, 5500)
    playing.go_to(99_000_000, 4.0)
    assert playing.at(4.0) == 60_000
    playing.go_to(-1, 4.0)
    assert playing.at(4.0) == 0
