"""Invented articles, each with figures of its own."""

import json
import random
from collections.abc import Iterable
from pathlib import Path

SENTENCE = (
    "Quý {quarter}, Công an tỉnh và Bộ đội Biên phòng tỉnh trao đổi {tips} tin, phối hợp bắt {cases} vụ, "
    "{people} đối tượng phạm tội về ma túy trên tuyến biên giới xã số {commune}, thu giữ {kilos} kg ma túy tổng hợp. "
)


def article(number: int, sentences: int = 60) -> dict[str, str]:
    figures = random.Random(number)
    written = [
        SENTENCE.format(
            quarter=figures.randint(1, 4),
            tips=figures.randint(10, 900),
            cases=figures.randint(2, 90),
            people=figures.randint(2, 300),
            commune=figures.randint(1, 9999),
            kilos=figures.randint(1, 500),
        )
        for _ in range(sentences)
    ]
    paragraphs = ["".join(written[start : start + 4]) for start in range(0, sentences, 4)]
    title = f"Giao ban công tác phối hợp lần thứ {number} giữa Công an và Bộ đội Biên phòng"
    return {"source_id": f"bai-{number}", "title": title, "text": "\n\n".join(paragraphs)}


def write_articles(path: Path, numbers: Iterable[int], sentences: int = 60) -> None:
    lines = (json.dumps(article(number, sentences)) + "\n" for number in numbers)
    path.write_text("".join(lines), encoding="utf-8")
