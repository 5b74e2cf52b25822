"""A portal to read in: the site of two departments in two builds, with files planted in it."""

import shutil

from reports.build import build_site
from reports.portal import Grant, Rights
from reports.site import publish_site
from tests.reports.portal.desk_bench import NOW, WORDS, asker

OLD, NEW = "000001-20261115T200000Z", "000002-20261116T204000Z"
RIGHTS = Rights(
    Grant(roles=frozenset({"Admin"})),
    {
        "support": Grant(roles=frozenset({"koe_support"})),
        "logistics": Grant(roles=frozenset({"koe_logistics"}), users=frozenset({"hana"})),
        None: Grant(),
    },
)


who = asker(RIGHTS)


def make_site(home, open_copy, voice, topic):
    """Build and publish the site below `home`, and return `home`."""
    voices = [
        voice(i, WORDS, department=name, topic_id=f"T00000{n}")
        for n, name in enumerate(("support", "logistics"), 1)
        for i in range(10 * n, 10 * n + 6)
    ]
    voices += [voice(99, "担当の決まらない声です。", department=None, topic_id=None)]
    departments = [
        {"department": name, "name": label, "position": n}
        for n, (name, label) in enumerate((("support", "お客様窓口"), ("logistics", "物流部")))
    ]
    conflicts = [{"entry_id": "01J", "action": "rename", "reason": "物流部の話題T000002はありません"}]
    reader = open_copy(
        voices=voices,
        topics=[topic("T000001", "電話の話"), topic("T000002", "荷物の話", owner_department="logistics")],
        departments=departments,
        journal_conflicts=conflicts,
    )
    build_site(reader, home / "built", made_at=NOW)
    for name in (OLD, NEW):
        publish_site(
            home / "site", name, lambda out: shutil.copytree(home / "built", out, dirs_exist_ok=True)
        )
    (home / "secret.html").write_text("secret")
    (home / "site" / NEW / "support" / "link.html").symlink_to(home / "secret.html")
    (home / "site" / NEW / "support" / "other").symlink_to(home / "site" / NEW / "logistics")
    (home / "site" / NEW / "support" / "table.csv").write_text("a\n")
    (home / "site" / NEW / "executive.html").write_text("経営")
    return home
