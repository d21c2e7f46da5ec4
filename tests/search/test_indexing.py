"""The life of the index: it follows the record, is rebuilt beside itself, and says so when it cannot answer."""

import json
import shutil
import threading
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from haystack import connections
from haystack.query import SQ

from archive.models import Report
from search import analysis, indexing
from search.backends import ENGINES
from search.errors import IndexUnavailable
from search.models import IndexState
from search.search_indexes import ReportIndex
from tests.factories import ReportFactory
from tests.search.backends.conftest import backend_of

pytestmark = pytest.mark.django_db


@pytest.fixture(params=ENGINES)
def backend(request, tmp_path, monkeypatch):
    made = backend_of(request.param, tmp_path)
    monkeypatch.setattr(connections["default"], "_backend", made)
    return made


def found(backend, text="giao ban"):
    return set(backend.matching(SQ(content__all=text)))


def dirty():
    return set(Report.objects.dirty().values_list("pk", flat=True))


def change(report, **fields):
    Report.objects.filter(pk=report.pk).update(**fields)
    Report.objects.filter(pk=report.pk).mark_dirty()


def manifest_with(generation, **fields):
    path = generation.folder / "MANIFEST"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_a_published_report_is_found_and_a_draft_is_not(backend):
    report = ReportFactory()
    ReportFactory(status="draft")
    indexing.index_reports()
    assert found(backend) == {report.pk}
    assert not dirty()


def test_a_change_is_found(backend):
    report = ReportFactory()
    indexing.index_reports()
    change(report, title="Họp về kiểm lâm")
    assert indexing.index_reports() == 1
    assert found(backend, "kiểm lâm") == {report.pk}


def test_a_withdrawn_report_leaves_the_index(backend):
    kept, withdrawn = ReportFactory.create_batch(2)
    indexing.index_reports()
    change(withdrawn, status="withdrawn")
    indexing.index_reports()
    assert found(backend) == {kept.pk}
    assert not dirty()


def test_a_deleted_report_leaves_the_index(backend):
    kept, deleted = ReportFactory.create_batch(2)
    indexing.index_reports()
    deleted.delete()
    indexing.index_reports()
    assert found(backend) == {kept.pk}


def test_nothing_dirty_writes_nothing(backend):
    ReportFactory()
    indexing.index_reports()
    stamp = backend.shelf.current().stamp()
    assert indexing.index_reports() == 0
    assert backend.shelf.current().stamp() == stamp


def test_reports_are_drained_in_batches(backend, monkeypatch):
    monkeypatch.setattr(indexing, "DRAIN_BATCH", 2)
    indexing.index_reports()
    reports = ReportFactory.create_batch(5)
    assert indexing.index_reports() == 5
    assert found(backend) == {report.pk for report in reports}


def test_only_one_writes(backend):
    ReportFactory()
    with indexing.writing():
        assert indexing.index_reports(wait=False) == 0
    assert indexing.index_reports(wait=False) == 1


def test_before_the_first_index_search_says_so(backend):
    ReportFactory()
    with pytest.raises(IndexUnavailable):
        found(backend)


def test_a_lost_index_heals(backend):
    report = ReportFactory()
    indexing.index_reports()
    shutil.rmtree(backend.shelf.folder)
    with pytest.raises(IndexUnavailable):
        found(backend)
    indexing.index_reports()
    assert found(backend) == {report.pk}


def test_an_index_with_lost_files_heals(backend):
    report = ReportFactory()
    indexing.index_reports()
    for file in backend.shelf.current().files.iterdir():
        file.unlink()
    indexing.index_reports()
    assert found(backend) == {report.pk}


def test_an_index_with_broken_files_heals(backend):
    report = ReportFactory()
    indexing.index_reports()
    for file in backend.shelf.current().files.iterdir():
        file.write_bytes(file.read_bytes()[:10])
    indexing.index_reports()
    assert found(backend) == {report.pk}


def test_an_index_in_which_something_unreadable_was_met_is_rebuilt(backend):
    ReportFactory()
    indexing.index_reports()
    damaged = backend.shelf.current()
    damaged.mark_damaged()
    indexing.index_reports()
    assert backend.shelf.current().name != damaged.name
    assert not damaged.folder.exists()


def test_what_the_index_lost_is_indexed_again(backend):
    first, second = ReportFactory.create_batch(2)
    indexing.index_reports()
    backend.index(backend.shelf.current()).commit([], [first.pk])
    indexing.index_reports()
    assert found(backend) == {first.pk, second.pk}


def test_an_index_brought_from_elsewhere_is_rebuilt(backend):
    report = ReportFactory()
    indexing.index_reports()
    before = backend.shelf.current().name
    IndexState.objects.update(index_id="another")
    indexing.index_reports()
    assert backend.shelf.current().name != before
    assert found(backend) == {report.pk}


def test_an_older_analysis_serves_until_the_new_index_is_built(backend):
    report = ReportFactory()
    indexing.index_reports()
    old = backend.shelf.current()
    manifest_with(old, analysis=analysis.VERSION - 1)
    assert found(backend) == {report.pk}
    indexing.index_reports()
    assert backend.shelf.current().name != old.name
    assert found(backend) == {report.pk}


def test_an_unreadable_layout_says_so_until_the_new_index_is_built(backend):
    report = ReportFactory()
    indexing.index_reports()
    manifest_with(backend.shelf.current(), schema=-1)
    with pytest.raises(IndexUnavailable):
        found(backend)
    indexing.index_reports()
    assert found(backend) == {report.pk}


def test_changing_the_engine_rebuilds(tmp_path, monkeypatch):
    report = ReportFactory()
    for engine in (*ENGINES, ENGINES[0]):
        backend = backend_of(engine, tmp_path)
        monkeypatch.setattr(connections["default"], "_backend", backend)
        indexing.index_reports()
        assert found(backend) == {report.pk}
        change(report, revision=report.revision + 1)


def test_reindex_swaps_and_removes_the_old(backend):
    reports = ReportFactory.create_batch(3)
    indexing.index_reports()
    old = backend.shelf.current()
    assert indexing.reindex(batch=2) == 3
    assert backend.shelf.current().name != old.name
    assert not old.folder.exists()
    assert found(backend) == {report.pk for report in reports}
    assert not dirty()


def test_search_answers_while_the_index_is_rebuilt(backend):
    reports = ReportFactory.create_batch(4)
    indexing.index_reports()
    answers = []
    indexing.reindex(batch=1, progress=lambda done, total: answers.append(found(backend)))
    assert answers == [{report.pk for report in reports}] * 4


def test_no_search_finds_nothing_while_generations_come_and_go(backend):
    reports = {report.pk for report in ReportFactory.create_batch(3)}
    indexing.index_reports()
    answers = []
    is_over = threading.Event()

    def search():
        while not is_over.is_set():
            answers.append(found(backend))

    searching = threading.Thread(target=search)
    searching.start()
    for _ in range(5):
        indexing.reindex()
    is_over.set()
    searching.join()
    assert len(answers) > 20
    assert all(answer == reports for answer in answers)


def test_what_changes_during_a_rebuild_is_found_at_once_and_after(backend):
    reports = ReportFactory.create_batch(3)
    indexing.index_reports()
    seen = []

    def meddle(done, total):
        if done == 1 and not seen:
            change(reports[0], title="Họp về kiểm lâm")
        seen.append(found(backend, "kiểm lâm"))

    indexing.reindex(batch=1, progress=meddle)
    assert seen[-1] == {reports[0].pk}
    assert found(backend, "kiểm lâm") == {reports[0].pk}
    assert list(indexing.differences()) == []


class Killed(Exception):
    pass


def test_an_interrupted_rebuild_goes_on_where_it_stopped(backend):
    reports = ReportFactory.create_batch(4)
    indexing.index_reports()

    def kill(done, total):
        if done == 3:
            raise Killed

    with pytest.raises(Killed):
        indexing.reindex(batch=2, progress=kill)
    assert found(backend) == {report.pk for report in reports}
    written = []
    indexing.reindex(batch=2, progress=lambda done, total: written.append(total))
    assert written == [2, 2]
    assert found(backend) == {report.pk for report in reports}


def test_a_rebuild_killed_before_the_swap_is_finished(backend, monkeypatch):
    report = ReportFactory()
    indexing.index_reports()
    monkeypatch.setattr(backend.shelf, "publish", lambda generation: (_ for _ in ()).throw(Killed))
    with pytest.raises(Killed):
        indexing.reindex()
    monkeypatch.undo()
    monkeypatch.setattr(connections["default"], "_backend", backend)
    indexing.index_reports()
    assert found(backend) == {report.pk}
    assert list(indexing.differences()) == []


def test_a_batch_killed_before_its_rows_are_marked_is_written_again(backend, monkeypatch):
    indexing.index_reports()
    report = ReportFactory()
    with monkeypatch.context() as patch:
        patch.setattr(indexing, "_mark", lambda revisions: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            indexing.index_reports()
    indexing.index_reports()
    assert found(backend) == {report.pk}
    assert backend.reader().count() == 1


def test_entries_need_the_same_number_of_queries_for_many(django_assert_max_num_queries):
    reports = ReportFactory.create_batch(30)
    with django_assert_max_num_queries(15):
        assert len(list(ReportIndex().entries([report.pk for report in reports]))) == 30


def test_verify_agrees(backend):
    ReportFactory()
    indexing.index_reports()
    out = StringIO()
    call_command("verify", stdout=out)
    assert "agree" in out.getvalue()


def test_verify_names_each_difference(backend):
    missing, outdated, hidden = ReportFactory.create_batch(3)
    indexing.index_reports()
    backend.index(backend.shelf.current()).commit([], [missing.pk])
    Report.objects.filter(pk=outdated.pk).mark_dirty()
    Report.objects.filter(pk=hidden.pk).update(status="withdrawn", text_sha256="")
    out = StringIO()
    with pytest.raises(CommandError, match="4 differences"):
        call_command("verify", stdout=out)
    told = out.getvalue()
    assert f"report {missing.pk} is published, but not indexed" in told
    assert f"report {hidden.pk} is indexed, but not published" in told
    assert f"report {outdated.pk} is indexed at revision 1 of 2" in told
    assert f"report {hidden.pk} is not the text its digest was taken of" in told


def test_verify_without_an_index_fails(backend):
    with pytest.raises(CommandError):
        call_command("verify", stdout=StringIO())


def test_reindex_command_counts(backend):
    ReportFactory.create_batch(2)
    out = StringIO()
    call_command("reindex", stdout=out)
    assert out.getvalue().startswith("2 articles indexed")
