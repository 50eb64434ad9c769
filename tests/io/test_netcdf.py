"""NetCDF files of our own against programs that others wrote."""

import io

import numpy as np
import pytest
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.io import netcdf_file

from digisys.io.netcdf import Variable, decode, encode
from tests.length import examples, long_or_slice

KINDS = st.sampled_from(["<f8", "<i4", "S1"])
SHAPES = arrays.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=5)


@st.composite
def contents(draw):
    """Some variables; each has axes of its own, as lengths differ."""
    names = draw(st.lists(st.from_regex(r"[a-z][a-z_0-9]{0,9}", fullmatch=True), unique=True))
    found = {}
    for name in names:
        kind = np.dtype(draw(KINDS))
        elements = st.sampled_from([b"a", b"\xc3", b"\xff"]) if kind.kind == "S" else None
        values = draw(arrays.arrays(kind, draw(SHAPES), elements=elements))
        found[name] = Variable(tuple(f"{name}_{axis}" for axis in range(values.ndim)), values)
    return found


def by_scipy(text, variables):
    stream = io.BytesIO()
    file = netcdf_file(stream, "w", version=2)
    file.about = text
    for name, variable in variables.items():
        for axis, length in zip(variable.axes, variable.values.shape, strict=True):
            file.createDimension(axis, length)
        kind = {"f": "d", "i": "i", "S": "c"}[variable.values.dtype.kind]
        file.createVariable(name, kind, variable.axes)[:] = variable.values
    file.flush()
    content = stream.getvalue()
    file.close()
    return content


@given(st.binary(min_size=1), contents())
@settings(max_examples=examples(100), deadline=None)
def test_the_bytes_are_those_of_scipy(text, variables):
    content = encode("about", text, variables)
    assert content == by_scipy(text, variables)
    again, read = decode(content, "about")
    assert again == text
    assert set(read) == set(variables)
    for name, variable in variables.items():
        assert np.array_equal(read[name], variable.values, equal_nan=variable.values.dtype == "<f8")


def test_xarray_reads_it():
    values = np.arange(6.0).reshape(2, 3)
    whole = Variable(("a", "b"), values)
    part = Variable(("b",), np.array([1, 2, 3], dtype=np.int32))
    content = encode("about", "äö".encode(), {"whole": whole, "part": part})
    with xr.open_dataset(io.BytesIO(content), engine="scipy") as data:
        assert np.array_equal(data["whole"], values)
        assert data["part"].dims == ("b",)
        assert data.sizes == {"a": 2, "b": 3}


@pytest.mark.parametrize("axes", [("a", "a"), ("a", "b")])
def test_an_axis_has_one_length_and_none_is_empty(axes):
    shape = (2, 3) if axes == ("a", "a") else (0, 3)
    with pytest.raises(ValueError, match="a"):
        encode("about", b"x", {"v": Variable(axes, np.zeros(shape))})


def test_sizes_are_looked_at_before_room_is_made():
    """A file of 200 bytes that names an array of 16 TB, or four thousand million names."""
    content = encode("about", b"x", {"v": Variable(("a", "b"), np.zeros((2, 3)))})
    for place in range(4, len(content) - 4):
        spoiled = content[:place] + b"\x7f\xff\xff\xff" + content[place + 4 :]
        try:
            _, read = decode(spoiled, "about")
        except ValueError:
            continue
        assert sum(array.nbytes for array in read.values()) <= len(content)


def test_whatever_the_bytes_are_the_error_is_one_of_values():
    random = np.random.default_rng(1)
    content = encode("about", b"x", {"v": Variable(("a", "b"), np.zeros((2, 3)))})
    for _ in range(long_or_slice(100_000, 2_000)):
        spoiled = bytearray(content)
        for place in random.integers(len(content), size=3):
            spoiled[place] = random.integers(256)
        del spoiled[random.integers(4, 2 * len(content)) :]
        try:
            decode(bytes(spoiled), "about")
        except ValueError:  # UnicodeDecodeError is one
            continue
