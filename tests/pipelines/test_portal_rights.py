"""access.yaml: who sees what, and what is said of mistakes in it."""

from types import SimpleNamespace

import pytest

from pipelines.errors import ConfigError, PipelineError
from pipelines.portal import RightsInForce, export_reports, local_viewer, person_of, read_rights
from pipelines.settings import load_settings
from reports.portal import Person

DEPARTMENTS = "departments:\n  - {id: product, name: 商品開発部}\n  - {id: sales, name: 営業部}\n"
FOLDERS = ("product", "sales", "unassigned", "gone")


@pytest.fixture
def home(tmp_path):
    (tmp_path / "home" / "config").mkdir(parents=True)
    write(tmp_path, "departments", DEPARTMENTS)
    return tmp_path


def write(home, name, text):
    (home / "home" / "config" / f"{name}.yaml").write_text(text, encoding="utf-8")


def environment(home):
    return {"KOE_HOME": str(home / "home"), "KOE_KEY_FILE": str(home / "key")}


def seen(home, *, name="x", roles=()):
    viewer = RightsInForce(None, environment(home)).viewer(Person(name, frozenset(roles)))
    return [folder for folder in FOLDERS if viewer.may_see(folder)]


def test_without_the_file_each_department_has_its_role_and_admins_see_all(home):
    assert seen(home, roles=["koe_product", "viewer"]) == ["product"]
    assert seen(home, roles=["koe_unassigned", "koe_sales"]) == ["sales", "unassigned"]
    for role in ("koe_all", "admin", "Admin"):
        assert seen(home, roles=[role]) == list(FOLDERS)
    for role in (
        "",
        "KOE_PRODUCT",
        "op",
        "user",
        "viewer",
        "Viewer",
        "Public",
        "koe_",
        "koe_gone",
        "product",
    ):
        assert seen(home, roles=[role]) == []
    assert seen(home, name="admin") == []


def test_the_file_names_roles_and_users_and_leaves_the_rest_as_it_was(home):
    write(
        home,
        "access",
        "all_departments: {roles: [boss]}\ndepartments:\n  product: {roles: [dev], users: [花子]}\nunassigned: {users: [lead]}\n",
    )
    assert seen(home, roles=["dev"]) == ["product"]
    assert seen(home, name="花子") == ["product"]
    assert seen(home, name="lead") == ["unassigned"]
    assert seen(home, roles=["koe_product"]) == []
    assert seen(home, roles=["koe_sales"]) == ["sales"]
    assert seen(home, roles=["admin"]) == []
    assert seen(home, roles=["boss"]) == list(FOLDERS)
    write(home, "access", "departments:\n  product: {}\n")
    assert seen(home, roles=["koe_product"]) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "departments:\n  prodct: {roles: [x]}\n",
            r"access\.yaml:2: .*'prodct' \(did you mean 'product'\?\); allowed keys: product, sales",
        ),
        (
            "departments:\n  product: {role: [x]}\n",
            r"access\.yaml:2: departments\.product: unknown key 'role'",
        ),
        ("all_departments:\n  roles:\n  - '*'\n", r"access\.yaml:3: .*without \*"),
        ("all_departments: {users: ['']}\n", r"access\.yaml:1: .*no name"),
        ("all_departments: {users: [' hana']}\n", r"access\.yaml:1: .*no name"),
        ("all: {}\n", r"access\.yaml:1: .*unknown key 'all'"),
        ("departments: !!python/object/apply:os.system ['true']\n", r"access\.yaml:1: YAML tags"),
        ("departments: [product]\n", r"access\.yaml:1: departments"),
        ("all_departments: {roles: admin}\n", r"access\.yaml:1: all_departments\.roles"),
    ],
)
def test_a_mistake_lets_nobody_in_and_is_named_by_its_line(home, text, said):
    rights = RightsInForce(None, environment(home))
    assert rights.viewer(Person("x", frozenset({"admin"}))).sees_all
    write(home, "access", text)
    for _ in range(2):
        with pytest.raises(ConfigError, match=said):
            rights.viewer(Person("x", frozenset({"admin"})))
    write(home, "access", "")
    assert rights.viewer(Person("x", frozenset({"admin"}))).sees_all


def test_an_edit_counts_at_once(home):
    rights = RightsInForce(None, environment(home))
    person = Person("hana")
    assert not rights.viewer(person).may_see("sales")
    write(home, "access", "departments:\n  sales: {users: [hana]}\n")
    assert rights.viewer(person).may_see("sales")
    (home / "home/config/access.yaml").unlink()
    assert not rights.viewer(person).may_see("sales")


def test_the_example_in_the_repository_is_what_holds_without_it():
    settings = load_settings(None, {"KOE_HOME": "no-such-home", "KOE_KEY_FILE": "no-such-key"})
    rights = read_rights(settings)
    for name in ("product", "sales", "stores", "unassigned"):
        assert rights.viewer(Person("x", frozenset({f"koe_{name}"}))).folders == {name}
    assert rights.viewer(Person("x", frozenset({"admin"}))).sees_all


def test_users_of_both_login_systems_are_understood():
    simple = SimpleNamespace(get_name=lambda: "taro", role="admin", teams=[])
    fab = SimpleNamespace(
        get_name=lambda: "hana", roles=[SimpleNamespace(name="Viewer"), SimpleNamespace(name="koe_sales")]
    )
    assert person_of(simple) == Person("taro", frozenset({"admin"}))
    assert person_of(fab) == Person("hana", frozenset({"Viewer", "koe_sales"}))
    assert person_of(SimpleNamespace(get_name=lambda: "x", role=None)) == Person("x")


def test_serve_shows_all_or_the_departments_that_are_named(home):
    settings = load_settings(None, environment(home))
    assert local_viewer(settings, name="me", departments=()).sees_all
    viewer = local_viewer(settings, name="me", departments=("sales", "unassigned"))
    assert [folder for folder in FOLDERS if viewer.may_see(folder)] == ["sales", "unassigned"]
    with pytest.raises(PipelineError, match="product, sales, and there is unassigned"):
        local_viewer(settings, name="me", departments=("prodct",))


def test_an_export_does_not_stay_where_purging_and_forgetting_work(home, tmp_path):
    from datetime import UTC, datetime

    settings = load_settings(None, environment(home))
    (tmp_path / "door").symlink_to(home / "home")
    for to in (
        home / "home" / "copy",
        home / "home",
        tmp_path / "door" / "copy",
        home / "home" / "x" / ".." / "copy.zip",
    ):
        with pytest.raises(PipelineError, match="lies under KOE_HOME"):
            export_reports(
                settings, to, department="product", weeks=(), by="me", now=datetime(2026, 11, 22, tzinfo=UTC)
            )
    assert not (home / "home" / "access").exists()
