"""The demo commune's people: invented, the same ones every time, as the rows of a worker list."""

import io
import random
import zipfile
from dataclasses import dataclass, replace
from datetime import date

from openpyxl import Workbook

SEED = 20260101
PEOPLE = 300
SIXTY_OR_NOT = 2
VILLAGES = (
    *("Thôn 1", "Thôn 2", "Thôn 3", "Thôn 4", "Thôn Đồng Lư", "Thôn Cộng Hòa"),
    *("Thôn Đại Đồng", "Thôn Yên Nội"),
)
OCCUPATIONS = (
    *("May công nghiệp", "Nấu ăn", "Sửa chữa điện dân dụng", "Trồng rau hữu cơ"),
    *("Chăm sóc sắc đẹp", "Bán hàng trực tuyến", "Lái xe", "Mây tre đan"),
)
_FAMILY = (
    *("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Bùi", "Đỗ", "Đào"),
    *("Vương", "Khuất", "Kiều", "Cấn", "Phùng", "Đinh", "Tạ", "Nghiêm"),
)
_MIDDLE = {
    "male": ("Văn", "Đức", "Hữu", "Quang", "Xuân", "Đình", "Công"),
    "female": ("Thị", "Thu", "Thuý", "Ngọc"),
}
_GIVEN = {
    "male": (
        *("Hùng", "Dũng", "Sơn", "Tuấn", "Nghĩa", "Đạt", "Quý", "Bắc"),
        *("Đông", "Thuận", "Lâm", "Khánh", "Phúc", "Toàn", "Vinh"),
    ),
    "female": (
        *("Hoa", "Lan", "Hương", "Oanh", "Tuyết", "Nhung", "Hằng", "Quyên"),
        *("Yến", "Đào", "Mai", "Liên", "Thảo", "Hạnh", "Vân"),
    ),
}
_MINORITIES = ("Mường", "Tày", "Dao", "Thái")
_LEVELS = ("Chưa qua đào tạo", "Chưa qua đào tạo", "Sơ cấp", "Trung cấp", "Cao đẳng")

# Column of the list, group code, how many people of the commune are marked in it.
MARKS = (
    ("Hộ nghèo", "poor_household", 22),
    ("Hộ cận nghèo", "near_poor_household", 28),
    ("Người khuyết tật", "disabled", 20),
    ("CHX án phạt tù", "ex_prisoner", 8),
    ("Sau cai nghiện", "post_rehab", 6),
    ("Đất thu hồi", "land_recovered", 34),
    ("Hưởng BHTN", "unemployment_insurance", 32),
    ("Thanh niên HTNVQS", "priority_youth", 22),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One row of the list. `occupation` is the training they ask for; None for none.
    `year_only`: the list knows no more of the birth date, as old papers do."""

    name: str
    birth: date
    gender: str
    national_id: str
    ethnicity: str
    village: str
    marks: frozenset[str]
    level: str
    employed: bool
    occupation: str | None
    wants_job: bool
    wants_credit: bool
    year_only: bool = False

    def age_on(self, day: date) -> int:
        """Full years."""
        before = (day.month, day.day) < (self.birth.month, self.birth.day)
        return day.year - self.birth.year - before


def residents(year: int) -> list[Resident]:
    """The people of the demo list of a year, oldest ones past 60 among them."""
    chance = random.Random(SEED)  # noqa: S311 - the same people every time
    marked = _marked(chance)
    people = [_resident(chance, number, marked, year) for number in range(PEOPLE)]
    for number in [n for n, each in enumerate(people) if _may_be_sixty(n, each)][:SIXTY_OR_NOT]:
        people[number] = _known_by_year(people[number], number, year - 60)
    return people


def _may_be_sixty(number: int, each: Resident) -> bool:
    return number % 5 != 0 and not each.marks and not each.wants_job


def _known_by_year(each: Resident, number: int, year: int) -> Resident:
    """Nobody can tell on which day of this year they are 60: the officer's list asks."""
    birth = date(year, 7, 1)
    number_on_card = _national_id(number, each.gender, birth)
    return replace(each, birth=birth, national_id=number_on_card, year_only=True)


def _marked(chance: random.Random) -> dict[int, set[str]]:
    """Who is marked in which columns; a household is poor or near-poor, never both."""
    marked: dict[int, set[str]] = {number: set() for number in range(PEOPLE)}
    for _, code, count in MARKS:
        free = [n for n in marked if code != "near_poor_household" or not marked[n]]
        for number in chance.sample(free, count):
            marked[number].add(code)
    return marked


def _resident(
    chance: random.Random, number: int, marked: dict[int, set[str]], year: int
) -> Resident:
    marks = marked[number]
    age = _age(chance, number, marks)
    gender = "male" if "priority_youth" in marks else chance.choice(("male", "female"))
    birth = date(year - age - 1, chance.randint(1, 12), chance.randint(1, 28))
    family, given = chance.choice(_FAMILY), chance.choice(_GIVEN[gender])
    wants_training = (bool(marks) and chance.random() < 0.75) or chance.random() < 0.35
    return Resident(
        name=f"{family} {chance.choice(_MIDDLE[gender])} {given}",
        birth=birth,
        gender=gender,
        national_id=_national_id(number, gender, birth),
        ethnicity=chance.choice(_MINORITIES) if number % 16 == 0 else "Kinh",
        village=VILLAGES[number % len(VILLAGES)],
        marks=frozenset(marks),
        level=chance.choice(_LEVELS),
        employed="unemployment_insurance" not in marks and chance.random() < 0.5,
        occupation=chance.choice(OCCUPATIONS) if wants_training else None,
        wants_job=chance.random() < 0.3,
        wants_credit=chance.random() < (0.35 if marks & {"poor_household"} else 0.12),
    )


def _age(chance: random.Random, number: int, marks: set[str]) -> int:
    if "priority_youth" in marks:
        return chance.randint(20, 26)
    if number % 5 == 0 and not marks & {"unemployment_insurance", "ex_prisoner"}:
        return chance.randint(60, 72)
    return chance.randint(18, 57)


def _national_id(number: int, gender: str, birth: date) -> str:
    """Twelve digits as on the card: Hà Nội, sex and century, year, a running number."""
    century = 2 * (birth.year >= 2000)
    return f"001{century + (gender == 'female')}{birth.year % 100:02}{900_000 + number:06}"


def workbook(people: list[Resident], year: int) -> bytes:
    """The list as an xlsx file, the same bytes every time (a repeated upload is recognised)."""
    book = Workbook()
    sheet = book.active
    if sheet is None:
        raise TypeError("a new workbook has a sheet")
    sheet.title = "Danh sách"
    sheet.append(["UBND XÃ HƯNG ĐẠO"])
    sheet.append([f"DANH SÁCH NGƯỜI LAO ĐỘNG THUỘC NHÓM ƯU TIÊN NĂM {year}"])
    sheet.append(
        [
            *("STT", "Họ và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số CCCD"),
            *("Dân tộc", "Thôn", *(heading for heading, _, _ in MARKS)),
            *("Trình độ CMKT", "Tình trạng việc làm", "Nhu cầu học nghề"),
            *("Nhu cầu việc làm", "Nhu cầu vay vốn"),
        ]
    )
    for number, each in enumerate(people, start=1):
        sheet.append(
            [
                *(number, each.name, each.birth.strftime("%Y" if each.year_only else "%d/%m/%Y")),
                *("Nam" if each.gender == "male" else "Nữ", each.national_id),
                *(each.ethnicity, each.village),
                *("x" if code in each.marks else None for _, code, _ in MARKS),
                *(each.level, "Có việc làm" if each.employed else "Thất nghiệp", each.occupation),
                *("x" if each.wants_job else None, "x" if each.wants_credit else None),
            ]
        )
    written = io.BytesIO()
    book.save(written)
    return _without_times(written.getvalue())


def _without_times(content: bytes) -> bytes:
    """The same archive with no moment of writing in it."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name != "docProps/core.xml":
                target.writestr(zipfile.ZipInfo(name), source.read(name), zipfile.ZIP_DEFLATED)
            else:
                target.writestr(zipfile.ZipInfo(name), _CORE)
    return result.getvalue()


_CORE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties"/>'
)
