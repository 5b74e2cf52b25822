"""Mails, chats, posts and survey answers in words."""

from typing import Final

from samples.company.channels.speech import slots
from samples.company.dice import Dice
from samples.company.material import Issue
from samples.company.personal import fill_personal, pick_slots, split_frames
from samples.company.plan import Planned
from samples.company.surface import fill, vary_post, vary_written
from samples.company.transcript import Transcript
from samples.company.world import World

_SUBJECTS: Final = (
    "お問い合わせ",
    "問い合わせの件",
    "商品について",
    "ご相談",
    "教えてください",
    "お願い",
    "先日の件",
    "（無題）",
    "注文に関して",
    "ご連絡",
)
_REPLY: Final = "Re: お問い合わせを受け付けました"
_AGAIN: Final = (
    "先日もお問い合わせした件です。",
    "前回のご連絡の続きです。",
    "同じ件で二度目のご連絡になります。",
    "電話でもお伝えした件です。",
)
_CHAT_OPENINGS: Final = (
    "こんにちは",
    "お世話になります",
    "すみません",
    "質問です",
    "はじめまして",
    "お願いします",
    "オペレーターにつないでください",
    "その他",
)
_CHAT_CLOSINGS: Final = (
    "ありがとうございます",
    "わかりました",
    "了解です",
    "助かりました",
    "はい、大丈夫です",
    "ありがとうございました！",
    "では待ってます",
)
_OPERATOR_ASKS: Final = (
    "ご本人様確認のため、お名前とご連絡先をお知らせください。",
    "会員様の情報をお伺いできますでしょうか。",
    "お調べしますので、お客様の情報をお願いいたします。",
)


def word(world: World, contact: Planned, issue: Issue, dice: Dice, *, post: bool = False) -> str:
    """Return a written sentence of an issue; risk voices stay word for word."""
    sentence = fill(dice.pick(issue.wordings), slots(world, contact, issue, dice))
    if issue.risk:
        return sentence
    return vary_post(sentence, dice, kind=issue.kind) if post else vary_written(sentence, dice)


def _stop(text: str, end: str = "。") -> str:
    """Return the text with an end that a reader, too, takes for one."""
    return text if text.endswith(("。", "！", "!", "？", "?", "…")) else text + end


def write_mail(world: World, contact: Planned, dice: Dice) -> Transcript:
    """Put a mail into words: subject, body with greeting, signature and quoted reply, at times the answer."""
    mail, talk = Transcript(contact), world.material.talk
    answered = contact.leg > 0 or dice.chance(0.15)
    mail.say("customer", _REPLY if answered else dice.pick(_SUBJECTS), "subject")
    personal: list[tuple[str, str]] = []
    lines = [dice.pick(talk["openings_mail"])]
    if contact.leg:
        lines.append(dice.pick(_AGAIN))
    if dice.chance(0.35):
        mine, _ = split_frames(world.material.frames[pick_slots(dice, 1)[0]])
        text, found = fill_personal(dice.pick(mine), world, contact, dice)
        # a frame that ends on a comma runs on into the next line, as people write
        lines.append(text if text.endswith("、") else _stop(text))
        personal += found
    said = []
    for issue in filter(None, contact.issues):
        sentence = word(world, contact, issue, dice)
        said.append((sentence, issue))
        lines.append(sentence if dice.chance(0.15) else _stop(sentence))
        if dice.chance(0.3):
            lines.append(dice.pick(talk["fillers"]))
    lines.append(dice.pick(talk["closings_mail"]))
    body = "\n".join(lines)
    if dice.chance(0.42):
        text, found = fill_personal(dice.pick(talk["signatures"]), world, contact, dice)
        body += "\n\n" + text
        personal += found
    if answered:
        body += "\n\n" + dice.pick(talk["quoted_replies"])
    number = mail.say("customer", body, "body")
    mail.voices += [(number, sentence, issue) for sentence, issue in said]
    mail.personal += [(number, value, kind) for value, kind in personal]
    if dice.chance(0.25):
        answers = world.material.said_on("mail", "operator_replies")
        mail.say(
            "operator",
            f"お問い合わせありがとうございます。\n{_stop(dice.pick(answers))}",
            "reply",
        )
    return mail


def chat(world: World, contact: Planned, dice: Dice) -> Transcript:
    """Put a chat into words: a bot first, mostly, then an operator."""
    talk, room = world.material.talk, Transcript(contact)
    if dice.chance(0.8):
        room.say("bot", talk["bot_turns"][0])
        room.say("customer", dice.pick(_CHAT_OPENINGS))
        for _ in range(dice.between(0, 2)):
            room.say("bot", dice.pick(talk["bot_turns"]))
    room.say("operator", "お待たせしました。チャット担当がご案内いたします。")
    if contact.leg:
        room.say("customer", dice.pick(_AGAIN))
    for issue in filter(None, contact.issues):
        sentence = word(world, contact, issue, dice)
        room.voices.append((room.say("customer", sentence), sentence, issue))
        room.say("operator", _stop(dice.pick(world.material.said_on("chat", "operator_replies"))))
        if dice.chance(0.25):
            room.say("customer", dice.pick(talk["fillers"]))
    if dice.chance(0.30):
        room.say("operator", dice.pick(_OPERATOR_ASKS))
        for slot in pick_slots(dice, 2):
            mine, theirs = split_frames(world.material.frames[slot])
            _frame(room, "customer", dice.pick(mine), world, dice)
            if theirs and dice.chance(0.4):
                _frame(room, "operator", dice.pick(theirs), world, dice)
    room.say("customer", dice.pick(_CHAT_CLOSINGS))
    room.say("operator", _stop(dice.pick(world.material.said_on("chat", "operator_closings"))))
    return room


def _frame(room: Transcript, speaker: str, frame: str, world: World, dice: Dice) -> None:
    text, found = fill_personal(frame, world, room.contact, dice)
    number = room.say(speaker, text)
    room.personal += [(number, value, kind) for value, kind in found]


def post(world: World, contact: Planned, dice: Dice) -> Transcript:
    """Put a post into words: one or two short sentences, or noise that only names the company."""
    talk, board = world.material.talk, Transcript(contact)
    issues = [issue for issue in contact.issues if issue]
    if not issues or dice.chance(0.08):
        board.say("customer", dice.pick(talk["sns_noise"]), "body")
        return board
    said = [(word(world, contact, issue, dice, post=True), issue) for issue in issues]
    text = "\n".join(sentence for sentence, _ in said)
    found: list[tuple[str, str]] = []
    if dice.chance(0.05):
        mine, _ = split_frames(world.material.frames[dice.pick(("order", "name", "mail"))])
        more, found = fill_personal(dice.pick(mine), world, contact, dice)
        text += "\n" + more
    if dice.chance(0.25):
        text += dice.pick((" #みなもと暮らし", "\n#みなもと暮らし #スキンケア", " @みなもと暮らし公式"))
    number = board.say("customer", text, "body")
    board.voices += [(number, sentence, issue) for sentence, issue in said]
    board.personal += [(number, value, kind) for value, kind in found]
    return board


def answer(world: World, contact: Planned, dice: Dice) -> Transcript:
    """Put a survey answer into words: a box for what was good and one for what should change."""
    sheet, talk = Transcript(contact), world.material.talk
    boxes = [*contact.issues, None, None][:2]
    for part, issue in zip(("good", "wish"), boxes, strict=True):
        if issue is None:
            if dice.chance(0.45):
                sheet.say("customer", dice.pick(talk["none_answers"]), part)
            continue
        sentence = word(world, contact, issue, dice)
        text, found = sentence, list[tuple[str, str]]()
        if dice.chance(0.15):
            text = _stop(text) + dice.pick(talk["fillers"])
        if dice.chance(0.07):
            mine, _ = split_frames(world.material.frames[dice.pick(("name", "phone", "member", "mail"))])
            more, found = fill_personal(dice.pick(mine), world, contact, dice)
            text = _stop(text) + more
        number = sheet.say("customer", text, part)
        sheet.voices.append((number, sentence, issue))
        sheet.personal += [(number, value, kind) for value, kind in found]
    return sheet
