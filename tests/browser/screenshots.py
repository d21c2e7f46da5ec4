"""Take the pictures of docs/screenshots from a running site that holds the sample archive.

usage: python -m tests.browser.screenshots ADDRESS [USER PASSWORD]     staff pages only with a user
"""

import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
WIDTHS = {"": 1280, "-phone": 390}
PAGES = {
    "home": "/",
    "results": "/search/?q=ma+t%C3%BAy+bi%C3%AAn+gi%E1%BB%9Bi",
    "report": "/report/GB-000010/",
    "agency": "/agency/cong-an_binh-phuoc/",
    "year": "/date/2016/",
}
STAFF_PAGES = {"upload": "/submission/new/", "desk": "/desk/"}


def log_in(page: Page, address: str, user: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.fill("input[name=username]", user)
    page.fill("input[name=password]", password)
    page.click("main button[type=submit]")


def main(address: str, *who: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for suffix, width in WIDTHS.items():
            page = browser.new_page(viewport={"width": width, "height": 860}, locale="vi")
            if who:
                log_in(page, address, *who)
            for name, path in {**PAGES, **(STAFF_PAGES if who else {})}.items():
                page.goto(address + path)
                page.screenshot(path=FOLDER / f"{name}{suffix}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), *sys.argv[2:])
