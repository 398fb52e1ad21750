"""Makes the shapes of countries that the program carries from Natural Earth (public domain).

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz && pip install pycountry
    python3 make.py package

Reads the TopoJSON of the npm package `world-atlas`, and writes `countries-110m.topojson` and
`countries-50m.topojson` beside itself: regions are called by their codes of ISO 3166-1 alpha-2 in
place of numbers, names go, and what a file lacks stands in it as a point.
"""

import json
import sys
from pathlib import Path

import pycountry

# Places that Natural Earth counts to another country or leaves out, by longitude and latitude.
POINTS = {
    "BQ": (-68.3, 12.2), "BV": (3.4, -54.4), "CC": (96.8, -12.2), "CX": (105.6, -10.5),
    "GF": (-53.1, 3.9), "GI": (-5.35, 36.14), "GP": (-61.5, 16.2), "MQ": (-61.0, 14.65),
    "RE": (55.5, -21.1), "SJ": (16.0, 78.6), "TK": (-171.8, -9.2), "TV": (179.2, -8.5),
    "UM": (166.6, 19.3), "YT": (45.15, -12.8),
}
# Coordinates are whole numbers between 0 and this.
STEPS = {"110m": 7_200, "50m": 14_400}


def absolute(arc):
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x, y


def code_of(geometry):
    number = geometry.get("id")
    country = number and pycountry.countries.get(numeric=str(number).zfill(3))
    return country.alpha_2 if country else None


def rings(geometry):
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [polygon[0] for polygon in polygons]


def centre(topology, geometry):
    """The middle of the largest ring of a region, in degrees."""
    (kx, ky), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [list(absolute(arc)) for arc in topology["arcs"]]
    best = None
    for ring in rings(geometry):
        points = []
        for index in ring:
            points += arcs[index] if index >= 0 else arcs[~index][::-1]
        pairs = list(zip(points, points[1:]))
        area = sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)
        if best is None or abs(area) > best[0]:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            best = abs(area), ((min(xs) + max(xs)) / 2 * kx + tx, (min(ys) + max(ys)) / 2 * ky + ty)
    return best[1]


def make(package, scale, others):
    topology = json.loads((package / f"countries-{scale}.json").read_text())
    steps = STEPS[scale]
    kx, ky = 360 / steps, 180 / (steps / 2)
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    cell = lambda x, y: (round((x + 180) / kx), round((y + 90) / ky))

    arcs = []
    for arc in topology["arcs"]:
        points = [cell(x * sx + tx, y * sy + ty) for x, y in absolute(arc)]
        kept = [points[0]]
        for point in points[1:-1]:
            if point != kept[-1]:
                kept.append(point)
        kept.append(points[-1])
        deltas = [kept[0]] + [(b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:])]
        arcs.append(deltas)

    geometries, codes = [], set()
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry["type"] not in ("Polygon", "MultiPolygon"):
            continue
        code = code_of(geometry)
        kept = {"type": geometry["type"], "arcs": geometry["arcs"]}
        if code:
            codes.add(code)
            kept["id"] = code
        geometries.append(kept)
    for code, point in sorted(others.items()):
        if code not in codes:
            geometries.append({"type": "Point", "id": code, "coordinates": cell(*point)})
    geometries.sort(key=lambda geometry: geometry.get("id", ""))
    result = {
        "type": "Topology",
        "transform": {"scale": [kx, ky], "translate": [-180, -90]},
        "objects": {"countries": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": arcs,
    }
    path = Path(__file__).parent / f"countries-{scale}.topojson"
    path.write_text(json.dumps(result, separators=(",", ":")))
    print(path.name, path.stat().st_size, len(geometries))
    return {country.alpha_2 for country in pycountry.countries} - codes - set(others)


def main():
    package = Path(sys.argv[1])
    points = dict(POINTS)
    for scale in ("10m", "50m"):
        topology = json.loads((package / f"countries-{scale}.json").read_text())
        for geometry in topology["objects"]["countries"]["geometries"]:
            code = code_of(geometry)
            if code and geometry["type"] in ("Polygon", "MultiPolygon"):
                points[code] = centre(topology, geometry)
    for scale in ("110m", "50m"):
        print("lacks", make(package, scale, points))


if __name__ == "__main__":
    main()
