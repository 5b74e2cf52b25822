"""Phone calls: recognised speech without punctuation, and the agent's memo (応対メモ)."""

import re
from functools import lru_cache
from typing import Final

from samples.company.dice import Dice
from samples.company.material import Issue
from samples.company.personal import fill_personal, pick_slots, split_frames
from samples.company.plan import Planned
from samples.company.surface import fill, for_cp932, vary_memo, vary_spoken
from samples.company.transcript import Transcript
from samples.company.world import World

_PUNCTUATION: Final = re.compile(r"[。、！？!?]")
_ASKS: Final = (
    "恐れ入りますがお名前とご連絡先をお願いいたします",
    "ご本人様の確認のためいくつかお伺いいたします",
    "お客様の情報をお伺いしてもよろしいでしょうか",
    "確認のためお教えいただけますでしょうか",
)
_AGAIN: Final = (
    "先日もご連絡したんですけど",
    "前にもメールしたんですけどね",
    "この間も電話した件なんですけど",
    "昨日も言ったんですけどまた",
)
_MEMO_HEADS: Final = (
    "",
    "",
    "",
    "【入電】",
    "■",
    "① ",
    "お客様より、",
    "会員様。",
    "ご家族より。",
    "法人（㈱）のお客様。",
)
_MEMO_TAILS: Final = (
    "お詫びの上、担当部署へ共有。",
    "折り返し予定。",
    "ご案内し終話。",
    "関係部署へエスカレーション。",
    "その旨お伝えし了承いただく。",
    "本日中に連絡する旨伝達。",
    "上席確認の上、回答予定。",
    "→ 済",
    "FAQをご案内。",
    "連絡は14～16時を希望。",
    "①発送日②届け先を確認済。",
)


def slots(world: World, contact: Planned, issue: Issue, dice: Dice) -> dict[str, str]:
    """Return values for the slots of an issue's sentences; the product is one the issue can be about."""
    product = contact.product or dice.pick(world.company.products)
    if issue.products and product.id not in issue.products:
        product = world.company.product(dice.pick(issue.products))
    return {
        "product": product.name,
        "store": contact.store or dice.pick(world.company.stores).name,
        "days": str(dice.between(2, 10)),
        "yen": dice.pick(("550", "880", "1,200", "1,980", "3,480", "5,000")),
        "month": str((contact.started_at.month - dice.between(1, 3) - 1) % 12 + 1),
    }


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """Return a sentence as the recogniser gives it: no punctuation."""
    return for_cp932(_PUNCTUATION.sub("", text))


def _operator(world: World, use: str, dice: Dice) -> str:
    return for_cp932(dice.pick(world.material.said_on("phone", use)))


def _identify(call: Transcript, world: World, dice: Dice) -> None:
    call.say("operator", dice.pick(_ASKS))
    for slot in pick_slots(dice, 3):
        mine, theirs = split_frames(world.material.frames[slot])
        text, found = fill_personal(dice.pick(mine), world, call.contact, dice, spoken=True)
        number = call.say("customer", plain(text))
        call.personal += [(number, plain(value), kind) for value, kind in found]
        if theirs and dice.chance(0.4):
            text, found = fill_personal(dice.pick(theirs), world, call.contact, dice, spoken=True)
            number = call.say("operator", plain(text))
            call.personal += [(number, plain(value), kind) for value, kind in found]
        else:
            call.say("operator", _operator(world, "operator_replies", dice))


def _converse(call: Transcript, world: World, dice: Dice) -> None:
    talk = world.material.talk
    call.say("operator", _operator(world, "operator_openings", dice))
    call.say("customer", plain(dice.pick(talk["openings_phone"])))
    call.say("operator", _operator(world, "operator_replies", dice))
    identified = dice.chance(0.45)
    early = dice.chance(0.5)
    if identified and early:
        _identify(call, world, dice)
    if call.contact.leg:
        call.say("customer", dice.pick(_AGAIN))
        call.say("operator", _operator(world, "operator_replies", dice))
    for issue in filter(None, call.contact.issues):
        sentence = plain(fill(dice.pick(issue.spoken), slots(world, call.contact, issue, dice)))
        if not issue.risk:
            sentence = vary_spoken(sentence, dice)
        number = call.say("customer", sentence)
        call.voices.append((number, sentence, issue))
        call.say("operator", _operator(world, "operator_replies", dice))
        if dice.chance(0.35):
            call.say("customer", plain(dice.pick(talk["fillers"])))
            call.say("operator", _operator(world, "operator_replies", dice))
    if identified and not early:
        _identify(call, world, dice)
    call.say("customer", plain(dice.pick(talk["closings_phone"])))
    call.say("operator", _operator(world, "operator_closings", dice))


def memo_text(
    world: World, contact: Planned, issues: tuple[Issue, ...], dice: Dice
) -> tuple[str, list[tuple[str, Issue]]]:
    """Return an agent's memo and the (sentence, issue) pairs in it."""
    said = []
    for issue in issues:
        sentence = fill(dice.pick(issue.memo), slots(world, contact, issue, dice))
        said.append((vary_memo(sentence, dice), issue))
    body = dice.pick(_MEMO_HEADS) + "".join(
        sentence if sentence.endswith("。") else sentence + "。" for sentence, _ in said
    )
    return for_cp932(body + (dice.pick(_MEMO_TAILS) if dice.chance(0.7) else "")), said


def speak(world: World, contact: Planned, dice: Dice) -> Transcript:
    """Put a phone call into words: log, memo or both; voicemails and silent calls hold no voice."""
    call = Transcript(contact)
    if contact.excluded:
        call.say("customer", plain(dice.pick(world.material.talk["voicemails"])))
        return call
    issues = tuple(issue for issue in contact.issues if issue)
    written = tuple(issue for issue in issues if issue.memo)
    form = dice.weighted(("both", "memo", "log"), (5, 3, 2)) if written == issues and issues else "log"
    if form != "memo":
        _converse(call, world, dice)
    if form != "log":
        text, said = memo_text(world, contact, issues, dice)
        number = call.say("memo", text, "memo")
        call.voices += [(number, sentence, issue) for sentence, issue in said]
        if form == "memo" and dice.chance(0.35):
            text, found = _memo_personal(world, contact, dice)
            call.turns[-1] = type(call.turns[-1])("memo", call.turns[-1].text + text, "memo")
            call.personal += [(number, value, kind) for value, kind in found]
    return call


def _memo_personal(world: World, contact: Planned, dice: Dice) -> tuple[str, list[tuple[str, str]]]:
    frame = dice.pick(
        (
            "{name}様、連絡先{phone}。",
            "TEL {phone} {name}様",
            "会員番号{member}。",
            "注文番号{order}、{name}様。",
            "折返し先：{phone}",
        )
    )
    text, found = fill_personal(frame, world, contact, dice)
    return for_cp932(text), found
