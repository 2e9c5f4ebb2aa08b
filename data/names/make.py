#!/usr/bin/env python3
"""Writes given_names.tsv on stdout: given names with the sex of those who mostly bear them.

Enters: two packages of PyPI (Faker, MIT; names, MIT, which carries the United States census of 1990, public domain),
fetched by name and version or taken from a folder given with --from, and romanised.txt beside this script.
Leaves: one name a line, folded to lower-case ASCII, sorted, the same for the same packages. It judges no person:
a name that both sexes bear says no sex.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import zipfile

FAKER = ("faker", "40.63.0")
NAMES = ("names", "0.3.0")
# Locales written in Latin letters, or in Cyrillic that the table below romanises.
LOCALES = """en en_US en_GB en_IE en_IN en_KE en_NZ es_AR es_CL es_CO es_ES es_MX fr_FR fr_BE fr_CA fr_CH fr_DZ
    de_DE de_AT it_IT nl_NL nl_BE pl_PL pt_BR pt_PT ro_RO sv_SE no_NO da_DK fi_FI cs_CZ sk_SK hr_HR hu_HU sl_SI lv_LV
    tr_TR sw ha_NG ig_NG yo_NG tw_GH zu_ZA id_ID uz_UZ az_AZ ru_RU uk_UA bg_BG mk_MK""".split()
CYRILLIC = dict(zip(
    "абвгґдеєжзиіїйклмнопрстуфхцчшщъыьэюяёѓѕјљњќџ",
    "a b v g g d e ye zh z y i yi y k l m n o p r s t u f kh ts ch sh shch  y  e yu ya yo g dz j lj nj k dz".split(" "),
))
RUSSIAN = {**CYRILLIC, "и": "i"}


def fold(name, locale=""):
    table = CYRILLIC if locale == "uk_UA" else RUSSIAN
    out = "".join(table.get(c, c) for c in name.lower().strip())
    out = out.replace("ø", "o").replace("ł", "l").replace("ı", "i").replace("ə", "a").replace("ß", "ss").replace("æ", "ae")
    out = "".join(c for c in unicodedata.normalize("NFKD", out) if not unicodedata.combining(c))
    return re.sub(r"[’‘'`ʻ]", "", out)


def fetch(package, folder):
    name, version = package
    found = sorted(p for p in pathlib.Path(folder).glob(f"{name}-{version}*") if p.is_file())
    if not found:
        pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", "names", "-d", folder]
        subprocess.run([*pip, f"{name}=={version}"], check=True)
        found = sorted(p for p in pathlib.Path(folder).glob(f"{name}-{version}*") if p.is_file())
    return found[0]


def locales(folder):
    """{folded name: votes for women less votes for men} by the locales of Faker."""
    sys.path.insert(0, str(fetch(FAKER, folder)))
    import importlib
    votes = collections.defaultdict(list)
    for locale in LOCALES:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for key, vote in (("first_names_female", 1), ("first_names_male", -1)):
            for name in set(getattr(provider, key, None) or ()):
                name = fold(name, locale)
                if re.fullmatch(r"[a-z]{3,14}", name):
                    votes[name].append(vote)
    return votes


def census(folder):
    """{name: (share of women, share of men)} in hundredths of a per cent."""
    shares = collections.defaultdict(lambda: [0.0, 0.0])
    with tarfile.open(fetch(NAMES, folder)) as package:
        for column, sex in enumerate(("female", "male")):
            member = next(m for m in package.getmembers() if m.name.endswith(f"dist.{sex}.first"))
            for line in package.extractfile(member).read().decode().splitlines():
                name, share, *_ = line.split()
                shares[name.lower()][column] = float(share)
    return shares


def romanised():
    """The names of romanised.txt: {name: (sex, spelling varies)}."""
    out, sex, varies = {}, None, False
    for line in (pathlib.Path(__file__).parent / "romanised.txt").read_text().splitlines():
        if line.startswith("#") or not line.strip():
            continue
        if line.startswith("["):
            sex, varies = {"f": "f", "m": "m", "e": "e"}[line[1]], "~" in line
            continue
        for name in line.split():
            out[name] = ("e" if name in out and out[name][0] != sex else sex, varies)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--from", dest="folder", default=None, help="a folder with the two packages")
    folder = parser.parse_args().folder or tempfile.mkdtemp()
    out = {}
    for name, votes in locales(folder).items():
        share = (sum(v > 0 for v in votes)) / len(votes)
        out[name] = "f" if share >= 0.75 else "m" if share <= 0.25 else "e"
    for name, (women, men) in census(folder).items():
        out[name] = "f" if women >= 6 * men else "m" if men >= 6 * women else "e"
    lines = [f"{name}\t{sex}" for name, sex in out.items()]
    by_hand = romanised()
    lines = [f"{n}\t{s}" for n, s in out.items() if n not in by_hand]
    lines += [f"{n}\t{s}{' ~' if varies else ''}" for n, (s, varies) in by_hand.items()]
    print("# Given names and the sex of those who mostly bear them: f, m, or e where either does; ~ where Latin spelling varies.")
    print("# Made by data/names/make.py from Faker 40.63.0 (MIT), names 0.3.0 (MIT; United States census of 1990, public")
    print("# domain) and data/names/romanised.txt (own work). Licence: MIT, by those packages; the rest Apache-2.0 OR MIT.")
    print("\n".join(sorted(lines)))


main()
