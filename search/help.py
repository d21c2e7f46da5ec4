"""The help page's sections, each with examples that can be tried. Every example finds something among the samples."""

from django.utils.translation import gettext as _

from search.query import limits

Section = tuple[str, str, list[tuple[str, str]]]


def sections() -> list[Section]:
    """(heading, note, [(what to type, what it means)]) in the reader's language."""
    return [_words(), _signs(), _fields(), _times(), _vietnamese()]


def _words() -> Section:
    nearness = {"usual": limits.USUAL_NEAR_DISTANCE, "most": limits.MAX_NEAR_DISTANCE}
    return (
        _("Chữ và cụm từ"),
        "",
        [
            ("giao ban biên phòng công an", _("có đủ các tiếng, gần nhau thì đứng trước")),
            ("lực lượng nào phối hợp chống buôn lậu trên biển?", _("câu hỏi dài cũng được")),
            ('"tuần tra song phương"', _("đúng cụm từ, các tiếng liền nhau")),
            ("phối*", _("tiếng bắt đầu bằng “phối”; cả số, như 133*, và tiêu-đề:giao*")),
            ("ma túy NEAR/8 biên giới", _("hai cụm cách nhau không quá 8 tiếng, trước sau đều được")),
            (
                "công an GẦN/5 biên phòng",
                _("GẦN/5 là NEAR/5; NEAR không kèm số là %(usual)d, nhiều nhất là %(most)d tiếng") % nearness,
            ),
        ],
    )


def _signs() -> Section:
    return (
        _("Bắt buộc, loại trừ, hoặc"),
        _(
            "Dấu + và dấu - đứng sát trước một tiếng, một tên kho biết, một cụm trong ngoặc kép, một ngoặc đơn hay một "
            "trường. Các chữ AND, OR, NOT, NEAR, HOẶC viết hoa."
        ),
        [
            ("quy chế phối hợp +biển", _("bắt buộc có “biển”, cả trong những bài khớp một phần")),
            ('tội phạm -"ma túy"', _("không lấy bài có cụm “ma túy”")),
            ("biên phòng -hải quan", _("không lấy bài có “hải quan”: tên kho biết thì không cần ngoặc kép")),
            ("biên giới NOT biển", _("NOT là dấu -")),
            ("buôn lậu OR ma túy", _("một trong hai; cũng viết được HOẶC hay dấu |, ||")),
            ("(buôn lậu | ma túy) biên giới", _("dùng ngoặc để gộp")),
            ("biên phòng AND hải quan", _("AND là viết liền nhau: cả hai")),
        ],
    )


def _fields() -> Section:
    return (
        _("Tìm trong từng trường"),
        _(
            "Tên trường có dấu hay không, gạch nối hay cách, tiếng Việt hay tiếng Anh đều được. "
            "Chữ sau giá trị là chữ cần tìm; giá trị trong ngoặc kép thì lấy cả."
        ),
        [
            ("cơ-quan:Bộ Công an", _("cơ quan tham gia hội nghị (đơn-vị:, agency:)")),
            ("cơ quan:(Bộ Công an OR Hải quan)", _("nhiều giá trị của một trường, trong ngoặc")),
            ('cơ-quan:"Bộ đội Biên phòng"', _("cả một lực lượng: mọi đơn vị mang tên ấy")),
            ("địa-bàn:Bình Phước ma túy", _("nơi họp, rồi đến chữ cần tìm (nơi:, place:)")),
            ("tỉnh:Kon Tum", _("cũng là nơi họp")),
            ("người:Hoàng Trí Khuê", _("cán bộ có mặt, có cấp bậc hay không (cán-bộ:, official:)")),
            ("văn-bản:133/2002/QĐ-TTg", _("bài viện dẫn văn bản, viết số kiểu nào cũng được (document:)")),
            ("chủ-đề:buôn lậu", _("chủ đề của bài, theo tên, một phần tên hay từ gợi ra nó (topic:)")),
            ("tiêu-đề:tổng kết", _("chữ ở đầu bài; có ngoặc kép thì liền nhau (tựa:, title:)")),
            ("báo:Mẫu Biên Giới", _("nơi đăng (outlet:)")),
            ("số-liệu:>1000", _("có số liệu trên 1.000 (figure:); cả 100..200, <=50, >3,2 tỷ")),
            ('số-liệu:"vụ buôn lậu"', _("chữ trong câu có số liệu")),
            ("mã-bài:GB-000001", _("mã của bài trong kho (accession:); mã-nguồn: là mã ở nơi gửi (source:)")),
        ],
    )


def _times() -> Section:
    return (
        _("Thời gian"),
        _("Trong câu tìm thường, thời gian đưa bài của lúc ấy lên trước mà không loại bài nào in các chữ ấy."),
        [
            ("tổng kết năm 2016", _("cả tháng 10/2016, tháng mười năm 2016, quý II năm 2018, 6 tháng đầu năm 2018")),
            ("giao ban từ 2016 đến 2019", _("cả một khoảng: từ tháng 3 năm 2016 đến nay")),
            ("năm:2016", _("họp trong năm ấy, không rõ ngày họp thì đăng (ngày:, date:, year:)")),
            ("ngày:2019-01..2020-06", _("một khoảng; cả ngày:2019-2020, ngày:từ 2019 đến 2020")),
            ("ngày:18/10/2016", _("một ngày; cả ngày:10/2016, ngày:quý II năm 2018")),
            ("ngày:>=2025", _("từ 2025; >2025 là sau 2025, <2025 là trước 2025")),
            ("ngày-họp:2020 ngày-đăng:2020", _("riêng ngày họp (meeting:) hoặc ngày đăng (published:)")),
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
            ("QĐ 133", _("số văn bản viết kiểu nào cũng được: qd133, 133/2002, Nghị định 03 năm 2019, nq12/tw")),
            ("đồng chí Hoàng Trí Khuê", _("tên người tìm thấy cả khi bài ghi cấp bậc khác")),
            ("Bình Phước biên giới", _("tên tỉnh cũ tìm cả bài ghi theo tỉnh mới sau ngày sáp nhập")),
        ],
    )
