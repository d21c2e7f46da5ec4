"""Vietnamese is in the sources; everything has its English, and the compiled catalogue is the written one."""

import ast
import gettext
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.template import engines
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

from tests.factories import ReportFactory

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = ROOT / "locale/en/LC_MESSAGES/django.po"
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
WITH_CONTEXT = "pgettext", "pgettext_lazy"
OF_VIETNAMESE = r"[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]"


def entries() -> Iterator[tuple[str, list[str], bool]]:
    """Key, English texts and whether it is a guess, of each entry of the catalogue."""
    for block in CATALOGUE.read_text(encoding="utf-8").split("\n\n")[1:]:
        fields: dict[str, str] = {}
        for name, text in re.findall(r'^(msg\w+(?:\[\d])?) (".*(?:\n".*)*)', block, flags=re.M):
            fields[name] = "".join(ast.literal_eval(line) for line in text.splitlines())
        key = "\x04".join(fields[name] for name in ("msgctxt", "msgid") if name in fields)
        english = [text for name, text in fields.items() if name.startswith("msgstr")]
        yield key, english, "\n#, fuzzy" in f"\n{block}"


def in_templates() -> Iterator[str]:
    for path in (ROOT / "templates").rglob("*.html"):
        template = engines["django"].get_template(str(path.relative_to(ROOT / "templates"))).template
        for node in template.nodelist.get_nodes_by_type((TranslateNode, BlockTranslateNode)):
            if isinstance(node, TranslateNode):
                yield str(node.filter_expression.var.literal or node.filter_expression.var.var)
            else:
                yield node.render_token_list(node.singular)[0]


def in_code() -> Iterator[str]:
    for room in ("archive", "search"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CALLS:
                    texts = [argument.value for argument in node.args if isinstance(argument, ast.Constant)]
                    is_in_context = getattr(node.func, "id", "") in WITH_CONTEXT
                    if texts:
                        yield "\x04".join(texts[:2]) if is_in_context else texts[0]


def test_every_entry_has_its_english_and_none_is_guessed():
    assert [key for key, english, is_fuzzy in entries() if is_fuzzy or not all(english)] == []


@pytest.mark.parametrize("texts", [in_templates, in_code])
def test_every_string_of_the_sources_is_in_the_catalogue(texts):
    known = {key for key, _english, _is_fuzzy in entries()}
    assert {text for text in texts() if text not in known} == set()


def test_the_compiled_catalogue_is_the_written_one():
    with CATALOGUE.with_suffix(".mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled = {key[0] if isinstance(key, tuple) else key: text for key, text in compiled.items() if key}
    assert compiled == {key: english[-1] for key, english, _is_fuzzy in entries()}


@pytest.mark.django_db
def test_the_site_speaks_vietnamese_unless_asked(client):
    assert '<html lang="vi">' in client.get("/").content.decode()
    assert '<html lang="vi">' in client.get("/", headers={"accept-language": "fr"}).content.decode()


@pytest.mark.django_db
def test_the_switch_needs_no_javascript_and_stays_on_the_page(client):
    response = client.post("/i18n/setlang/", {"language": "en", "next": "/agency/?q=bien"})
    assert response["Location"] == "/agency/?q=bien"
    html = client.get("/agency/").content.decode()
    assert '<html lang="en">' in html
    assert "<h1>Agencies</h1>" in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url", ["/", "/agency/", "/date/", "/place/", "/official/", "/document/", "/topic/", "/about/", "/accounts/login/"]
)
def test_an_english_page_has_no_vietnamese_but_names_and_examples(client, url):
    client.cookies["django_language"] = "en"
    ReportFactory(title="Title", paragraphs=("Lead.", "Text."), place=None)
    html = client.get(url).content.decode().replace("Tiếng Việt", "")
    html = re.sub(r'<p class="examples">.*?</p>', "", html, flags=re.S)
    assert re.findall(rf"\w*{OF_VIETNAMESE}\w*", html) == []
