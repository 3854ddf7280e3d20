#!/usr/bin/env python3
"""Makes a programme folder of a given size, to measure with. Synthetic; the same seed gives the same bytes.

    make_folder.py DIR UNITS [INDICATORS] [PERIODS] [office [CELLS]]

INDICATORS numerators and ten shared denominators, for PERIODS months of 2025 (where there are more than twelve, for as
many that end with 2025, a file for each year); a scheme with an item for each indicator whose rules go round the kinds
met in practice: shortfall, bands, ratio, lines, places in the class, class median. With `office` there are bodies that
report, and monthly forms of CELLS elements each (twenty).
"""
import os
import random
import sys

out, units = sys.argv[1], int(sys.argv[2])
indicators = int(sys.argv[3]) if len(sys.argv) > 3 else 100
periods = int(sys.argv[4]) if len(sys.argv) > 4 else 12
office = sys.argv[5:6] == ["office"]
per_form = int(sys.argv[6]) if len(sys.argv) > 6 else 20
rng = random.Random(20250101)


def write(path, lines):
    path = os.path.join(out, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write("\n".join(lines) + "\n")


levels = ["nation", "province", "county"]
write("programme.toml", ['programme = "bench"', 'title_en = "Bench"', 'period = "2025"', 'schemes = ["year"]']
      + [f'[[level]]\nid = "{level}"\nname_en = "{level}"' for level in levels]
      + (['[[body_kind]]\nid = "PO"\nname_en = "Programme office"'] if office else []))
write("classes.csv", ["class,name_en"] + [f"K{c},class {c}" for c in range(4)])
rows = ["unit,parent,level,name_en,class,population", "N,,nation,Nation,,"]
rows += [f"P{p:02d},N,province,Province {p},," for p in range(31)]
ids = [f"U{u:06d}" for u in range(units)]
rows += [f"{u},P{n % 31:02d},county,County {n},K{n % 4},{rng.randint(50, 900)}" for n, u in enumerate(ids)]
write("units.csv", rows)
elements = [f"d{d}" for d in range(10)] + [f"n{i}" for i in range(indicators)]
write("elements.csv", ["element,name_en,unit,collected_at,rollup,over_time"]
      + [f"{e},{e},case,county,sum,sum" for e in elements])
write("indicators.csv", ["indicator,name_en,unit,direction,formula,worst,best,min_denominator"]
      + [f"i{i},indicator {i},%,up,100 * n{i} / d{i % 10},40,95,5" for i in range(indicators)])
write("targets.csv", ["indicator,period,class,target"]
      + [f"i{i},2025,K{c},{80 + c}" for i in range(indicators) for c in range(4)])
if office:
    write("bodies.csv", ["body,unit,kind,name_en,duties"]
          + [f"{unit}-PO,{unit},PO,Office of {unit},reports" for unit in ["N"] + [f"P{p:02d}" for p in range(31)] + ids])
    forms = [elements[start:start + per_form] for start in range(0, len(elements), per_form)]
    write("datasets.toml", [f'[[dataset]]\nid = "F{f}"\nname_en = "Form {f}"\nissued_by = "N-PO"\nlevel = "county"\n'
                            f'frequency = "monthly"\nelements = {cells}' for f, cells in enumerate(forms)])
RULES = [
    "P - 0.02 * per(short(x, t), 1)",
    "P * attained(x, t)",
    "bands(x, >= t: 1, >= 75: 0.75, >= 60: 0.4, else: 0)",
    "P * line(x, 40: 0, 70: 0.6, 95: 1)",
    "P * max(0, 1 - 0.001 * (rank(x in class) - 1))",
    "P - 0.02 * per(short(x, median(x in class)), 1)",
    "P * (0.6 + 0.4 * share(x, worst, best))",
    "P - 0.02 * started(short(x, t), 0.5)",
    "P - slabs(number(x), < 90: 0.01, < 80: 0.02)",
    "if reached(x, t) then P else if x < 50 then 0 else 0.5 * P",
]
scheme = ['scheme = "year"', "version = 1", 'title_en = "Year"', 'period = "2025"', "[subjects]", 'level = "county"',
          "[policy]", "round = { item = 2, group = 2, total = 2 }"]
scheme += [f'[[group]]\nid = "G{g}"\ntitle_en = "Group {g}"' for g in range(10)]
for i in range(indicators):
    scheme.append(f'[[item]]\nid = "i{i}"\ngroup = "G{i % 10}"\ntitle_en = "Item {i}"\npoints = 1\n'
                  f'rule = "{RULES[(i // 10) % len(RULES)]}"')
scheme += ['[[grade]]\nid = "A"\ntitle_en = "A"\nat_least = 80\nquota_share = 0.3', '[[grade]]\nid = "B"\ntitle_en = "B"']
write("schemes/year.toml", scheme)

# Rows as a system exports them: month by month, unit by unit. Five in a hundred are missing in a year.
path = os.path.join(out, "data")
os.makedirs(path, exist_ok=True)
months = [(2025, month) for month in range(1, periods + 1)]
if periods > 12:
    last = 2025 * 12 + 11
    months = [divmod(last - back, 12) for back in reversed(range(periods))]
    months = [(year, month + 1) for year, month in months]
files = {}
for year, month in months:
    name = "observations.csv" if periods <= 12 else f"observations-{year}.csv"
    if name not in files:
        files[name] = open(os.path.join(path, name), "w", encoding="utf-8")
        files[name].write("unit,element,period,value,status\n")
    period = f"{year}-{month:02d}"
    for unit in ids:
        share = rng.random()
        lines = []
        for k, element in enumerate(elements):
            if k < 10:
                lines.append(f"{unit},{element},{period},{400 + (k * 37 + month) % 211},\n")
            elif rng.random() < 0.05 / 12:
                lines.append(f"{unit},{element},{period},,missing\n")
            else:
                lines.append(f"{unit},{element},{period},{int(180 + 200 * share) + rng.randrange(40)},\n")
        files[name].write("".join(lines))
for file in files.values():
    file.close()
