"""One user for each role on a demo system, with random passwords kept in the state folder."""

import json
import secrets
from pathlib import Path

from vieclam_cli import gateway_users
from vieclam_cli.installation import Installation
from vieclam_cli.private import write_private

User = dict[str, str]

VILLAGE = "Thôn 1"
SIGN_INS: tuple[User, ...] = (
    {"username": "can-bo", "role": "commune_officer", "name": "Cán bộ Văn hóa – Xã hội"},
    {"username": "lanh-dao", "role": "commune_leader", "name": "Lãnh đạo UBND xã"},
    {"username": "truong-thon", "role": "village_head", "name": "Trưởng thôn", "village": VILLAGE},
    {"username": "truong-nghe", "role": "school", "name": "Trường nghề"},
    {"username": "viec-lam", "role": "job_centre", "name": "Trung tâm Dịch vụ việc làm"},
    {"username": "bhxh", "role": "social_insurance", "name": "Bảo hiểm xã hội cơ sở"},
    {"username": "ngan-hang", "role": "bank", "name": "Ngân hàng Chính sách xã hội"},
    {"username": "mat-tran", "role": "front", "name": "Mặt trận Tổ quốc xã"},
    {"username": "thanh-pho", "role": "city_viewer", "name": "Sở Nội vụ thành phố"},
    {"username": "van-hanh", "role": "ops", "name": "Vận hành hệ thống"},
)


def _file(home: Path) -> Path:
    return home / "demo-users.json"


def kept(home: Path) -> list[User]:
    """The demo users of this state folder, passwords included; empty on any other system."""
    try:
        found: list[User] = json.loads(_file(home).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return []
    return found


def prepare(installation: Installation) -> list[User]:
    """Make the demo users that are missing, and answer all of them. Raises click's errors."""
    users = {each["username"]: each for each in kept(installation.home)}
    for wanted in SIGN_INS:
        if wanted["username"] in users:
            continue
        user = {**wanted, "agency": wanted["role"], "password": secrets.token_urlsafe(12)}
        gateway_users.run(
            installation,
            "add",
            user["username"],
            *("--role", user["role"], "--agency", user["agency"], "--name", user["name"]),
            *(("--village", user["village"]) if "village" in user else ()),
            "--replace",
            password=user["password"],
        )
        users[user["username"]] = user
        write_private(_file(installation.home), json.dumps([*users.values()], ensure_ascii=False))
    return [*users.values()]


def remember(home: Path, username: str, password: str) -> None:
    """Keep a demo user's new password; another user's is kept nowhere."""
    users = kept(home)
    for each in users:
        if each["username"] == username:
            each["password"] = password
            write_private(_file(home), json.dumps(users, ensure_ascii=False))
