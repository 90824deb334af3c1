"""What every rule file must be, and what happens to a folder of rules that is not as it must be."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from schemas.errors import ConfigurationError
from schemas.events import CustodyReleased
from schemas.findings import Severity
from stream_processors import rules as installed
from stream_processors.rules import all_rules, authority_of
from stream_processors.rules.base import ALWAYS, AnyRule, Breach, LotCase, Rule
from stream_processors.rules.custody.cus001_sender_holds import RULE as SENDER_HOLDS
from tests import build
from tests.judging import Run, whole_book

FOLDER = Path(installed.__file__).parent
ROOT = FOLDER.parents[1]
FILES = sorted(path for path in FOLDER.glob("*/*.py") if path.name != "__init__.py")
PREFIXES = {
    "CUS": "custody",
    "KIM": "kimberley",
    "SPC": "species",
    "SAN": "sanctions",
    "SEA": "seals",
    "LIN": "lineage",
    "COM": "completeness",
    "ART": "artisanal",
    "LIC": "licences",
    "WAR": "warranties",
    "PAY": "payments",
}
BLOCKING = {"KIM001", "KIM003", "KIM004", "KIM005", "KIM007", "KIM008", "KIM009", "KIM013", "SPC001", "SPC002"}
BLOCKING |= {"KIM014", "KIM016", "SAN001", "SAN002", "SAN003", "SAN005", "SAN006", "SEA001", "SEA002", "SEA003"}
BLOCKING |= {"KIM017", "KIM026", "ART003", "LIC001", "LIC003"}

each_rule = pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def cited(rule: AnyRule) -> set[str]:
    """The keys in square brackets."""
    return set(re.findall(r"\[(\w+)\]", rule.citation))


# ------------------------------------------------------------------------------------------------------ the rule files


def test_every_rule_file_on_disk_is_found() -> None:
    assert [path.stem.split("_")[0].upper() for path in FILES] == [rule.code for rule in all_rules()]


@each_file
def test_every_rule_file_has_a_test_of_its_name(path: Path) -> None:
    beside = ROOT / "tests" / path.relative_to(ROOT).with_name(f"test_{path.name}")
    assert beside.is_file()


@each_file
def test_every_rule_file_begins_with_the_law_and_the_reason_for_it(path: Path) -> None:
    module = importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    law, _, reason = (module.__doc__ or "").partition("\n\n")
    assert law.endswith(".")
    assert reason.strip().endswith(".")


@each_rule
def test_every_rule_has_a_title_without_a_full_stop_that_no_other_rule_has(rule: AnyRule) -> None:
    assert rule.title
    assert not rule.title.endswith(".")
    assert [other.code for other in all_rules() if other.title == rule.title] == [rule.code]


@each_rule
def test_every_citation_names_a_source(rule: AnyRule) -> None:
    """`tests/test_sources.py` looks whether the sources are known."""
    assert cited(rule)


@each_rule
def test_what_is_our_own_is_a_setting_or_is_called_a_convention(rule: AnyRule) -> None:
    proposed = any(setting.proposed for setting in rule.settings)
    convention = any(text.endswith("(convention of this project)") for text in rule.parameters.values())
    assert (proposed or convention) == ("project" in cited(rule))


@each_rule
def test_no_parameter_in_words_is_called_proposed_since_that_would_be_a_setting(rule: AnyRule) -> None:
    assert [text for text in rule.parameters.values() if "proposed" in text] == []


@each_rule
def test_the_settings_of_a_rule_are_its_own_have_a_name_each_and_defaults_that_may_be(rule: AnyRule) -> None:
    names = [setting.name for setting in rule.settings]
    assert len(set(names)) == len(names)
    assert [setting.name for setting in rule.settings if setting.rule != rule.code] == []
    assert [name for name in names if not re.fullmatch(r"[a-z]+(_[a-z]+)*", name)] == []
    assert [setting.name for setting in rule.settings if not setting.least <= setting.default <= setting.most] == []
    assert [setting.name for setting in rule.settings if "; of " not in setting.meaning] == []
    assert set(rule.rising) <= set(rule.settings)


@each_rule
def test_the_dates_of_every_rule_are_ordered(rule: AnyRule) -> None:
    assert rule.in_force_until is None or rule.in_force_from < rule.in_force_until
    assert rule.in_force_from == ALWAYS or rule.in_force_from >= date(2003, 1, 1)


@each_rule
def test_the_code_says_whose_law_it_is(rule: AnyRule) -> None:
    assert re.fullmatch(r"[A-Z]{3}[0-9]{3}", rule.code)
    assert authority_of(rule) == PREFIXES[rule.code[:3]]
    assert rule.version >= 1


def test_the_rules_that_hold_goods_are_these() -> None:
    assert {rule.code for rule in all_rules() if rule.blocking} == BLOCKING


# ------------------------------------------------------------------------------------------------- folders gone wrong


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that looks for rules in itself as the real one does, with one good rule."""
    folder = tmp_path / f"rules_of_{tmp_path.name}"
    folder.mkdir()
    (folder / "__init__.py").write_text((FOLDER / "__init__.py").read_text(encoding="utf-8"), encoding="utf-8")
    write(folder, "custody/cus901_good.py", "CUS901")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.split(".")[0] == folder.name]:
        del sys.modules[name]


def write(package: Path, name: str, code: str, template: str = "CUS001") -> None:
    """A rule file with this code, made from a real one."""
    (original,) = FOLDER.glob(f"*/{template.lower()}_*.py")
    path = package / name
    path.parent.mkdir(exist_ok=True)
    (path.parent / "__init__.py").touch()
    path.write_text(original.read_text(encoding="utf-8").replace(template, code), encoding="utf-8")


def loaded(package: Path) -> ModuleType:
    """The package, imported."""
    return importlib.import_module(package.name)


def test_rules_are_found_in_every_folder_and_sorted_by_code(package: Path) -> None:
    write(package, "zoo/zoo100_last.py", "ZOO100")
    write(package, "custody/cus900_first.py", "CUS900")
    assert [rule.code for rule in loaded(package).all_rules()] == ["CUS900", "CUS901", "ZOO100"]


def empty_folder(package: Path) -> None:
    (package / "zoo").mkdir()
    (package / "zoo" / "__init__.py").touch()


def no_folder(package: Path) -> None:
    (package / "custody" / "cus901_good.py").unlink()
    (package / "custody" / "__init__.py").unlink()


def same_code_twice(package: Path) -> None:
    write(package, "zoo/cus901_again.py", "CUS901")


def other_name(package: Path) -> None:
    write(package, "custody/cus902_misnamed.py", "CUS903")


def no_rule(package: Path) -> None:
    (package / "custody" / "cus902_nothing.py").touch()


def no_kind_of_rule(package: Path) -> None:
    (package / "custody" / "cus902_text.py").write_text('RULE = "be good"\n', encoding="utf-8")


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (empty_folder, "folder zoo of the rules is empty"),
        (no_folder, "no rules found"),
        (same_code_twice, "CUS901 is used twice"),
        (other_name, "file name must begin with cus903_"),
        (no_rule, "cus902_nothing must define RULE"),
        (no_kind_of_rule, "got 'be good'"),
    ],
)
def test_a_folder_that_is_not_as_it_must_be_stops_the_program(
    package: Path, fault: Callable[[Path], None], message: str
) -> None:
    fault(package)
    with pytest.raises(ConfigurationError, match=re.escape(message)):
        loaded(package).all_rules()


# ---------------------------------------------------------------------------------------------------- in the engine


def crash(case: LotCase) -> Breach | None:
    """Fails on every case."""
    raise ValueError(f"no idea about {case.event.emitter}")


CRASHING = Rule(
    code="CUS900", title="Crashes", citation="", in_force_from=ALWAYS, blocking=True, case=LotCase,
    bodies=(CustodyReleased,), check=crash,
)  # fmt: skip


def test_a_rule_that_crashes_is_broken_and_the_others_still_speak() -> None:
    stranger = build.released(from_party="STRANGER")
    found = build.judge(build.registered(), stranger, rules=[CRASHING, SENDER_HOLDS])
    assert [(verdict.rule, verdict.severity) for verdict in found] == [
        ("CUS001", Severity.BREACH),
        ("CUS900", Severity.BROKEN),
    ]
    assert found[1].got == "the rule failed with ValueError: no idea about STRANGER"
    assert "tell the operator" in found[1].expected


def test_the_same_case_gives_the_same_verdict_twice() -> None:
    forged = build.certificate("KE1", issuer="KE", expires_on=build.day("2024-01-01"))
    run = Run()
    run.feed(
        build.released(), build.registered(), build.registered(at="2024-03-02"), build.received(to_party="OTHER"),
        build.transformed(build.line(carats=9), build.line("L2", 99, polished=True)), build.retired(),
        build.imported(under=forged), build.exported(under=None), build.instant("2024-12-31"),
    )  # fmt: skip
    book = whole_book()
    first = [history.verdicts(book, run.engine.now) for history in run.store.all()]
    for history in run.store.all():
        history.fold_again(book)
    assert first == [history.verdicts(book, run.engine.now) for history in run.store.all()]
    assert len({rule for found in first for rule, _ in found}) >= 8
