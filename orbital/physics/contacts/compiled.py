"""The search of `search.py` once more, compiled: one satellite after the other, without leaving the cache, and without Python's lock.

The same steps in the same order: samples near a station, extremes between them, crossings of the mask, windows. What is refined is sorted by segment
first: pieces of one segment share its polynomials, and eight of them are evaluated at once.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from orbital.physics.contacts import sight as plain
from orbital.physics.contacts.frames import FloatArray
from orbital.physics.contacts.near_earth import kept, propagate
from orbital.physics.contacts.track import NODES, SAMPLES

IntArray = NDArray[np.int64]
COLUMNS = 8
"""Rise, culmination, set, sine of the highest elevation, the range at each, clipped."""
SETTLED = 1e-6
"""Of half a segment, about a millisecond: the last step of refining a crossing, whose error is its square."""
FLAT = 1e-5
"""The same of an extreme: the sine there is good to the square of it."""
MOST_STEPS = 60
WIDE = 16
"""Pieces refined together."""
FITTED = NODES + 2 * SAMPLES
"""What is fitted to a segment: powers, samples, slopes at samples."""

sight = njit(inline="always")(plain.sight)
reach = njit(plain.reach)


@njit(inline="always")
def _look(powers: FloatArray, x: float, block: FloatArray, i: int, row: int) -> Any:
    """`sight` at place x of a segment (3, NODES), from the station of piece i that stands in a block from a row on; slopes per unit of x."""
    px, py, pz = powers[0, NODES - 1], powers[1, NODES - 1], powers[2, NODES - 1]
    vx = vy = vz = 0.0
    for j in range(NODES - 2, -1, -1):
        vx, px = vx * x + px, px * x + powers[0, j]
        vy, py = vy * x + py, py * x + powers[1, j]
        vz, pz = vz * x + pz, pz * x + powers[2, j]
    return sight(
        px, py, pz, vx, vy, vz, block[row * WIDE + i], block[(row + 1) * WIDE + i], block[(row + 2) * WIDE + i],
        block[(row + 3) * WIDE + i], block[(row + 4) * WIDE + i], block[(row + 5) * WIDE + i],
    )  # fmt: skip


# --- a satellite's samples --------------------------------------------------------------------------------------------
@njit(error_model="numpy", fastmath={"contract"})
def _fitted(position: FloatArray, length: float, seconds: float, fit: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Powers (segments, 3, NODES), times of the samples, and states there (6, samples), from positions (3, segments x NODES) at the nodes."""
    segments = position.shape[1] // NODES
    powers = np.empty((segments, 3, NODES))
    covered = min(seconds, segments * length)
    samples = min(int(np.ceil(covered / length * SAMPLES)), segments * SAMPLES)
    time, state = np.empty(samples + 1), np.empty((6, samples + 1))
    fitted = np.empty(FITTED)
    for axis in range(3):
        for segment in range(segments):
            at = position[axis, segment * NODES : (segment + 1) * NODES]
            for column in range(FITTED):  # constant bounds: kept in registers, eight columns at once
                total = 0.0
                for node in range(NODES):
                    total += at[node] * fit[node, column]
                fitted[column] = total
            for j in range(NODES):
                powers[segment, axis, j] = fitted[j]
            first = segment * SAMPLES
            for j in range(min(SAMPLES, samples - first)):
                state[axis, first + j] = fitted[NODES + j]
                state[3 + axis, first + j] = fitted[NODES + SAMPLES + j] * (2.0 / length)
    for j in range(samples):
        time[j] = j * (length / SAMPLES)
    time[samples] = covered
    end = 2.0 * (covered / length - (segments - 1)) - 1.0
    for axis in range(3):
        value = slope = 0.0
        for j in range(NODES - 1, -1, -1):
            slope, value = slope * end + value, value * end + powers[segments - 1, axis, j]
        state[axis, samples], state[3 + axis, samples] = value, slope * (2.0 / length)
    return powers, time, state


@njit(fastmath={"contract", "reassoc"})
def _near(state: FloatArray, step: float, place: FloatArray, mask: FloatArray) -> tuple[NDArray[np.uint8], int, int]:
    """Which samples lie near which station (stations, samples), padded by zeros to eights, how many samples there are, and how many are near."""
    samples = state.shape[1]
    unit = np.empty((3, samples), dtype=np.float32)
    largest = fastest = 0.0
    for j in range(samples):
        square = state[0, j] * state[0, j] + state[1, j] * state[1, j] + state[2, j] * state[2, j]
        inverse = 1.0 / np.sqrt(square)
        largest = max(largest, square)
        fastest = max(fastest, (state[3, j] * state[3, j] + state[4, j] * state[4, j] + state[5, j] * state[5, j]) / square)
        unit[0, j], unit[1, j], unit[2, j] = state[0, j] * inverse, state[1, j] * inverse, state[2, j] * inverse
    near, count = np.zeros((len(place), (samples + 15) // 8 * 8), dtype=np.uint8), 0
    for s in range(len(place)):
        radius = np.sqrt(place[s, 0] * place[s, 0] + place[s, 1] * place[s, 1] + place[s, 2] * place[s, 2])
        least = np.float32(np.cos(reach(np.sqrt(largest), np.sqrt(fastest), step, radius, mask[s])))
        x, y, z = np.float32(place[s, 0] / radius), np.float32(place[s, 1] / radius), np.float32(place[s, 2] / radius)
        row = near[s]
        for j in range(samples):
            row[j] = unit[0, j] * x + unit[1, j] * y + unit[2, j] * z >= least
        found = 0
        for j in range(samples):
            found += row[j]
        count += found
    return near, samples, count


@njit
def _points(near: NDArray[np.uint8], samples: int, count: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """Stations and samples, sorted, near one another, and one sample more at either end of a run."""
    most = min(3 * count, len(near) * samples)
    station, sample = np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    count = 0
    for s in range(len(near)):
        row = near[s]
        eights = row.view(np.uint64)
        j, done = 0, -1
        while j < samples:
            if row[j] == 0:
                if j % 8 == 0 and eights[j // 8] == 0:
                    j += 8
                else:
                    j += 1
                continue
            for k in range(max(j - 1, done + 1, 0), min(j + 2, samples)):
                station[count], sample[count] = s, k
                count += 1
                done = k
            j += 1
    return station[:count], sample[:count]


# --- refining ---------------------------------------------------------------------------------------------------------
@njit
def _by_segment(segment: NDArray[np.int32], segments: int) -> tuple[IntArray, IntArray]:
    """Rows in the order of their segments, and where each segment's rows begin."""
    begin = np.zeros(segments + 1, dtype=np.int64)
    for i in range(len(segment)):
        begin[segment[i] + 1] += 1
    for k in range(segments):
        begin[k + 1] += begin[k]
    place, order = begin[:-1].copy(), np.empty(len(segment), dtype=np.int64)
    for i in range(len(segment)):
        order[place[segment[i]]] = i
        place[segment[i]] += 1
    return order, begin


@njit(error_model="numpy", fastmath={"contract"})
def _extremes(powers: FloatArray, block: FloatArray) -> None:
    """Extremes of `WIDE` pieces of one segment. Rows of the block: ends a and b, rates there; the sine and the range found; station, zenith. Pegasus method.

    One flat array with constant strides: so the compiler sees that rows do not overlap, and works on eight pieces at once.
    """
    for _ in range(4):
        for i in range(WIDE):
            b, at_b = block[WIDE + i], block[3 * WIDE + i]
            x = b - at_b * (b - block[i]) / (at_b - block[2 * WIDE + i])
            sine, rate, distance, _ = _look(powers, x, block, i, 6)
            beyond = rate * at_b <= 0.0
            block[2 * WIDE + i] = at_b if beyond else block[2 * WIDE + i] * at_b / (at_b + rate)
            block[i] = b if beyond else block[i]
            block[WIDE + i], block[3 * WIDE + i], block[4 * WIDE + i], block[5 * WIDE + i] = x, rate, sine, distance
    for i in range(WIDE):  # the last step costs no look; the few that have not settled take more
        for _ in range(MOST_STEPS):
            b, at_b = block[WIDE + i], block[3 * WIDE + i]
            step = at_b * (b - block[i]) / (at_b - block[2 * WIDE + i]) if at_b != 0.0 else 0.0
            x = b - step
            if abs(step) < FLAT:
                break
            sine, rate, distance, _ = _look(powers, x, block, i, 6)
            if rate * at_b <= 0.0:
                block[i], block[2 * WIDE + i] = b, at_b
            else:
                block[2 * WIDE + i] *= at_b / (at_b + rate)
            block[WIDE + i], block[3 * WIDE + i], block[4 * WIDE + i], block[5 * WIDE + i] = x, rate, sine, distance
        block[WIDE + i] = x


@njit(error_model="numpy", fastmath={"contract"})
def _crossings(powers: FloatArray, block: FloatArray) -> None:
    """Crossings of `WIDE` pieces of one segment. Rows: ends a and b, sines above the level there and their slopes, the level; the crossing found, the
    range, the last step; station, zenith. Newton's method from the zero of the cubic through the ends, kept within them."""
    for i in range(WIDE):
        width, at_a = block[WIDE + i] - block[i], block[2 * WIDE + i]
        p, q, rise = block[4 * WIDE + i] * width, block[5 * WIDE + i] * width, block[3 * WIDE + i] - at_a
        c2, c3 = 3.0 * rise - 2.0 * p - q, p + q - 2.0 * rise
        s = -at_a / rise
        for _ in range(3):
            slope = p + s * (2.0 * c2 + 3.0 * s * c3)
            s = min(max(s - (at_a + s * (p + s * (c2 + s * c3))) / (slope if slope != 0.0 else np.inf), 0.0), 1.0)
        block[7 * WIDE + i] = block[i] + s * width
    for _ in range(2):
        for i in range(WIDE):
            _newton(powers, block, i)
    for i in range(WIDE):
        for _ in range(MOST_STEPS):
            if abs(block[9 * WIDE + i]) < SETTLED:
                break
            _newton(powers, block, i)


@njit(inline="always")
def _newton(powers: FloatArray, block: FloatArray, i: int) -> None:
    """One step of `_crossings` on a piece."""
    x = block[7 * WIDE + i]
    sine, rate, distance, closing = _look(powers, x, block, i, 10)
    off = sine - block[6 * WIDE + i]
    early = (off < 0.0) == (block[2 * WIDE + i] < 0.0)
    a, b = (x if early else block[i]), (block[WIDE + i] if early else x)
    step = -off * distance * distance * distance / (rate if rate != 0.0 else np.inf)
    step = step if (x + step >= a) and (x + step <= b) and (rate != 0.0) else 0.5 * (a + b) - x
    block[i], block[WIDE + i], block[7 * WIDE + i] = a, b, x + step
    block[8 * WIDE + i], block[9 * WIDE + i] = distance + closing * step, step


@njit
def _refine(
    powers: FloatArray, kind: int, pieces: FloatArray, station: NDArray[np.int32], segment: NDArray[np.int32], place: FloatArray, zenith: FloatArray, rows: int
) -> None:
    """Refine pieces (rows, pieces) in place, extremes (0) or crossings (1), those of one segment together, `WIDE` at a time."""
    order, begin = _by_segment(segment, len(powers))
    block = np.empty((rows + 6) * WIDE)
    for k in range(len(powers)):
        for first in range(begin[k], begin[k + 1], WIDE):
            for i in range(WIDE):
                c = order[min(first + i, begin[k + 1] - 1)]  # the last again where there are fewer
                for row in range(rows):
                    block[row * WIDE + i] = pieces[row, c]
                for axis in range(3):
                    block[(rows + axis) * WIDE + i], block[(rows + 3 + axis) * WIDE + i] = place[station[c], axis], zenith[station[c], axis]
            if kind == 0:
                _extremes(powers[k], block)
            else:
                _crossings(powers[k], block)
            for i in range(min(WIDE, begin[k + 1] - first)):
                for row in range(rows):
                    pieces[row, order[first + i]] = block[row * WIDE + i]


# --- one satellite ----------------------------------------------------------------------------------------------------
@njit(error_model="numpy", fastmath={"contract"})
def _sights(
    station: NDArray[np.int32], sample: NDArray[np.int32], state: FloatArray, place: FloatArray, zenith: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Sine of the elevation, slope and range at every point."""
    points = len(station)
    sine, rate, far = np.empty(points), np.empty(points), np.empty(points)
    for i in range(points):
        s, j = station[i], sample[i]
        sine[i], rate[i], far[i], _ = sight(
            state[0, j], state[1, j], state[2, j], state[3, j], state[4, j], state[5, j],
            place[s, 0], place[s, 1], place[s, 2], zenith[s, 0], zenith[s, 1], zenith[s, 2],
        )  # fmt: skip
    return sine, rate, far


@njit(error_model="numpy", fastmath={"contract"})
def _turned(
    station: NDArray[np.int32], sample: NDArray[np.int32], rate: FloatArray, powers: FloatArray, time: FloatArray, length: float, place: FloatArray,
    zenith: FloatArray,
) -> tuple[IntArray, FloatArray]:  # fmt: skip
    """For every point the number of the extreme before the next one, -1 where there is none; and the extremes: rows 1, 4, 5 are place, sine, range."""
    points, turns = len(station), 0
    number = np.full(points, -1, dtype=np.int64)
    top, segment, at = np.empty((6, points)), np.empty(points, dtype=np.int32), np.empty(points, dtype=np.int32)
    for i in range(points - 1):
        if rate[i] * rate[i + 1] < 0.0 and station[i] == station[i + 1] and sample[i] + 1 == sample[i + 1]:
            j = sample[i]
            segment[turns], at[turns] = min(j // SAMPLES, len(powers) - 1), station[i]
            top[0, turns], top[1, turns] = 2.0 * (time[j] / length - segment[turns]) - 1.0, 2.0 * (time[j + 1] / length - segment[turns]) - 1.0
            top[2, turns], top[3, turns] = rate[i] * 0.5 * length, rate[i + 1] * 0.5 * length
            number[i] = turns
            turns += 1
    _refine(powers, 0, top, at[:turns], segment[:turns], place, zenith, 6)
    return number, top


@njit(error_model="numpy", fastmath={"contract"})
def _runs(
    station: NDArray[np.int32], sample: NDArray[np.int32], sine: FloatArray, rate: FloatArray, far: FloatArray, number: IntArray, top: FloatArray,
    time: FloatArray, length: float, segments: int, level: FloatArray, crossing: FloatArray, crossing_station: NDArray[np.int32],
    crossing_segment: NDArray[np.int32], ends: IntArray, out: FloatArray, out_station: NDArray[np.int32],
) -> tuple[int, int]:  # fmt: skip
    """Windows as runs of points above the levels, and the pieces that cross one: how many there are of each.

    Points, `number` and `top` as of `_turned`; the sine of each station's mask as its level. Of a window `out` gets all but rises and sets found by
    crossing; `ends` (2, room) says which pieces those are, -1 where the span cuts it. Rows of `crossing` as `_crossings` takes them.
    """
    points, half, room = len(station), 0.5 * length, len(out)
    count, crossings, high, best = 0, 0, False, 0.0
    for i in range(points):
        s, j = station[i], sample[i]
        least = level[s]
        if (i == 0 or s != station[i - 1] or j != sample[i - 1] + 1) and sine[i] > least:  # only at the start of the span: other runs begin out of sight
            high, best = True, sine[i]
            if count < room:
                out_station[count], ends[0, count], ends[1, count] = s, -1, -1
                out[count, 0], out[count, 1], out[count, 3], out[count, 4], out[count, 5], out[count, 7] = time[j], time[j], best, far[i], far[i], 1.0
        if not (i + 1 < points and s == station[i + 1] and j + 1 == sample[i + 1]):
            if high:  # only at the end of the span
                if count < room:
                    out[count, 2], out[count, 6], out[count, 7] = time[j], far[i], out[count, 7] + 2.0
                count, high = count + 1, False
            continue
        turn = number[i]
        if not high and sine[i + 1] <= least and (turn < 0 or top[4, turn] <= least):
            continue
        segment = min(j // SAMPLES, segments - 1)
        from_x, from_sine, from_slope = 2.0 * (time[j] / length - segment) - 1.0, sine[i], half * rate[i] / (far[i] * far[i] * far[i])
        for piece in range(2 if turn >= 0 else 1):
            if piece == 0 and turn >= 0:
                to_x, to_sine, to_slope, to_far = top[1, turn], top[4, turn], 0.0, top[5, turn]
            else:
                to_x, to_sine, to_far = 2.0 * (time[j + 1] / length - segment) - 1.0, sine[i + 1], far[i + 1]
                to_slope = half * rate[i + 1] / (to_far * to_far * to_far)
            if (to_sine > least) != high:
                c = crossings
                crossing[0, c], crossing[1, c], crossing[2, c], crossing[3, c] = from_x, to_x, from_sine - least, to_sine - least
                crossing[4, c], crossing[5, c], crossing[6, c] = from_slope, to_slope, least
                crossing_segment[c], crossing_station[c] = segment, s
                crossings += 1
                if count < room and high:
                    ends[1, count] = c
                elif count < room:
                    out_station[count], ends[0, count], ends[1, count], out[count, 7] = s, c, -1, 0.0
                best = -2.0
                count, high = count + (1 if high else 0), not high
            if high and to_sine > best:
                best = to_sine
                if count < room:
                    out[count, 1], out[count, 3], out[count, 5] = (0.5 * (to_x + 1.0) + segment) * length, best, to_far
            from_x, from_sine, from_slope = to_x, to_sine, to_slope
    return count, crossings


@njit(error_model="numpy", fastmath={"contract"})
def _satellite(
    position: FloatArray, length: float, seconds: float, fit: FloatArray, place: FloatArray, zenith: FloatArray, mask: FloatArray, out: FloatArray,
    out_station: NDArray[np.int32],
) -> int:  # fmt: skip
    """The windows of one satellite from its positions at the nodes; how many there are, also where `out` has no room for them."""
    count: int
    powers, time, state = _fitted(position, length, seconds, fit)
    near, samples, near_count = _near(state, length / SAMPLES, place, mask)
    station, sample = _points(near, samples, near_count)
    sine, rate, far = _sights(station, sample, state, place, zenith)
    number, top = _turned(station, sample, rate, powers, time, length, place, zenith)
    most = 2 * len(station)
    crossing, crossing_station, crossing_segment = np.empty((10, most)), np.empty(most, dtype=np.int32), np.empty(most, dtype=np.int32)
    ends = np.empty((2, len(out)), dtype=np.int64)
    count, crossings = _runs(
        station, sample, sine, rate, far, number, top, time, length, len(powers), np.sin(mask), crossing, crossing_station, crossing_segment, ends, out,
        out_station,
    )  # fmt: skip
    if count > len(out):
        return count
    _refine(powers, 1, crossing, crossing_station[:crossings], crossing_segment[:crossings], place, zenith, 10)
    for w in range(count):
        for end in range(2):
            c = ends[end, w]
            if c >= 0:
                out[w, 2 * end], out[w, 4 + 2 * end] = (0.5 * (crossing[7, c] + 1.0) + crossing_segment[c]) * length, crossing[8, c]
    return count


@partial(kept, nogil=True, error_model="numpy", fastmath={"contract"})
def search_near_earth(
    constants: FloatArray, minutes: FloatArray, lengths: FloatArray, segments: IntArray, seconds: float, turn: FloatArray, turn_step: float,
    node_places: FloatArray, fit: FloatArray, place: FloatArray, zenith: FloatArray, mask: FloatArray,
    out: FloatArray, station: NDArray[np.int32], counts: IntArray,
) -> None:  # fmt: skip
    """The windows of near-Earth satellites into `out` (satellites, room, COLUMNS). `counts` says how many, also where they found no room; -1 for an SGP4 error.

    `fit`: matrix (NODES, NODES + 2 SAMPLES) from values at the nodes to powers, samples and their slopes. `turn`: sidereal time at the start,
    its rate, then the residuals every `turn_step`.
    """
    for s in range(len(constants)):
        size = segments[s] * NODES
        since, angle, position = np.empty(size), np.empty(size), np.empty((3, size))
        for segment in range(segments[s]):
            for node in range(NODES):
                t = (segment + 0.5 * (node_places[node] + 1.0)) * lengths[s]
                i = segment * NODES + node
                since[i] = minutes[s] + t / 60.0
                cell = min(int(t / turn_step), len(turn) - 4)
                low = turn[2 + cell]
                angle[i] = turn[0] + turn[1] * t + low + (t / turn_step - cell) * (turn[3 + cell] - low)
        if propagate(constants[s], since, angle, position):
            counts[s] = _satellite(position, lengths[s], seconds, fit, place, zenith, mask, out[s], station[s])
        else:
            counts[s] = -1
