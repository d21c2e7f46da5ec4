"""The help page's sections, each with examples that can be tried. Every example is parsed in the tests."""

from django.utils.translation import gettext as _

Section = tuple[str, str, list[tuple[str, str]]]


def sections() -> list[Section]:
    """(heading, note, [(what to type, what it means)]) in the reader's language."""
    return [_words(), _signs(), _fields(), _vietnamese()]


def _words() -> Section:
    return (
        _("Chữ và cụm từ"),
        "",
        [
            ("giao ban biên phòng công an", _("có đủ các tiếng, gần nhau thì đứng trước")),
            ("lực lượng nào phối hợp chống buôn lậu trên biển?", _("câu hỏi dài cũng được")),
            ('"tuần tra song phương"', _("đúng cụm từ, các tiếng liền nhau")),
            ("phối*", _("tiếng bắt đầu bằng “phối”")),
            ("ma túy NEAR/8 biên giới", _("hai cụm cách nhau không quá 8 tiếng, trước sau đều được")),
        ],
    )


def _signs() -> Section:
    return (
        _("Bắt buộc, loại trừ, hoặc"),
        _("Dấu + và dấu - đứng sát trước một tiếng, một cụm trong ngoặc kép hoặc một trường."),
        [
            ("quy chế phối hợp +biển", _("bắt buộc có “biển”, cả trong những bài khớp một phần")),
            ('tội phạm -"ma túy"', _("không lấy bài có cụm “ma túy”")),
            ("buôn lậu OR ma túy", _("một trong hai; cũng viết được HOẶC hay dấu |")),
            ("(buôn lậu | ma túy) biên giới", _("dùng ngoặc để gộp")),
        ],
    )


def _fields() -> Section:
    return (
        _("Tìm trong từng trường"),
        _("Tên trường có dấu hay không, tiếng Việt hay tiếng Anh đều được."),
        [
            ("cơ-quan:Bộ Công an", _("cơ quan tham gia hội nghị (agency:)")),
            ("địa-bàn:Bình Phước ma túy", _("nơi họp, rồi đến chữ cần tìm (place:)")),
            ("người:Nguyễn Văn An", _("cán bộ có mặt (official:)")),
            ("văn-bản:133/2002/QĐ-TTg", _("bài viện dẫn văn bản, viết số kiểu nào cũng được (document:)")),
            ("chủ-đề:buôn lậu", _("chủ đề của bài (topic:)")),
            ('tiêu-đề:"ký kết quy chế"', _("chữ ở đầu bài (title:)")),
            (
                "ngày:2019-01..2020-06",
                _("họp, không rõ ngày họp thì đăng, trong khoảng ấy (date:); cả ngày:2019, ngày:26/7/2010"),
            ),
            ("ngày-họp:2020 ngày-đăng:2021", _("riêng ngày họp (meeting:) hoặc ngày đăng (published:)")),
            ("số-liệu:>1000", _("có số liệu trên 1000 (figure:); cả số-liệu:100..200")),
            ('số-liệu:"vụ buôn lậu"', _("chữ trong câu có số liệu")),
        ],
    )


def _vietnamese() -> Section:
    return (
        _("Tiếng Việt"),
        _("Gõ có dấu thì tìm đúng dấu; gõ không dấu thì tìm mọi dấu; chữ có dấu, chữ không cũng được."),
        [
            ("phong chong ma tuy", _("không dấu")),
            ("uỷ ban nhân dân", _("“uỷ” cũng là “ủy”, “kĩ” cũng là “kỹ”")),
            ("QLTT chống buôn lậu", _("chữ viết tắt và tên đầy đủ tìm thấy nhau")),
            ("QĐ 133", _("số văn bản viết kiểu nào cũng được: 133/2002, Nghị định 03 năm 2019, NĐ03/2019")),
            ("Bình Phước biên giới", _("tên tỉnh cũ tìm cả bài ghi theo tỉnh mới sau ngày sáp nhập")),
        ],
    )
