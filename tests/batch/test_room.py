"""Large photographs are in work by themselves."""

import threading

from fashionforward.batch.room import Room


def test_small_ones_share_the_room_and_a_large_one_waits_until_it_is_alone() -> None:
    room, order = Room(100), []
    inside, leave = threading.Event(), threading.Event()

    def large() -> None:
        with room.of(5000):
            order.append("large")

    def small() -> None:
        with room.of(40):
            inside.set()
            leave.wait(10)
            order.append("small")

    first = threading.Thread(target=small)
    first.start()
    assert inside.wait(10)
    with room.of(60):  # beside it
        second = threading.Thread(target=large)
        second.start()
    second.join(0.05)
    assert second.is_alive() and not order
    leave.set()
    first.join(10)
    second.join(10)
    assert order == ["small", "large"]


def test_room_is_given_back_by_what_fails() -> None:
    room = Room(100)
    for _ in range(3):
        try:
            with room.of(100):
                raise ValueError
        except ValueError:
            pass
    with room.of(100):
        pass
