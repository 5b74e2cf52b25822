"""The fictional company as values: products, stores, desks, campaigns."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from types import MappingProxyType
from typing import Any

import yaml


@dataclass(frozen=True)
class Product:
    """A product; ``code`` begins its lot numbers, ``share`` is its part of orders."""

    id: str
    name: str
    code: str
    price: int
    share: float
    package: str = ""


@dataclass(frozen=True)
class Store:
    """A shop."""

    id: str
    name: str


@dataclass(frozen=True)
class Desk:
    """A contact desk, in-house or outsourced."""

    name: str
    share: float
    weekend: bool
    agents: int


@dataclass(frozen=True)
class Event:
    """A campaign or release; days are counted back from the last day of the demo."""

    name: str
    first: int
    last: int | None = None
    lift: float = 1.0


@dataclass(frozen=True)
class Company:
    """All of it."""

    name: str
    products: tuple[Product, ...]
    stores: tuple[Store, ...]
    desks: tuple[Desk, ...]
    queues: Mapping[str, str]
    campaigns: tuple[Event, ...]
    releases: tuple[Event, ...]

    def product(self, product_id: str) -> Product:
        """Return a product by id; KeyError if there is none."""
        return _by_id(self)[product_id]


@lru_cache(maxsize=4)
def _products(products: tuple[Product, ...]) -> dict[str, Product]:
    return {product.id: product for product in products}


def _by_id(company: Company) -> dict[str, Product]:
    return _products(company.products)


def load_company() -> Company:
    """Read company.yaml, which is shipped with the package."""
    text = (resources.files("samples.company") / "company.yaml").read_text("utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    return Company(
        name=raw["name"],
        products=tuple(Product(**item) for item in raw["products"]),
        stores=tuple(Store(**item) for item in raw["stores"]),
        desks=tuple(Desk(**item) for item in raw["desks"]),
        queues=MappingProxyType(raw["queues"]),
        campaigns=tuple(Event(**item) for item in raw["campaigns"]),
        releases=tuple(Event(**item) for item in raw["releases"]),
    )
