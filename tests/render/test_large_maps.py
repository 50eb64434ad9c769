"""A map that nobody has arranged keeps the rules of a good drawing, however large it is."""

import numpy as np
import pytest

from digisys.render.compose.build import build_scene
from digisys.render.parts.marks import SIGN
from tests.length import long_or_slice
from tests.render import quality
from tests.render.maps import random_map

#: Seed, variables, links, areas; the largest takes ten seconds and is for a long run.
MAPS = [(1, 50, 80, 5), long_or_slice(whole=(2, 300, 480, 8), part=(2, 150, 240, 6))]


@pytest.fixture(scope="module", params=MAPS, ids=lambda told: str(told[1]))
def told(request):
    seed, variables, links, areas = request.param
    shares = []
    model = random_map(seed, variables=variables, links=links, areas=areas)
    return build_scene(model, progress=lambda done, total: shares.append(done / total)), shares


def test_nothing_covers_anything(told):
    scene, _ = told
    assert quality.box_overlaps(scene) == ()
    assert quality.links_through_boxes(scene) == ()
    assert quality.links_through_headings(scene) == ()
    assert quality.sign_overlaps(scene) == ()
    assert quality.badges_over_text(scene) == ()
    assert quality.label_overflows(scene) == ()
    assert quality.outside(scene) == ()


def test_each_sign_stands_beside_its_own_arrow(told):
    scene, _ = told
    for arrow in scene.arrows:
        line = np.array([*quality.trace(arrow.line), arrow.head.points[0]])
        sign = np.array([arrow.sign.disc.x, arrow.sign.disc.y])
        assert np.hypot(*(line - sign).T).min() < 3 * SIGN, arrow.id


def test_the_progress_told_never_goes_back_and_ends_whole(told):
    _, shares = told
    assert len(shares) > 20
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
