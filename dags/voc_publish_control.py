"""Stop, turn back or withdraw what readers see, from the UI: the same as ``koe publish --hold`` and its like.

Choose an order and give the reason; it stands in the journal with your name. Nights go on meanwhile.
"""

from typing import Any

from airflow.sdk import Param, dag, task
from koe_common import DEFAULT_ARGS, WAREHOUSE_POOL, current_time, settings

ORDERS = {
    "hold": "保留:読者には今の版を見せ続ける(夜間処理は続く)",
    "release": "再開:保留や差し戻しを終え、最新の版を公開する",
    "rollback": "差し戻し:前の版に戻し、再開まで保留する",
    "withdraw": "取り下げ:1部署のページを外す",
    "restore": "取り下げの解除:その部署のページを戻す",
}


@dag(
    schedule=None,
    default_args=DEFAULT_ARGS,
    doc_md=__doc__,
    max_active_runs=1,
    is_paused_upon_creation=False,
    params={
        "order": Param("hold", type="string", enum=list(ORDERS), values_display=ORDERS, title="すること"),
        "why": Param(
            "", type="string", minLength=0, maxLength=200, title="理由(取り下げでは読者にも見えます)"
        ),
        "build": Param("", type="string", pattern="^([0-9]{6})?$", title="戻す版(差し戻しのみ。空欄は1つ前)"),
        "department": Param("", type="string", title="部署のID(取り下げと解除のみ)"),
    },
    tags=["koe", "control"],
)
def voc_publish_control() -> None:
    @task(pool=WAREHOUSE_POOL, retries=0)
    def carry_out(params: dict[str, Any], dag_run: Any = None) -> str:
        from pipelines import night

        by = getattr(dag_run, "triggering_user_name", None) or "airflow"
        return night.control_publication(params, settings(), by=by, now=current_time())

    carry_out()


voc_publish_control()
