"""Links keep clear of what is in the way and apart from each other."""

import numpy as np
import pytest

from digisys.render.routing.bezier import bezier_points
from digisys.render.routing.candidates import Wish
from digisys.render.routing.detour import detour
from digisys.render.routing.grid import Grid
from digisys.render.routing.links import route_links
from digisys.render.routing.signs import place_signs, place_tags

BOUNDS = (0.0, 0.0, 800.0, 600.0)


def box(x, y, width=120, height=50):
    return (x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def sampled(route):
    return bezier_points(route.points, 60)


def inside(points, rectangle, room=0.0):
    left, top, right, bottom = rectangle
    x, y = points[:, 0], points[:, 1]
    return ((x > left - room) & (x < right + room) & (y > top - room) & (y < bottom + room)).any()


def test_a_link_between_neighbours_is_nearly_straight():
    (route,) = route_links([box(200, 300), box(600, 300)], [], [Wish(0, 1)], bounds=BOUNDS)
    points = sampled(route)
    assert route.clear
    assert points[0][0] == pytest.approx(260)
    assert points[-1][0] == pytest.approx(540)
    length = np.hypot(*np.diff(points, axis=0).T).sum()
    assert length < 1.02 * 280


def test_a_link_goes_around_a_box_in_its_way():
    boxes = [box(150, 300), box(650, 300), box(400, 300, 160, 200)]
    (route,) = route_links(boxes, [], [Wish(0, 1)], bounds=BOUNDS)
    assert route.clear
    assert not inside(sampled(route), boxes[2], room=3)


def test_a_link_goes_around_a_heading():
    heading = (300.0, 200.0, 500.0, 400.0)
    (route,) = route_links([box(150, 300), box(650, 300)], [heading], [Wish(0, 1)], bounds=BOUNDS)
    assert route.clear
    assert not inside(sampled(route), heading, room=3)


def maze():
    """Two walls with gaps at opposite ends, between two boxes."""
    walls = [(280.0, 0.0, 320.0, 470.0), (480.0, 130.0, 520.0, 600.0)]
    return [box(120, 60), box(680, 540)], walls


def test_a_link_finds_its_way_through_a_maze():
    boxes, walls = maze()
    (route,) = route_links(boxes, walls, [Wish(0, 1)], bounds=BOUNDS)
    assert route.clear
    assert len(route.points) > 4
    for wall in walls:
        assert not inside(sampled(route), wall, room=3)


def test_a_detour_is_smooth():
    boxes, walls = maze()
    points, clear = detour(Grid(boxes, walls, BOUNDS), Grid(boxes, walls, BOUNDS).traffic(), 0, 1)
    assert clear
    line = bezier_points(points, 40)
    steps = np.diff(line, axis=0)
    steps = steps[np.hypot(*steps.T) > 1e-6]
    headings = np.unwrap(np.arctan2(steps[:, 1], steps[:, 0]))
    assert np.abs(np.diff(headings)).max() < 0.5


def test_where_there_is_no_way_the_link_is_drawn_all_the_same_and_says_so():
    wall = (380.0, 0.0, 420.0, 600.0)
    (route,) = route_links([box(150, 300), box(650, 300)], [wall], [Wish(0, 1)], bounds=BOUNDS)
    assert not route.clear
    assert np.isfinite(route.points).all()


def test_opposite_links_run_apart():
    boxes = [box(200, 300), box(600, 300)]
    there, back = route_links(boxes, [], [Wish(0, 1), Wish(1, 0)], bounds=BOUNDS)
    one, other = sampled(there), sampled(back)
    gaps = np.hypot(*(one[:, None] - other[None]).transpose(2, 0, 1)).min(axis=1)
    assert gaps[10:-10].min() > 8


def test_arrowheads_into_one_box_do_not_pile_up():
    sources = [box(150, 80 + 110 * n, 100, 40) for n in range(5)]
    boxes = [*sources, box(650, 300, 140, 80)]
    routes = route_links(boxes, [], [Wish(n, 5) for n in range(5)], bounds=BOUNDS)
    tips = np.array([route.points[-1] for route in routes])
    gaps = np.hypot(*(tips[:, None] - tips[None]).transpose(2, 0, 1))
    assert gaps[np.triu_indices(5, 1)].min() > 10


def test_links_end_on_the_edges_of_their_boxes():
    boxes = [box(150, 120), box(620, 180), box(400, 480)]
    wishes = [Wish(0, 1), Wish(1, 2), Wish(2, 0), Wish(0, 2)]
    for wish, route in zip(wishes, route_links(boxes, [], wishes, bounds=BOUNDS), strict=True):
        for at, which in ((route.points[0], wish.source), (route.points[-1], wish.target)):
            left, top, right, bottom = boxes[which]
            assert left - 1e-6 <= at[0] <= right + 1e-6
            assert top - 1e-6 <= at[1] <= bottom + 1e-6
            on_side = min(abs(at[0] - left), abs(at[0] - right)) < 1e-6
            on_top = min(abs(at[1] - top), abs(at[1] - bottom)) < 1e-6
            assert on_side or on_top


def test_links_of_a_loop_bend_outward():
    boxes = [box(400, 100), box(620, 420), box(180, 420)]
    centre = (400.0, 313.0)
    wishes = [Wish(0, 1, centre), Wish(1, 2, centre), Wish(2, 0, centre)]
    for route in route_links(boxes, [], wishes, bounds=BOUNDS):
        points = sampled(route)
        chord = (points[0] + points[-1]) / 2
        middle = points[len(points) // 2]
        assert np.hypot(*(middle - centre)) > np.hypot(*(chord - centre))


def test_the_same_links_run_the_same_way_and_progress_is_told():
    boxes = [box(x, y) for x in (150, 400, 650) for y in (100, 300, 500)]
    wishes = [Wish(n, (n * 4 + 2) % 9) for n in range(9) if n != (n * 4 + 2) % 9]
    told = []

    def tell(done, total):
        told.append(done / total)

    first = route_links(boxes, [], wishes, bounds=BOUNDS, progress=tell)
    second = route_links(boxes, [], wishes, bounds=BOUNDS)
    for one, other in zip(first, second, strict=True):
        assert (one.points == other.points).all()
    assert told == sorted(told)
    assert 0 < told[0] <= told[-1] <= 1


def test_no_links_need_no_routes():
    assert route_links([box(100, 100)], [], [], bounds=BOUNDS) == ()


def lines_of(*ends):
    return [np.linspace(start, end, 80) for start, end in ends]


def test_a_sign_stands_beside_its_own_arrow_and_near_its_head():
    (spot,) = place_signs(lines_of(((100, 300), (500, 300))), [], BOUNDS)
    assert 8 < abs(spot[1] - 300) < 16
    assert 15 < 500 - spot[0] < 60


def test_signs_avoid_boxes_each_other_and_other_links():
    lines = lines_of(((100, 300), (500, 300)), ((100, 340), (500, 306)), ((100, 260), (500, 294)))
    obstacle = (440.0, 306.0, 520.0, 330.0)
    spots = place_signs(lines, [obstacle], BOUNDS)
    for n, one in enumerate(spots):
        assert not inside(np.array([one]), obstacle, room=8)
        for other in spots[n + 1 :]:
            assert np.hypot(one[0] - other[0], one[1] - other[1]) > 17


def test_the_sign_of_a_very_short_link_stays_on_the_paper():
    (spot,) = place_signs(lines_of(((5, 5), (15, 5))), [], BOUNDS)
    assert spot[0] >= 8
    assert spot[1] >= 8


def test_words_on_links_avoid_obstacles_and_each_other():
    lines = lines_of(((100, 300), (500, 300)), ((100, 300), (500, 300)))
    blocked = (270.0, 280.0, 330.0, 320.0)
    one, other = place_tags(lines, [(40, 16), (40, 16)], [blocked])
    for x, _ in (one, other):
        assert x + 20 <= 270 or x - 20 >= 330
    assert abs(one[0] - other[0]) >= 40


def wall_of_boxes(gap):
    """Rows of boxes that stand close to each other, as other tools store them."""
    return [
        box(100 + column * (120 + gap), 60 + row * 90) for row in range(6) for column in range(5)
    ]


@pytest.mark.parametrize("gap", [8, 14, 20])
def test_a_link_between_neighbours_goes_through_a_narrow_gap_not_round_the_map(gap):
    boxes = wall_of_boxes(gap)
    (route,) = route_links(boxes, [], [Wish(2, 12)], bounds=BOUNDS)  # past the box between them
    assert route.clear
    points = sampled(route)
    assert np.hypot(*np.diff(points, axis=0).T).sum() < 260
    for number, other in enumerate(boxes):
        if number not in (2, 12):
            assert not inside(points, other, room=-1.2)


def test_the_work_of_all_searches_for_ways_is_bounded():
    walls = [(40.0, 290.0, 760.0, 300.0)]
    boxes = [box(100 + 50 * n, 200 if n % 2 else 400, 40, 30) for n in range(13)]
    grid = Grid(boxes, walls, BOUNDS)
    grid.steps_left = 500
    traffic = grid.traffic()
    for n in range(12):
        points, _ = detour(grid, traffic, n, n + 1)
        assert np.isfinite(points).all()
    assert grid.steps_left == 0


def test_signs_of_links_into_one_place_do_not_stand_side_by_side():
    lines = lines_of(((100, 280), (500, 296)), ((100, 320), (500, 304)))
    one, other = place_signs(lines, [(501.0, 250.0, 600.0, 350.0)], BOUNDS)
    assert np.hypot(one[0] - other[0], one[1] - other[1]) > 30


def test_a_sign_keeps_off_the_head_of_another_link():
    lines = lines_of(((100, 300), (500, 300)), ((470, 100), (470, 278)))
    spots = place_signs(lines, [], BOUNDS)
    assert np.hypot(spots[0][0] - 470, spots[0][1] - 271.5) > 20
