"""The command line: python -m geodata import FILE… | export | sample."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from tqdm import tqdm

from . import export_command
from .dates import Order
from .formats.headers import FIELDS, UnknownColumn
from .formats.packed import table_name
from .intake import FORMATS, Dataset, ImportRefused, Report, take_in
from .schema import REDISTRIBUTION
from .store import Store, StoreError, default_root

ALL_KEPT, SOME_LEFT_OUT, NOTHING_IMPORTED = 0, 1, 2
SAMPLES = Path(__file__).parent / "samples"
SAMPLE = (
    (
        SAMPLES / "incidents.csv",
        Dataset(
            source="sample-incidents",
            title="South-west Syria, June and July 2018: incidents",
            publisher="Compiled from UCDP GED and a news report of 5 July 2018",
            licence="CC BY 4.0 (Uppsala Conflict Data Program)",
            url="https://ucdp.uu.se/downloads/",
        ),
    ),
    (
        SAMPLES / "displacement.csv",
        Dataset(
            source="sample-displacement",
            title="South-west Syria, June to August 2018: displaced people",
            publisher="Compiled from UN OCHA, ECHO and a news report of 5 July 2018",
            licence="Facts, with their sources named",
            url="https://www.unocha.org/syria",
        ),
    ),
)
_MORE = f"""fields for --map
  incidents:    {" ".join(FIELDS["incidents"])}
  displacement: {" ".join(FIELDS["displacement"])}

exit status
  0  every row was kept
  1  rows were left out; the good ones were kept
  2  nothing was imported

examples
  python -m geodata import reports.csv
  python -m geodata import reports.xlsx --map date=when --map place="Name of village" --dataset field-reports
"""


def parser() -> argparse.ArgumentParser:
    """The command line's grammar."""
    top = argparse.ArgumentParser(prog="python -m geodata", description="Reports of incidents into a map's tables.")
    commands = top.add_subparsers(dest="command", required=True)
    add = commands.add_parser(
        "import",
        help="import files into the store",
        description=(
            "Import CSV or XLSX files with headers of your own choosing. Every fault is listed with its row and "
            "cure; good rows are kept."
        ),
        epilog=_MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add.add_argument("files", nargs="+", type=Path, metavar="FILE", help="CSV or XLSX")
    add.add_argument("--as", dest="format", choices=FORMATS, default="sheet", help="how to read it (default: sheet)")
    add.add_argument(
        "--map",
        dest="columns",
        action="append",
        default=[],
        type=_pair,
        metavar="FIELD=HEADER",
        help="overrule the guess for one column; FIELD= for none",
    )
    add.add_argument(
        "--date-order", choices=("dmy", "mdy"), help="what 04/07/2018 means where the column does not tell"
    )
    add.add_argument(
        "--dataset", default="", metavar="NAME", help="name in the store (default: the file's name); for one file"
    )
    for name, meaning in (
        ("title", "as shown"),
        ("publisher", "who publishes it"),
        ("licence", "or terms"),
        ("url", "where it comes from"),
    ):
        add.add_argument(f"--{name}", default="", help=meaning)
    add.add_argument(
        "--redistribute", choices=REDISTRIBUTION, default="", help="what an export may contain of it (at first: full)"
    )
    sample = commands.add_parser("sample", help="import the bundled sample, if the store lacks it")
    export = export_command.add_to(commands)
    for command in (add, sample, export):
        command.add_argument("--store", type=Path, default=None, metavar="DIR", help=f"(default: {default_root()})")
        command.add_argument("--json", action="store_true", help="print what was done as JSON")
    return top


def _pair(text: str) -> tuple[str, str]:
    field, equals, header = text.partition("=")
    if not equals or not field:
        raise argparse.ArgumentTypeError(f"'{text}' is not FIELD=HEADER")
    return field.strip(), header.strip()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the exit status."""
    command = parser()
    told = command.parse_args(argv)
    try:
        store = Store(told.store or default_root())
        if told.command == "sample":
            return _sample(store, told.json)
        if told.command == "export":
            return export_command.run(store, told)
        if told.dataset and len(told.files) > 1:
            command.error("--dataset names one dataset; give one file")
        return _import(store, told)
    except StoreError as error:
        print(error, file=sys.stderr)
        return NOTHING_IMPORTED


def _import(store: Store, told: argparse.Namespace) -> int:
    about = Dataset(told.dataset, told.title, told.publisher, told.licence, told.redistribute, told.url)
    jobs = [(path, replace(about, source=told.dataset or table_name(path))) for path in told.files]
    return _run(store, jobs, told.json, dict(told.columns), told.date_order)


def _sample(store: Store, as_json: bool) -> int:
    there = set(store.ask("SELECT source FROM datasets")["source"])
    jobs = [(path, dataset) for path, dataset in SAMPLE if dataset.source not in there]
    if not jobs:
        print("[]" if as_json else f"The sample is in {store.root} ({store.snapshot}).")
        return ALL_KEPT
    return _run(store, jobs, as_json, {}, None)


def _run(
    store: Store, jobs: list[tuple[Path, Dataset]], as_json: bool, columns: dict[str, str], order: Order | None
) -> int:
    from gazetteer import Gazetteer

    from .regions import load

    gazetteer, regions = Gazetteer(), load()
    reports: list[Report] = []
    refused: list[str] = []
    for path, dataset in jobs:
        bar = partial(tqdm, desc=path.name, unit=" places", disable=None, leave=False)
        try:
            reports.append(
                take_in(
                    path,
                    store,
                    gazetteer,
                    regions=regions,
                    dataset=dataset,
                    column_map=columns,
                    date_order=order,
                    progress=bar,
                )
            )
        except OSError as error:
            refused.append(f"{path}: {error.strerror}. Give the path of a CSV or XLSX file")
        except (UnknownColumn, ImportRefused) as error:
            refused.append(f"{path}: {error}")
    print(
        json.dumps([asdict(report) for report in reports], ensure_ascii=False, indent=2)
        if as_json
        else "\n\n".join("\n".join(lines(report)) for report in reports)
    )
    for message in refused:
        print(message, file=sys.stderr)
    return _status(reports, refused)


def _status(reports: Iterable[Report], refused: Sequence[str]) -> int:
    reports = list(reports)
    if not any(report.kept for report in reports):
        return NOTHING_IMPORTED
    return SOME_LEFT_OUT if refused or any(report.faulty or not report.kept for report in reports) else ALL_KEPT


def lines(report: Report) -> Iterator[str]:
    """The report as text, line by line."""
    read = ", ".join(filter(None, (f"sheet '{report.sheet}'" if report.sheet else "", report.encoding)))
    yield f"{report.file} ({read}) → {report.table} of dataset '{report.source}'" if read else report.file
    if report.columns:
        yield "  columns    " + ", ".join(f"{ours}={theirs}" for ours, theirs in report.columns.items())
    if report.unmapped:
        yield "  in notes   " + ", ".join(report.unmapped)
    yield f"  rows       {report.rows_read:,} read, {report.kept:,} kept, {report.faulty:,} faulty"
    if report.kept:
        yield (
            f"  store      {report.added:,} added, {report.changed:,} changed, {report.removed:,} removed, "
            f"{report.unchanged:,} unchanged ({report.snapshot})"
        )
        located = ", ".join(f"{count:,} {precision}" for precision, count in report.located.items())
        yield f"  located    {sum(report.located.values()):,}: {located}" if located else "  located    0"
        yield f"  unlocated  {report.unlocated:,}" + _names(report.unlocated_places)
    if report.guessed:
        yield "  guessed    " + ", ".join(f"'{printed}' as {place}" for printed, place in report.guessed.items())
    if report.faults:
        yield f"  faults     {len(report.faults):,}"
    for fault in report.faults:
        yield f"    {'kept' if fault.kept else 'left out'}: {fault}"


def _names(places: dict[str, int]) -> str:
    shown = ", ".join(
        f"'{name or 'no place'}'" + (f" ({count:,})" if count > 1 else "") for name, count in places.items()
    )
    return f": {shown}" if shown else ""


if __name__ == "__main__":
    sys.exit(main())
