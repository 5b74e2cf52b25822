"""Brings ``mart.action_effects`` up to date with the journal and the marts."""

from warehouse.contract.mart import ACTION_EFFECTS
from warehouse.database import Database


def refresh_action_effects(database: Database) -> None:
    """Judge every action anew; call inside the transaction that refreshed the marts."""
    actions = database.query(
        "SELECT action_id, topic_ids, done_on FROM core.actions ORDER BY action_id"
    ).to_pylist()
    if not actions:
        database.replace_all(ACTION_EFFECTS, ACTION_EFFECTS.arrow_schema().empty_table())
        return
    # The regression's library takes a second to load, which nights without actions need not wait for.
    from pipelines.actions.judge import judge_actions

    database.replace_all(ACTION_EFFECTS, judge_actions(database, actions))
