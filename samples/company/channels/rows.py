"""Rows of the contact sources as their systems export them: names, formats and nesting differ on purpose."""

from datetime import datetime
from typing import Any, Final

import pyarrow as pa

from samples.company.dice import Dice
from samples.company.people import member_number, person
from samples.company.service import Service
from samples.company.transcript import Transcript
from samples.company.world import World

_CALL_TYPES: Final = {"voicemail": "留守電", "silence": "無言", None: "通話"}
_SPEAKERS: Final = {"customer": "客", "operator": "OP"}
PHONE_COLUMNS: Final = (
    "受付番号",
    "受付日時",
    "終了日時",
    "更新日時",
    "種別",
    "顧客番号",
    "担当者ID",
    "窓口",
    "キュー",
    "商品",
    "ロット番号",
    "店舗",
    "案件番号",
    "対応結果",
    "待ち時間(秒)",
    "通話時間(秒)",
    "満足度",
    "通話ログ",
    "応対メモ",
)
SURVEY_COLUMNS: Final = (
    "回答番号",
    "回答日時",
    "会員番号",
    "ご利用店舗",
    "ご購入商品",
    "年代",
    "性別",
    "総合満足度（1～5）",
    "おすすめ度（0～10）",
    "良かった点",
    "お気づきの点・ご要望",
)
SURVEY_SHEET: Final = "アンケート回答"
SNS_SCHEMA: Final = pa.schema(
    [
        ("post_id", pa.string()),
        ("posted_at", pa.timestamp("us", tz="Asia/Tokyo")),
        ("platform", pa.string()),
        ("member_no", pa.string()),
        ("body", pa.string()),
        ("product", pa.string()),
        ("store", pa.string()),
        ("likes", pa.int32()),
        ("reposts", pa.int32()),
    ]
)


def _slashed(moment: datetime) -> str:
    return f"{moment:%Y/%m/%d %H:%M:%S}"


def phone_row(_: World, call: Transcript, service: Service, dice: Dice) -> dict[str, Any]:
    """Return a call: times with slashes, the log as 「客：…」 lines, the memo in its own column."""
    contact = call.contact
    member = member_number(contact.customer) if dice.chance(0.85) else None
    log = "\n".join(f"{_SPEAKERS[turn.speaker]}：{turn.text}" for turn in call.texts("log"))
    return dict(
        zip(
            PHONE_COLUMNS,
            (
                contact.native_id,
                _slashed(contact.started_at),
                _slashed(service.ended_at),
                _slashed(service.updated_at),
                _CALL_TYPES[contact.excluded],
                member,
                service.agent,
                service.desk,
                service.queue,
                contact.product.name if contact.product else None,
                contact.lot,
                contact.store,
                contact.case_id,
                "完了" if service.resolved else "継続",
                service.first_reply_seconds,
                service.handle_seconds,
                service.csat,
                log,
                call.text("memo"),
            ),
            strict=True,
        )
    )


def mail_row(_: World, mail: Transcript, service: Service, dice: Dice) -> dict[str, Any]:
    """Return a mail of the ticket system: ISO times with offset, member number nested."""
    contact = mail.contact
    known = dice.chance(0.8)
    return {
        "message_id": contact.native_id,
        "received_at": contact.started_at.isoformat(),
        "updated_at": service.updated_at.isoformat(),
        "customer": {"member_no": member_number(contact.customer) if known else None},
        "ticket": {"id": contact.case_id, "queue": service.queue, "solved": service.resolved},
        "agent": service.agent,
        "desk": service.desk,
        "product": contact.product.name if contact.product else None,
        "lot": contact.lot,
        "store": contact.store,
        "first_reply_seconds": service.first_reply_seconds,
        "subject": mail.text("subject"),
        "body": mail.text("body"),
        "reply": mail.text("reply") or None,
    }


def chat_row(_: World, room: Transcript, service: Service, dice: Dice) -> dict[str, Any]:
    """Return a chat: messages nested, UTC times."""
    contact = room.contact
    known = dice.chance(0.7)
    utc = "%Y-%m-%dT%H:%M:%SZ"
    offset = contact.started_at.utcoffset()
    shift = [
        (m - offset).strftime(utc) if offset else m.strftime(utc)
        for m in (contact.started_at, service.ended_at, service.updated_at)
    ]
    return {
        "chat_id": contact.native_id,
        "started_at": shift[0],
        "ended_at": shift[1],
        "updated_at": shift[2],
        "member_no": member_number(contact.customer) if known else None,
        "operator": {"id": service.agent, "desk": service.desk},
        "topic": {
            "queue": service.queue,
            "product": contact.product.name if contact.product else None,
            "lot": contact.lot,
            "store": contact.store,
        },
        "case": contact.case_id,
        "solved": service.resolved,
        "wait_seconds": service.first_reply_seconds,
        "talk_seconds": service.handle_seconds,
        "rating": service.csat,
        "messages": [{"from": turn.speaker, "text": turn.text} for turn in room.turns],
    }


def sns_row(_: World, board: Transcript, service: Service, dice: Dice) -> dict[str, Any]:
    """Return a post of the listening tool; the member is known where accounts are linked."""
    contact = board.contact
    loud = service.csat is None and dice.chance(0.03)
    return {
        "post_id": contact.native_id,
        "posted_at": contact.started_at,
        "platform": dice.weighted(("X", "LINE", "Facebook"), (6, 3, 1)),
        "member_no": member_number(contact.customer) if dice.chance(0.35) else None,
        "body": board.text("body"),
        "product": contact.product.name if contact.product and dice.chance(0.6) else None,
        "store": contact.store,
        "likes": dice.below(400 if loud else 15),
        "reposts": dice.below(200 if loud else 4),
    }


def survey_row(world: World, sheet: Transcript, service: Service, dice: Dice) -> dict[str, Any]:
    """Return a survey answer with its two boxes."""
    contact = sheet.contact
    who = person(world.seed, contact.customer)
    values = (
        contact.native_id,
        contact.started_at,
        who.member_number if dice.chance(0.6) else None,
        contact.store or "オンラインショップ",
        contact.product.name if contact.product else None,
        who.age,
        who.gender,
        service.csat,
        service.nps,
        sheet.text("good") or None,
        sheet.text("wish") or None,
    )
    return dict(zip(SURVEY_COLUMNS, values, strict=True))
