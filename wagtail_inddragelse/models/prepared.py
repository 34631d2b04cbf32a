"""Queries whose SQL is worked out once.

Putting a small query into SQL costs Django many times what the database needs to answer it. The
few queries that every visitor causes are kept as they were compiled, and get new values each time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from functools import cached_property
from typing import Any

from django.db import connections
from django.db.models import Field, QuerySet, Value


class Slot(Value):
    """Stands in a query where a value comes later; ``output_field`` says of what kind."""

    def as_sql(self, compiler, connection):
        return "%s", [self]

    def fill(self, values: dict[str, Any], connection) -> Any:
        """The value to send to the database."""
        value = self.output_field.get_prep_value(values[self.value])
        return self.output_field.get_db_prep_value(value, connection, prepared=True)


class Prepared:
    """A query to be run many times.

    ``build`` makes the queryset from one ``Slot`` for each of ``fields``, which it uses where the
    value of such a field would stand. Calling the object with a value for each gives the rows of
    that queryset. Its conditions must not depend on the values, nor on anything else that changes
    while the process lives.
    """

    def __init__(self, build: Callable[..., QuerySet], **fields: Field) -> None:
        self.build, self.fields = build, fields
        self._compiled: dict[str, Compiled] = {}

    def __call__(self, **values: Any) -> list:
        queryset = object.__new__(type(self.queryset))
        vars(queryset).update(vars(self.queryset), _query=FilledQuery(self, values))
        return list(queryset)

    @cached_property
    def queryset(self) -> QuerySet:
        """The query with slots; made when it is first used, as models may still be loading."""
        return self.build(**{name: Slot(name, field) for name, field in self.fields.items()})

    def compiled(self, using: str) -> Compiled:
        """The query in the SQL of one database."""
        if using not in self._compiled:
            self._compiled[using] = Compiled(self.queryset.query, using)
        return self._compiled[using]


class PreparedIn:
    """A query on a list of values of one field, kept for each length up to ``FEW``.

    ``build`` makes the queryset from a list, and from one value for each of ``others``. For a
    related row it must ask for ``…__pk__in``.
    """

    FEW = 8

    def __init__(self, build: Callable[..., QuerySet], field: Field, **others: Field) -> None:
        self.build, self.field, self.others = build, field, others
        self._by_length: dict[int, Prepared] = {}

    def __call__(self, values: Iterable, **others: Any) -> list:
        values = list(values)
        if len(values) > self.FEW:
            return list(self.build(values, **others))
        named = {f"value_{position}": value for position, value in enumerate(values)}
        return self._for(named)(**named, **others)

    def _for(self, names: Iterable[str]) -> Prepared:
        fields = dict.fromkeys(names, self.field)
        return self._by_length.setdefault(len(fields), self._prepared(fields))

    def _prepared(self, fields: dict[str, Field]) -> Prepared:
        def build(**slots: Slot) -> QuerySet:
            return self.build([slots.pop(name) for name in fields], **slots)

        return Prepared(build, **fields, **self.others)


class Compiled:
    """A query in the SQL of one database, with slots among its parameters."""

    def __init__(self, query, using: str) -> None:
        self.compiler = query.get_compiler(using)
        self.sql, self.parameters = self.compiler.as_sql()
        columns = [column for column, *_ in self.compiler.select]
        self.converters = self.compiler.get_converters(columns)

    def filled(self, values: dict[str, Any], connection):
        """A compiler that is already done, with ``values`` in the slots."""
        parameters = tuple(
            parameter.fill(values, connection) if isinstance(parameter, Slot) else parameter
            for parameter in self.parameters
        )
        compiler = copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (self.sql, parameters)
        compiler.get_converters = lambda columns: self.converters
        return compiler


class FilledQuery:
    """Takes the place of a queryset's query, and has nothing left to compile."""

    def __init__(self, prepared: Prepared, values: dict[str, Any]) -> None:
        self.prepared, self.values = prepared, values

    def __getattr__(self, name: str) -> Any:
        return getattr(self.prepared.queryset.query, name)

    def get_compiler(self, using: str):
        """What Django asks a query for when its queryset is read."""
        return self.prepared.compiled(using).filled(self.values, connections[using])
