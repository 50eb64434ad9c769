"""The division of a search for loops, compiled by numba (the ``fast`` extra).

Does what :func:`digisys.analysis.loops.search.pieces` does for loops of any length, with the
same numbers for the same arcs and the pieces in the same order. Imported only when used.
"""

# Compiled code: numba reads the types of flat arguments, and calls inside it cost.
# ruff: noqa: ANN001, ANN201, ANN202, C901, PLR0912, PLR0915, PLR0917
from __future__ import annotations

import numpy as np
from numba import njit

__all__ = ["FIRST", "LENGTH", "SECOND", "SOURCE", "TARGET", "TOUCHES", "divide"]

#: Columns of the table of arcs: its two nodes, the two arcs that it joins, its links,
#: whether it passes a node asked for, and whether it is still there.
SOURCE, TARGET, FIRST, SECOND, LENGTH, TOUCHES, ALIVE = range(7)
#: Its neighbours in the list of arcs out of its source, and into its target.
OUT_AFTER, OUT_BEFORE, IN_AFTER, IN_BEFORE = range(7, 11)


@njit(cache=True, nogil=True)
def _append(table, heads, tails, degree, arc, side):  # type: ignore[no-untyped-def]
    """Put an arc at the end of its node's list; side 0 for arcs out, 1 for arcs in."""
    node = table[arc, SOURCE + side]
    after, before = OUT_AFTER + 2 * side, OUT_BEFORE + 2 * side
    last = tails[side, node]
    table[arc, before] = last
    table[arc, after] = -1
    if last < 0:
        heads[side, node] = arc
    else:
        table[last, after] = arc
    tails[side, node] = arc
    degree[side, node] += 1


@njit(cache=True, nogil=True)
def _unlink(table, heads, tails, degree, arc, side):  # type: ignore[no-untyped-def]
    """Take an arc out of its node's list."""
    node = table[arc, SOURCE + side]
    after, before = OUT_AFTER + 2 * side, OUT_BEFORE + 2 * side
    left, right = table[arc, before], table[arc, after]
    if left < 0:
        heads[side, node] = right
    else:
        table[left, after] = right
    if right < 0:
        tails[side, node] = left
    else:
        table[right, before] = left
    degree[side, node] -= 1


@njit(cache=True, nogil=True)
def _remove(table, heads, tails, degree, node):  # type: ignore[no-untyped-def]
    """Take a node's arcs out of the lists of the nodes beside it; keep its own lists."""
    for side in range(2):
        arc = heads[side, node]
        while arc >= 0:
            table[arc, ALIVE] = 0
            _unlink(table, heads, tails, degree, arc, 1 - side)
            arc = table[arc, OUT_AFTER + 2 * side]


@njit(cache=True, nogil=True)
def _sort_down(values, first, last):  # type: ignore[no-untyped-def]
    """Sort a part of an array, the largest first (Shell's method)."""
    gap = 1
    while gap < (last - first) // 3:
        gap = 3 * gap + 1
    while gap > 0:
        for i in range(first + gap, last):
            value = values[i]
            j = i
            while j >= first + gap and values[j - gap] < value:
                values[j] = values[j - gap]
                j -= gap
            values[j] = value
        gap //= 3


@njit(cache=True, nogil=True)
def _components(table, heads, nodes, found, low, home, waiting, path, cursor):  # type: ignore[no-untyped-def]
    """Give each node the number of its strong component (Tarjan), in ``home``."""
    for node in nodes:
        found[node] = -1
        home[node] = -1
    clock = 0
    number = 0
    held = 0
    for first in nodes:
        if found[first] >= 0:
            continue
        top = 0
        path[0] = first
        cursor[0] = heads[0, first]
        found[first] = low[first] = clock
        clock += 1
        waiting[held] = first
        held += 1
        while top >= 0:
            node = path[top]
            arc = cursor[top]
            if arc >= 0:
                cursor[top] = table[arc, OUT_AFTER]
                target = table[arc, TARGET]
                if found[target] < 0:
                    found[target] = low[target] = clock
                    clock += 1
                    waiting[held] = target
                    held += 1
                    top += 1
                    path[top] = target
                    cursor[top] = heads[0, target]
                elif home[target] < 0:
                    low[node] = min(low[node], found[target])
                continue
            top -= 1
            if top >= 0:
                low[path[top]] = min(low[path[top]], low[node])
            if low[node] == found[node]:
                while True:
                    held -= 1
                    member = waiting[held]
                    home[member] = number
                    if member == node:
                        break
                number += 1
    return number


@njit(cache=True, nogil=True)
def _larger(array, wanted):  # type: ignore[no-untyped-def]
    grown = np.empty(2 * wanted, array.dtype)
    grown[: len(array)] = array
    return grown


@njit(cache=True, nogil=True)
def _larger_table(table, wanted):  # type: ignore[no-untyped-def]
    grown = np.empty((2 * wanted, table.shape[1]), table.dtype)
    grown[: len(table)] = table
    return grown


@njit(cache=True, nogil=True)
def divide(table, used, keep, restricted, item_node, item_arc, items, nodes_held, arcs_held, most):  # type: ignore[no-untyped-def]
    """Divide what is left to divide until there are pieces enough.

    Parameters
    ----------
    table, used
        Shape (room, 11): the arcs, and how many of them there are.
    keep, restricted
        Nodes asked for, and whether any are.
    item_node, item_arc, items
        Parts of the graph that wait: where the nodes and the arcs of each begin.
    nodes_held, arcs_held
        Their nodes and arcs, the part that is next at the end.
    most
        Arcs in pieces after which to pause.

    Returns
    -------
    tuple
        The table, arcs used, parts that still wait; the number of pieces, and for each piece
        the place of its first node, its root's place (-1: none), and the place of its first
        closed arc; where the onward and closing arcs of each node begin; these arcs; the
        nodes that onward arcs lead to; and the closed arcs.
    """
    size = len(keep)
    heads = np.empty((2, size), np.int64)
    tails = np.empty((2, size), np.int64)
    degree = np.zeros((2, size), np.int64)
    found, low = np.empty(size, np.int64), np.empty(size, np.int64)
    home, rank = np.empty(size, np.int64), np.empty(size + 1, np.int64)
    count_of, wanted = np.empty(size + 1, np.int64), np.empty(size + 1, np.bool_)
    waiting, path = np.empty(size + 1, np.int64), np.empty(size + 1, np.int64)
    cursor = np.empty(size + 1, np.int64)
    place = np.empty(size, np.int64)
    gone = np.zeros(size, np.bool_)
    by_node, by_arc = np.empty(size, np.int64), np.empty(len(arcs_held), np.int64)
    node_end, arc_end = np.empty(size + 2, np.int64), np.empty(size + 2, np.int64)
    rest_node, rest_arc = np.empty(size, np.int64), np.empty(len(arcs_held), np.int64)
    rest_node_end, rest_arc_end = np.empty(size + 2, np.int64), np.empty(size + 2, np.int64)
    todo = np.empty(4 * size + 16, np.int64)
    # What is made: pieces, nodes, onward arcs, closing arcs, closed arcs.
    pieces = nodes_made = onward_made = closing_made = closed_made = 0
    piece_node, piece_root = np.empty(64, np.int64), np.empty(64, np.int64)
    piece_closed = np.empty(64, np.int64)
    start, close_start = np.empty(256, np.int64), np.empty(256, np.int64)
    arc_made, node_made = np.empty(256, np.int64), np.empty(256, np.int64)
    close_arc, closed = np.empty(64, np.int64), np.empty(64, np.int64)
    while items and onward_made < most:
        items -= 1
        nodes = nodes_held[item_node[items] : item_node[items + 1]]
        arcs = arcs_held[item_arc[items] : item_arc[items + 1]]
        for node in nodes:
            for side in range(2):
                heads[side, node] = tails[side, node] = -1
                degree[side, node] = 0
        for arc in arcs:
            for side in range(1):  # not the number 0: that would compile it once more
                _append(table, heads, tails, degree, arc, side)
        numbers = _components(table, heads, nodes, found, low, home, waiting, path, cursor)
        # Number the components that have loops by their smallest node.
        count_of[:numbers] = 0
        wanted[:numbers] = not restricted
        rank[:numbers] = -1
        for node in nodes:
            heads[0, node] = tails[0, node] = -1
            degree[0, node] = 0
            count_of[home[node]] += 1
            if keep[node]:
                wanted[home[node]] = True
        parts = 0
        for node in nodes:
            number = home[node]
            if rank[number] < 0 and count_of[number] > 1 and wanted[number]:
                rank[number] = parts
                parts += 1
        node_end[: parts + 2] = 0
        arc_end[: parts + 2] = 0
        for node in nodes:
            home[node] = rank[home[node]]
            if home[node] >= 0:
                node_end[home[node] + 2] += 1
        for arc in arcs:
            number = home[table[arc, SOURCE]]
            if number >= 0 and home[table[arc, TARGET]] == number:
                arc_end[number + 2] += 1
        for part in range(2, parts + 2):
            node_end[part] += node_end[part - 1]
            arc_end[part] += arc_end[part - 1]
        for node in nodes:
            number = home[node]
            if number >= 0:
                by_node[node_end[number + 1]] = node
                node_end[number + 1] += 1
        for arc in arcs:
            number = home[table[arc, SOURCE]]
            if number >= 0 and home[table[arc, TARGET]] == number:
                by_arc[arc_end[number + 1]] = arc
                arc_end[number + 1] += 1
                for side in range(2):
                    _append(table, heads, tails, degree, arc, side)
        rests = rest_nodes = rest_arcs = 0
        rest_node_end[0] = rest_arc_end[0] = 0
        for part in range(parts):
            component = by_node[node_end[part] : node_end[part + 1]]
            if pieces + 2 > len(piece_node):
                piece_node = _larger(piece_node, pieces + 2)
                piece_root = _larger(piece_root, pieces + 2)
                piece_closed = _larger(piece_closed, pieces + 2)
            piece_node[pieces] = nodes_made
            piece_closed[pieces] = closed_made
            first_join = used
            # Merge the nodes that leave no choice.
            held = len(component)
            for i in range(held):
                todo[i] = component[held - 1 - i]
            while held:
                held -= 1
                node = todo[held]
                if gone[node] or keep[node]:
                    continue
                ins, outs = degree[1, node], degree[0, node]
                if ins > 1 and outs > 1:
                    continue
                if held + ins + outs > len(todo):
                    todo = _larger(todo, held + ins + outs)
                if used + ins * outs > len(table):
                    table = _larger_table(table, used + ins * outs)
                if closed_made + ins * outs > len(closed):
                    closed = _larger(closed, closed_made + ins * outs)
                _remove(table, heads, tails, degree, node)
                gone[node] = True
                beside = held
                for side in range(2):
                    arc = heads[side, node]
                    while arc >= 0:
                        todo[held] = table[arc, TARGET - side]
                        held += 1
                        arc = table[arc, OUT_AFTER + 2 * side]
                _sort_down(todo, beside, held)
                first = heads[1, node]
                while first >= 0:
                    second = heads[0, node]
                    while second >= 0:
                        arc = used
                        used += 1
                        table[arc, SOURCE] = table[first, SOURCE]
                        table[arc, TARGET] = table[second, TARGET]
                        table[arc, FIRST] = first
                        table[arc, SECOND] = second
                        table[arc, LENGTH] = table[first, LENGTH] + table[second, LENGTH]
                        table[arc, TOUCHES] = table[first, TOUCHES] | table[second, TOUCHES]
                        if table[arc, SOURCE] == table[arc, TARGET]:
                            table[arc, ALIVE] = 0
                            if not restricted or table[arc, TOUCHES]:
                                closed[closed_made] = arc
                                closed_made += 1
                        else:
                            table[arc, ALIVE] = 1
                            for side in range(2):
                                _append(table, heads, tails, degree, arc, side)
                        second = table[second, OUT_AFTER]
                    first = table[first, IN_AFTER]
            # Choose the root with the most ways through it.
            root = np.int64(-1)
            left = 0
            for node in component:
                if gone[node]:
                    continue
                place[node] = left
                left += 1
                if restricted and not keep[node]:
                    continue
                if root < 0 or (
                    degree[0, node] * degree[1, node] > degree[0, root] * degree[1, root]
                ):
                    root = node
            piece_root[pieces] = -1
            pieces += 1
            if left:
                piece_root[pieces - 1] = place[root]
                if nodes_made + left + 1 > len(start):
                    start = _larger(start, nodes_made + left + 1)
                    close_start = _larger(close_start, nodes_made + left + 1)
                for node in component:
                    if gone[node]:
                        continue
                    start[nodes_made] = onward_made
                    close_start[nodes_made] = closing_made
                    nodes_made += 1
                    if onward_made + degree[0, node] > len(arc_made):
                        arc_made = _larger(arc_made, onward_made + degree[0, node])
                        node_made = _larger(node_made, onward_made + degree[0, node])
                    if closing_made + degree[0, node] > len(close_arc):
                        close_arc = _larger(close_arc, closing_made + degree[0, node])
                    arc = heads[0, node]
                    while arc >= 0:
                        target = table[arc, TARGET]
                        if target == root:
                            close_arc[closing_made] = arc
                            closing_made += 1
                        else:
                            arc_made[onward_made] = arc
                            node_made[onward_made] = place[target]
                            onward_made += 1
                        arc = table[arc, OUT_AFTER]
                # Take the root away and keep the rest for later.
                _remove(table, heads, tails, degree, root)
                gone[root] = True
                for node in component:
                    if not gone[node]:
                        rest_node[rest_nodes] = node
                        rest_nodes += 1
                for i in range(arc_end[part], arc_end[part + 1]):
                    if table[by_arc[i], ALIVE]:
                        rest_arc[rest_arcs] = by_arc[i]
                        rest_arcs += 1
                for arc in range(first_join, used):
                    if table[arc, ALIVE]:
                        rest_arc[rest_arcs] = arc
                        rest_arcs += 1
                rests += 1
                rest_node_end[rests] = rest_nodes
                rest_arc_end[rests] = rest_arcs
        # The first rest goes on top. The parts that wait share no nodes, so there is room.
        for rest in range(rests - 1, -1, -1):
            begin, end = rest_node_end[rest], rest_node_end[rest + 1]
            if end - begin < 2:
                continue
            at = item_node[items]
            nodes_held[at : at + end - begin] = rest_node[begin:end]
            item_node[items + 1] = at + end - begin
            begin, end = rest_arc_end[rest], rest_arc_end[rest + 1]
            at = item_arc[items]
            arcs_held[at : at + end - begin] = rest_arc[begin:end]
            item_arc[items + 1] = at + end - begin
            items += 1
    if nodes_made + 1 > len(start):
        start = _larger(start, nodes_made + 1)
        close_start = _larger(close_start, nodes_made + 1)
    start[nodes_made] = onward_made
    close_start[nodes_made] = closing_made
    piece_node[pieces] = nodes_made
    piece_closed[pieces] = closed_made
    return (
        table, used, items, pieces, piece_node, piece_root, piece_closed,
        start, close_start, arc_made, node_made, close_arc, closed,
    )  # fmt: skip
