"""Every edit that the portal offers: its form for a topic, alert, case or action, and its journal entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.model.labels import LABEL_LIMIT
from reports.model.paths import UNASSIGNED_FOLDER
from reports.portal.desk import ActionState, TopicState
from reports.portal.edit_forms import Choice, EditForm, Field, Filled, choices_of

NONE_CHOSEN = Choice("", "(選んでください)")
OUTCOMES = (
    ("real", "本物:実際に増えていた"),
    ("false", "空振り:偶然や集計の都合だった"),
    ("known", "既知:すでに分かっていた"),
)
BUTTONS = {
    "original": "原文を見る",
    "wrong_department": "担当違い",
    "known": "すでに知っている",
    "respond": "対応する",
}
STATUSES = (("draft", "予定・検討中"), ("done", "実施済み"), ("closed", "完了(これ以上追わない)"))
TOPIC_EDITS = {
    "rename": "名前を変える",
    "route": "担当を変える",
    "merge": "ほかの話題に統合する",
    "mute": "確認済みにする",
    "unmute": "確認済みを取り消す",
    "pin": "目印を付ける",
    "unpin": "目印を外す",
    "set_parent": "主題を変える",
    "note": "メモを残す",
    "synonym": "同じ意味の言葉を提案する",
    "action": "打ち手を登録する",
}


@dataclass(frozen=True)
class FormContext:
    """What choices are made of: the topic, those of its kind that the person may edit, the departments."""

    topic: TopicState
    siblings: Sequence[TopicState]
    themes: Sequence[TopicState]
    departments: Sequence[tuple[str, str]]


def topic_form(action: str, context: FormContext) -> EditForm:
    """Return the form of an edit of a topic; KeyError for an action that is none."""
    return _TOPIC_FORMS[action](context)


def feedback_form(button: str, departments: Sequence[tuple[str, str]]) -> EditForm:
    """Return the form behind one of the buttons under a topic of a report."""
    place = (Field("department", kind="fixed", longest=80), Field("week", kind="fixed", longest=10))
    if button == "wrong_department":
        to = (NONE_CHOSEN, *choices_of(departments), Choice(UNASSIGNED_FOLDER, "分からない"))
        field = Field("to", "どの部署の担当ですか", "choice", choices=to, is_required=True)
        lead = (
            "「担当違い」として記録します。話題の担当はこれだけでは変わりません。"
            "担当を決める人が記録を見て変えます。"
        )
        return EditForm("feedback", BUTTONS[button], lead, (field, *place), (("button", button),))
    leads = {
        "known": (
            "当部ではすでに知っている話題として記録します。【ご判断いただきたいこと】の下へ移し、"
            "8週間たつか、新たに増え始めると、また上に出します。件数は変わりません。"
        ),
        "respond": "当部で対応することを記録します。続けて、打ち手の内容と期限を登録できます。",
    }
    return EditForm("feedback", BUTTONS[button], leads[button], place, (("button", button),))


def outcome_form() -> EditForm:
    """Return the form that says what an alert was."""
    field = Field("outcome", "結果", "choice", choices=(NONE_CHOSEN, *choices_of(OUTCOMES)), is_required=True)
    lead = "この増え方のお知らせが何だったかを記録します。次からのお知らせの見直しに使います。"
    return EditForm("outcome", "お知らせの結果を記録する", lead, (field,))


def escalation_form() -> EditForm:
    """Return the form that says who was told of an urgent case, and what came back."""
    states = choices_of((("open", "連絡した(回答待ち)"), ("answered", "回答があった")))
    fields = (
        Field("to", "連絡先(部署または役割)", hint="例:品質保証部", is_required=True, longest=60),
        Field("at", "連絡・回答の日時", "moment", hint="空欄なら、いま。"),
        Field("state", "状態", "choice", choices=states, is_required=True),
        Field("text", "内容", "text", hint="お客様の氏名や番号は書かないでください。"),
    )
    return EditForm(
        "escalation",
        "連絡を記録する",
        "至急確認のお申し出を、だれに連絡し、どう回答があったかを残します。",
        fields,
    )


def answer_form(action: ActionState) -> EditForm:
    """Return the form that answers or closes an improvement action."""
    statuses = (("answered", "状態は変えずに回答する"), *STATUSES, ("cancelled", "取りやめる(一覧から除く)"))
    fields = (
        Field("status", "状態", "choice", choices=choices_of(statuses), is_required=True),
        Field("text", "回答・経過", "text", hint="お客様の氏名や番号は書かないでください。"),
        Field("done_on", "実施日", "day"),
        Field("due_on", "新しい期限", "day", hint="延ばすときだけ。"),
    )
    return EditForm("answer", "打ち手に回答する", f"「{action.what}」について記録します。", fields)


def entry_values(form: EditForm, filled: Filled) -> dict[str, Any]:
    """Return what the journal entry sets, without target and reason."""
    values: dict[str, Any] = dict(form.always)
    for field in form.fields:
        if field.kind == "fixed":
            continue
        if field.kind == "several":
            values[field.name] = list(filled.several(field.name))
        elif field.name == "variants":
            values[field.name] = [part for part in _split(filled.text(field.name)) if part]
        elif filled.text(field.name):
            values[field.name] = filled.text(field.name)
    if form.action == "route":
        owner = values.get("department")
        values["department"] = None if owner == UNASSIGNED_FOLDER else owner
    return values


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.replace("、", "\n").replace(",", "\n").split("\n")]


def _rename(_: FormContext) -> EditForm:
    hint = f"お客様の言いそうな一言で、8〜22文字が目安({LABEL_LIMIT}文字まで)。原因や人の名前は入れません。"
    field = Field("label", "新しい名前", hint=hint, is_required=True, longest=LABEL_LIMIT)
    return EditForm(
        "rename", TOPIC_EDITS["rename"], "見出しだけが変わり、件数や番号は変わりません。", (field,)
    )


def _merge(context: FormContext) -> EditForm:
    others = [(other.topic_id, f"{other.label}({other.topic_id})") for other in context.siblings]
    choices = (NONE_CHOSEN, *choices_of(others))
    field = Field(
        "into",
        "統合先",
        "choice",
        hint="同じ種類の、担当している話題から選べます。",
        is_required=True,
        choices=choices,
    )
    lead = "この話題の声をすべて統合先に数え、この話題は一覧から消えます。過去の週にもさかのぼります。"
    return EditForm("merge", TOPIC_EDITS["merge"], lead, (field,))


def _mute(_: FormContext) -> EditForm:
    lead = "「ご判断いただきたいこと」に出さなくなります。一覧と件数には残り、「確認済み」の印が付きます。"
    return EditForm("mute", TOPIC_EDITS["mute"], lead, ())


def _pin(_: FormContext) -> EditForm:
    return EditForm(
        "pin", TOPIC_EDITS["pin"], "話題の一覧でいちばん上に並びます。件数や週報は変わりません。", ()
    )


def _unmute(_: FormContext) -> EditForm:
    lead = "増えたときなどに、また「ご判断いただきたいこと」に出るようになります。件数は変わりません。"
    return EditForm("unmute", TOPIC_EDITS["unmute"], lead, ())


def _unpin(_: FormContext) -> EditForm:
    return EditForm(
        "unpin", TOPIC_EDITS["unpin"], "話題の一覧で件数の順に戻ります。件数や週報は変わりません。", ()
    )


def _route(context: FormContext) -> EditForm:
    owners = (*choices_of(context.departments), Choice(UNASSIGNED_FOLDER, "未割当(決めない)"))
    fields = (
        Field("department", "担当部署", "choice", is_required=True, choices=owners),
        Field("shared_with", "共有する部署", "several", choices=choices_of(context.departments)),
    )
    lead = "担当部署の週報に載ります。共有した部署の週報にも、担当がどこかを添えて載ります。"
    return EditForm("route", TOPIC_EDITS["route"], lead, fields)


def _set_parent(context: FormContext) -> EditForm:
    themes = [(theme.topic_id, f"{theme.label}({theme.topic_id})") for theme in context.themes]
    field = Field("parent_id", "主題", "choice", is_required=True, choices=(NONE_CHOSEN, *choices_of(themes)))
    return EditForm(
        "set_parent", TOPIC_EDITS["set_parent"], "話題をまとめる上の見出しを選び直します。", (field,)
    )


def _note(_: FormContext) -> EditForm:
    hint = "お客様の氏名や番号は書かないでください。"
    field = Field("text", "メモ", "text", hint=hint, is_required=True)
    return EditForm(
        "note", TOPIC_EDITS["note"], "この話題のページに、だれのメモかを添えて残します。", (field,)
    )


def _synonym(_: FormContext) -> EditForm:
    fields = (
        Field("representative", "まとめる先の言葉", hint="例:ログイン", is_required=True, longest=40),
        Field("variants", "同じ意味の言葉", hint="例:サインイン、ログオン(「、」で区切る)", is_required=True),
    )
    lead = "ご提案として記録し、用語の管理担当が採り入れるかどうかを決めます。"
    return EditForm("synonym", TOPIC_EDITS["synonym"], lead, fields)


def _action(context: FormContext) -> EditForm:
    fields = (
        Field("what", "打ち手の内容", hint="例:詰め替えの注ぎ口を変更", is_required=True),
        Field("status", "状態", "choice", is_required=True, choices=choices_of(STATUSES)),
        Field("done_on", "実施日", "day", hint="効果を比べる境の日。まだなら空欄。"),
        Field("expected_effect", "見込む効果", hint="例:注ぎ口の漏れが半分になる"),
        Field("owner", "担当(役割やチーム)", hint="個人名は書かないでください。", longest=60),
        Field("due_on", "期限", "day"),
        Field("department", "行う部署", "choice", is_required=True, choices=choices_of(context.departments)),
    )
    lead = (
        "実施日の前と後で件数を比べ、週報の「打ち手のその後」に載せます。"
        "期限を過ぎると「ご回答待ち」に出ます。"
    )
    return EditForm("action", TOPIC_EDITS["action"], lead, fields)


_TOPIC_FORMS: Mapping[str, Callable[[FormContext], EditForm]] = {
    "rename": _rename,
    "merge": _merge,
    "mute": _mute,
    "unmute": _unmute,
    "pin": _pin,
    "unpin": _unpin,
    "route": _route,
    "set_parent": _set_parent,
    "note": _note,
    "synonym": _synonym,
    "action": _action,
}
