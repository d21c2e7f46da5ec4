"""A small invented corpus, and every engine over it."""

from collections.abc import Callable, Iterable
from importlib import import_module
from pathlib import Path

import pytest

from search.analysis import BREAK_ROW, row, words
from search.backends import ENGINES
from search.backends.base import Backend
from search.backends.entry import Entry, Rows, date_number

TEXTS = {
    1: (
        "Giao ban giữa Bộ đội Biên phòng và Công an tỉnh",
        "Hai lực lượng phối hợp giữ gìn an ninh, trật tự vùng biên giới.",
    ),
    2: (
        "Hải quan và Công an phối hợp chống buôn lậu",
        "Lực lượng hải quan bắt 6.328 bao thuốc lá theo Quyết định 133/2002/QĐ-TTg.",
    ),
    3: (
        "Hải quân tuần tra trên biển",
        "Tàu hải quân phối hợp cảnh sát biển, thực hiện Nghị định 77/2010/ NĐ-CP trong hai quán tuần.",
    ),
    4: (
        "Phòng, chống ma tuý ở cửa khẩu",
        "Kỹ năng nghiệp vụ; tỷ lệ 3,2 phần trăm. Ý kiến của nhân dân được lắng nghe.",
    ),
    5: (
        "Phòng chống ma túy trong trường học",
        "Kĩ năng nghiệp vụ; hội nghị rút kinh nghiệm về Quyết định 133/2002.",
    ),
    6: (
        "Hop giao ban khong dau",
        "Bo doi bien phong phoi hop voi cong an, giu gin an ninh trat tu.",
    ),
    7: (
        "Kiểm lâm và dân quân tự vệ giữ rừng",
        "An toàn cháy rừng là nhiệm vụ của ngành lâm nghiệp; hợp sức, phối nhau.",
    ),
    8: ("Họp mặt", "Họp mặt."),
    9: ("Họp mặt", "Họp mặt."),
}
CODES = {
    1: ("agency=bo-doi-bien-phong", "agency=cong-an", "year=2019", "place=tay-ninh"),
    2: ("agency=hai-quan", "agency=cong-an", "year=2019"),
    3: ("agency=hai-quan-nhan-dan", "year=2020", "outlet=Báo Biển, số 3@1"),
    4: ("agency=cong-an, tổng cục", "year=2020"),
    5: ("year=2021",),
}  # fmt: skip
DATES = {
    1: "2019-05-02",
    2: "2019-11",
    3: "2020",
    4: "2020-03-01",
    5: "2021-01-15",
    6: "XXXX-04-25",
    8: "2018",
    9: "2019",
}
VALUES = {2: (6328.0,), 4: (3.2,), 5: (10.0, 6328.0)}
FIGURES = {2: "6.328 bao thuốc lá", 4: "3,2 phần trăm"}


def entry(pk: int, title: str, text: str, revision: int = 1, segmented: str = "") -> Entry:
    dated = date_number(DATES.get(pk))
    return Entry(
        pk=pk,
        revision=revision,
        rows=Rows(
            title=row(title),
            text=row(text),
            words=words(segmented)[1],
            names=f"{row('tên')} {BREAK_ROW} {row('riêng')}" if pk == 1 else "",
            figures=row(FIGURES.get(pk, "")),
        ),
        codes=CODES.get(pk, ()),
        dates={"dated_on": dated, "meeting_on": dated if pk % 2 else 0, "published_on": 0 if pk % 2 else dated},
        values=VALUES.get(pk, ()),
    )


def corpus() -> list[Entry]:
    return [entry(pk, title, text) for pk, (title, text) in TEXTS.items()]


Make = Callable[[Iterable[Entry]], Backend]


def backend_of(engine: str, folder: Path) -> Backend:
    module = import_module(f"search.backends.{engine}")
    made: Backend = module.Backend("default", PATH=str(folder / engine), SILENTLY_FAIL=False)
    return made


def filled(engine: str, folder: Path, entries: Iterable[Entry]) -> Backend:
    backend = backend_of(engine, folder)
    backend.clear()
    commit(backend, entries)
    return backend


def commit(backend: Backend, entries: Iterable[Entry], gone: Iterable[int] = ()) -> None:
    generation = backend.shelf.current()
    assert generation is not None
    index = backend.index(generation)
    index.commit(entries, list(gone))
    generation.count_commit(index.reader().count())


@pytest.fixture(scope="session", params=ENGINES)
def searched(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Backend:
    """The corpus in each engine, for tests that only read."""
    return filled(request.param, tmp_path_factory.mktemp("index"), corpus())


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name
