"""The search of customers' words, and the estimate of a backfill."""

from collections.abc import Callable
from datetime import date
from threading import BoundedSemaphore
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, FastAPI, HTTPException, Response

from reports.portal.errors import SearchError
from reports.portal.folding import MOST_CHARACTERS
from reports.portal.rights import Viewer
from reports.portal.room import Room, View
from reports.portal.search import Found, refuse_old_copy, search_voices
from reports.queries import fetch_rows
from warehouse.published import TooSlowError

AT_ONCE = 2
MOST_DAYS = 92
_BUSY = "いま、ほかの方の検索で混み合っています。少し待って、もう一度お試しください。"
_SLOW = "時間がかかりすぎたため、検索を止めました。言葉を増やすか、長くしてお試しください。"
_OLD = "次の公開(夜間処理)のあとから検索できます。"


class SearchPages:
    """Routes ``search`` and ``plan``."""

    def __init__(self, room: Room, find_viewer: Callable[..., Any]) -> None:
        self._room, self._find_viewer = room, find_viewer
        self._places = BoundedSemaphore(AT_ONCE)

    def add_to(self, app: FastAPI) -> None:
        """Add the routes."""
        person = Annotated[Viewer, Depends(self._find_viewer)]

        def search(viewer: person, q: str = "", page: str = "1") -> Response:
            number = int(page) if page.isdecimal() and len(page) <= 4 else 1
            return self._search(viewer, q[:MOST_CHARACTERS], number)

        def plan(viewer: person, first: str = "", last: str = "") -> Response:
            return self._plan(viewer, first, last)

        app.add_api_route("/search", search, methods=["GET"], response_model=None)
        app.add_api_route("/plan", plan, methods=["GET"], response_model=None)

    def _search(self, viewer: Viewer, query: str, page: int) -> Response:
        plain = " ".join(query.encode("utf-8", "replace").decode("utf-8").split())
        found, trouble = None, ""
        with self._room.open(viewer) as view:
            if plain:
                found, trouble = self._find(view, plain, page)
            if found is not None:
                # How much was seen, never what was looked for: that may be somebody's name.
                self._room.write_down(viewer, view, page="search", kind="search", rows=len(found.hits))
            return self._room.answer(
                "search.html",
                viewer=viewer,
                root="",
                status=503 if trouble else 200,
                with_forms=True,
                # The address holds what was looked for: no page that is opened from here learns it.
                headers={"referrer-policy": "no-referrer"},
                query=plain,
                found=found,
                trouble=trouble,
                older=urlencode({"q": plain, "page": page - 1}),
                newer=urlencode({"q": plain, "page": page + 1}),
            )

    def _find(self, view: View, query: str, page: int) -> tuple[Found | None, str]:
        if not self._places.acquire(blocking=False):
            return None, _BUSY
        try:
            columns = {row["column_name"] for row in fetch_rows(view.reader, "portal_voice_columns")}
            refuse_old_copy(frozenset(columns))
            found = search_voices(
                view.reader,
                query,
                view.reach,
                page=page,
                lemmas=view.desk.lemmas,
                least_cases=view.desk.least_cases(),
            )
        except TooSlowError:
            return None, _SLOW
        except SearchError:
            return None, _OLD
        finally:
            self._places.release()
        return found, ""

    def _plan(self, viewer: Viewer, first: str, last: str) -> Response:
        make_plan = self._room.desk.plan
        if make_plan is None:
            raise HTTPException(404)
        if not viewer.sees_all:
            raise HTTPException(403)
        days = _read_day(first), _read_day(last)
        plan, trouble = None, ""
        if first or last:
            if days[0] is None or days[1] is None or days[0] > days[1]:
                trouble = "最初の日と最後の日を、日付の順に指定してください。"
            elif (days[1] - days[0]).days >= MOST_DAYS:
                trouble = f"一度に見積れるのは{MOST_DAYS}日までです。"
            else:
                plan = make_plan(days[0], days[1])
        return self._room.answer(
            "plan.html",
            viewer=viewer,
            root="",
            status=422 if trouble else 200,
            with_forms=True,
            first=first if days[0] else "",
            last=last if days[1] else "",
            plan=plan,
            trouble=trouble,
            minutes=_say_minutes(plan.minutes) if plan else "",
        )


def _say_minutes(minutes: float) -> str:
    return "1分未満" if minutes < 1 else f"約{minutes:,.0f}分"


def _read_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
