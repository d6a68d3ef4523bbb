"""City packs: the five of the house are in order, a broken one says everything that is wrong, the engine names none."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from config import build_packs, check
from core import city, packfile
from core.errors import ConfigError
from core.settings import ROOT

pytestmark = pytest.mark.unit
FIVE = ["dezhou", "ganzhou", "jiyuan", "shenzhen", "zhengzhou"]
ENGINE = ["core", "ingest", "indicators", "layers", "dashboards", "demo", "sql", "assets", "deploy", "app.py"]
TEXT = {".py", ".sql", ".js", ".css", ".yaml", ".json"}
# The default of the setting CITY has to be written somewhere.
ALLOWED = {("core/settings.py", "zhengzhou")}


def test_the_five_packs_are_there() -> None:
    assert city.names() == FIVE


@pytest.mark.parametrize("key", FIVE)
def test_pack_is_in_order(key: str) -> None:
    assert check.problems_of(key) == []


@pytest.mark.parametrize("key", FIVE)
def test_generated_files_are_rebuilt_byte_for_byte(key: str, tmp_path: Path) -> None:
    shutil.copytree(city.CITIES / key, tmp_path / key)
    for name in ("sources.csv", "streets.geojson"):
        (tmp_path / key / name).unlink()
    build_packs.build(tmp_path / key)
    for name in ("sources.csv", "streets.geojson"):
        assert (tmp_path / key / name).read_bytes() == (city.CITIES / key / name).read_bytes()


@pytest.fixture
def broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the smallest pack to break."""
    shutil.copytree(city.CITIES / "jiyuan", tmp_path / "jiyuan")
    monkeypatch.setattr(city, "CITIES", tmp_path)
    return tmp_path / "jiyuan"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def _problems() -> list[str]:
    with pytest.raises(ConfigError) as caught:
        city.load("jiyuan")
    return caught.value.problems


def test_all_problems_of_all_files_come_at_once(broken: Path) -> None:
    _edit(broken / "city.yaml", "time_zone: Asia/Shanghai\n", "")
    _edit(broken / "areas.csv", ",street,", ",village,")
    _edit(broken / "sources.csv", ",3600,", ",0,")
    _edit(broken / "targets.yaml", "target: 90", "target: ninety")
    (broken / "catalogue").mkdir()
    (broken / "catalogue" / "water.yaml").write_text("- {code: water.use_total}\n", "utf-8")
    found = _problems()
    for file, path in [
        ("city.yaml", "time_zone"),
        ("areas.csv", "line 3.level"),
        ("sources.csv", "line 2.interval_s"),
        ("targets.yaml", "infrastructure.private_net_rate.target"),
        ("catalogue/water.yaml", "water.use_total.owner"),
    ]:
        assert any(p.startswith(f"jiyuan/{file}: {path}: ") for p in found), (file, path, found)


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("city.yaml", "views:", "colour: red\nviews:", r"^jiyuan/city.yaml: colour: Extra inputs"),
        ("targets.yaml", "since:", "sinse: 1, since:", r"^jiyuan/targets.yaml: \S+.sinse: Extra inputs"),
        ("sources.csv", "interval_s", "interval", r"^jiyuan/sources.csv: line 2.interval: Extra inputs"),
        ("sources.csv", '"{""use"": ', '"{use: ', r"^jiyuan/sources.csv: line \d+.attributes: .*not JSON"),
        ("city.yaml", "code: gov_419001001", "code: Gov 1", r"city.yaml: departments.Gov 1.code: .*pattern"),
        ("city.yaml", "views:", "views: [", r"^jiyuan/city.yaml: not YAML"),
        ("targets.yaml", "- {", "{", r"^jiyuan/targets.yaml: "),
        ("targets.yaml", ", cite: ", ", note: ", r"\.cite: Field required"),
        ("areas.csv", "\n419001002,", "\n419001001,", r"'419001001' is there twice"),
        ("city.yaml", "Asia/Shanghai", "Asia/Jiyuan", r"time_zone: 'Asia/Jiyuan' is not a time zone"),
        ("areas.csv", ",street,419001,", ",street,419009,", r"\.parent: '419009' is not in the file"),
        ("areas.csv", ",street,419001,", ",street,419001002,", r"cannot be the parent of a street"),
        ("sources.csv", ",env,", ",ministry,", r"department: 'ministry' is not a department"),
        ("sources.csv", ",pm25_ugm3;", ",pm25;", r"metrics: 'pm25' is not in config/metrics.csv"),
    ],
)
def test_each_fault_is_named(broken: Path, file: str, old: str, new: str, problem: str) -> None:
    _edit(broken / file, old, new)
    assert any(re.search(problem, p) for p in _problems()), _problems()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        (
            "districts.geojson",
            '"code":"419001001"',
            '"code":"419009"',
            r"districts.geojson: 419009: is not such an area",
        ),
        ("streets.geojson", '"code":"419001002"', '"code":"419001001"', r"streets.geojson: 419001001: is there twice"),
        ("streets.geojson", '"Polygon"', '"LineString"', r"streets.geojson: \d+: geometry"),
        ("streets.geojson", '{"type":"FeatureCollection"', "{", r"streets.geojson: .*feature collection"),
        ("sources.csv", ",112.", ",115.", r"sources.csv: jy-\S+: 115\.\d+, 3\S+ is outside"),
        ("targets.yaml", "infrastructure.private", "infra.private", r"targets.yaml: infra.\S+: the theme is unknown"),
        ("targets.yaml", "since: 2022-01-01,", "since: 2022-01-01, until: 2021-01-01,", r"until: 2021-01-01 is before"),
    ],
)
def test_the_deep_check_names_each_fault(broken: Path, file: str, old: str, new: str, problem: str) -> None:
    _edit(broken / file, old, new)
    found = check.problems_of("jiyuan")
    assert any(re.search(problem, p) for p in found), found


def test_check_prints_everything_and_exits_1(broken: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check.main([]) == 0
    _edit(broken / "city.yaml", "views:", "colour: red\nviews:")
    _edit(broken / "areas.csv", ",street,", ",village,")
    capsys.readouterr()
    assert check.main(["jiyuan", "atlantis"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 3
    assert lines[0] == "atlantis: no such pack; allowed: jiyuan"


def test_the_citys_own_entry_wins(broken: Path) -> None:
    own = "- {indicator: traffic.delay_index, since: 2024-01-01, watch: 1.8, cite: 本市文件}\n"
    with (broken / "targets.yaml").open("a", encoding="utf-8") as file:
        file.write(own)
    _edit(
        broken / "city.yaml", "departments:\n", "departments:\n  - {code: env, name: {zh: 环保局, en: Environment}}\n"
    )
    pack = city.load("jiyuan")
    assert [t.watch for t in pack.targets if t.indicator == "traffic.delay_index"] == [1.8]
    assert pack.departments["env"].name.zh == "环保局"


def test_unknown_pack_names_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="no such pack; allowed: dezhou, ganzhou"):
        city.load("../common")


def test_dated_parameters_and_tree() -> None:
    pack = city.load("zhengzhou")
    assert pack.param("satisfaction_basic_weight", date(2026, 1, 1)) == 0.9
    assert [a.level for a in pack.path(pack.level("street")[0].code)] == ["city", "district", "street"]
    towns = city.load("jiyuan")
    assert {a.level for a in towns.children(towns.code)} == {"street"}


def _words() -> dict[str, str]:
    """Every spelling that would tie the engine to a city."""
    found = {}
    for key in FIVE:
        pack = city.load(key)
        name = pack.file.name.zh.removesuffix("市")
        for word in (key, key.capitalize(), name, pack.code, *(a.code for a in pack.level("district"))):
            found[word] = key
    return found


def _engine_files() -> list[Path]:
    roots = [ROOT / name for name in ENGINE]
    files = [p for root in roots if root.exists() for p in ([root] if root.is_file() else sorted(root.rglob("*")))]
    return [p for p in files if p.is_file() and p.suffix in TEXT and "vendor" not in p.parts and ".min." not in p.name]


def test_the_engine_names_no_city() -> None:
    pattern = re.compile("|".join(rf"(?<![0-9a-zA-Z]){re.escape(w)}(?![0-9a-zA-Z])" for w in _words()))
    found = [
        f"{path.relative_to(ROOT)}: {match}"
        for path in _engine_files()
        for match in pattern.findall(path.read_text("utf-8"))
        if (str(path.relative_to(ROOT)), match) not in ALLOWED
    ]
    assert found == []


def test_common_parts_belong_to_no_city() -> None:
    text = "".join(p.read_text("utf-8") for p in sorted(packfile.COMMON.rglob("*.yaml")))
    assert [word for word in _words() if re.search(rf"(?<!\d){re.escape(word)}(?!\d)", text)] == []
