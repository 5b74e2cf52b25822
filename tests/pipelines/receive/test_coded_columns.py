"""What stands in a column of goods or desks is a code, and is kept so that rises can be told by lot."""

import json
from datetime import date

import pytest

from pipelines.pseudonyms import Pseudonymizer
from pipelines.receive.masked_rows import RowMasker
from pipelines.sources.mapping import Draft
from samples.company.company import load_company
from samples.company.seasons import shipped_lots
from tests.nlp.masking.shipped import MASKER
from warehouse.contract import business

DAY = date(2026, 11, 21)
PRODUCTS = load_company().products
LOTS = sorted({lot for product in PRODUCTS for lot, _ in shipped_lots(product, DAY)})


@pytest.fixture(scope="module")
def masker():
    return RowMasker("phone", MASKER, Pseudonymizer(bytes(32)))


def contact_row(masker, attributes=None, **values):
    turns = [("customer", "ふたが割れていました。")]
    values = {"channel": "phone", **values}
    return masker.contact_row(Draft(1, 1, DAY, "r1", values, turns, attributes or {}, None))


def attribute(masker, name, value):
    return json.loads(contact_row(masker, {name: value})["attributes"])[name]


@pytest.mark.parametrize("lot", [*LOTS, "L2409-118", "2409118", "AB12345", "製造番号 M-2024-113"])
def test_a_lot_stays_a_lot(masker, lot):
    assert contact_row(masker, lot=lot)["lot"] == lot
    draft = Draft(1, 1, DAY, "r1", {"product": "しっとりミスト", "lot": lot}, [], {}, None)
    assert masker.business_row(draft, business.DAILY_DENOMINATORS)["lot"] == lot


@pytest.mark.parametrize("name", [product.name for product in PRODUCTS])
def test_a_product_stays_a_product(masker, name):
    assert contact_row(masker, product=name)["product"] == name


@pytest.mark.parametrize("column", ["desk", "queue"])
@pytest.mark.parametrize("value", ["1001", "CC-01", "A1024", "窓口3", "東京第2", "EC20240011"])
def test_a_desk_stays_a_desk(masker, column, value):
    assert contact_row(masker, **{column: value})[column] == value


@pytest.mark.parametrize("name", ["store", "店舗", "支店", "region", "plan"])
@pytest.mark.parametrize("value", ["1042", "S-1042", "渋谷店", "30代"])
def test_a_further_column_keeps_its_codes(masker, name, value):
    assert attribute(masker, name, value) == value


@pytest.mark.parametrize("name", ["会員番号", "顧客ID", "member_id", "customer_no"])
def test_a_further_column_of_members_does_not(masker, name):
    assert attribute(masker, name, "A-1042") == "［会員番号1］"


@pytest.mark.parametrize("value", ["山田太郎様", "090-1234-5678", "taro@example.jp"])
def test_a_person_in_a_further_column_is_hidden(masker, value):
    assert attribute(masker, "store", value).startswith("［")


@pytest.mark.parametrize("name", [
    "phone/2026-11-21.csv", "contacts_20261121_0930.csv", "TEL20261121-01.csv", "0001.txt", "アンケート結果1121.xlsx",
    "CC01_INBOUND_20261121.CSV", "store/1042/2026-11-21.csv",
])  # fmt: skip
def test_a_file_is_told_by_its_name(masker, name):
    assert masker.file_name(name) == name


@pytest.mark.parametrize("name", ["090-1234-5678.csv", "山田太郎様.csv", "taro@example.jp.txt"])
def test_a_file_named_after_somebody_is_told_by_a_digest(masker, name):
    assert "［" in masker.file_name(name)


@pytest.mark.parametrize("column", ["lot", "product", "desk"])
@pytest.mark.parametrize("value", ["090-1234-5678", "taro@example.jp", "山田太郎様", "4111 1111 1111 1111"])
def test_what_someone_typed_there_by_mistake_is_masked(masker, column, value):
    assert contact_row(masker, **{column: value})[column].startswith("［")
