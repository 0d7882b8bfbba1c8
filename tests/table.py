"""A table of rows as one test: ten thousand tests of a millisecond each take longer to hand out than to run.

All rows are tried, and each that fails is told with what it is. Where somebody would want to run one row alone (a
rule's page, a session of a list), `pytest.mark.parametrize` is right.
"""

import inspect
from collections.abc import Callable, Iterable
from typing import Any

Test = Callable[..., None]


def tabled(names: str | tuple[str, ...], values: Iterable[Any]) -> Callable[[Test], Test]:
    """Like `pytest.mark.parametrize`, of which several stand above each other too; but one test."""
    columns = (names,) if isinstance(names, str) else names
    table = [(value,) if isinstance(names, str) else value for value in values]

    def decorate(test: Test) -> Test:
        before = getattr(test, "rows", [{}])
        inner = getattr(test, "inner", test)
        product = [{**dict(zip(columns, row, strict=True)), **other} for row in table for other in before]

        def all_rows(**fixtures: object) -> None:
            wrong = []
            for row in product:
                try:
                    inner(**fixtures, **row)
                except Exception as error:  # noqa: BLE001  told below
                    error.add_note(", ".join(f"{name}={value!r}" for name, value in row.items()))
                    wrong.append(error)
            if wrong:
                raise ExceptionGroup(f"{len(wrong)} of {len(product)} rows", wrong)

        signature = inspect.signature(inner)
        others = [each for each in signature.parameters.values() if each.name not in product[0]]
        all_rows.__signature__ = signature.replace(parameters=others)  # type: ignore[attr-defined]
        all_rows.rows, all_rows.inner = product, inner  # type: ignore[attr-defined]
        for name in ("__name__", "__qualname__", "__doc__", "__module__"):
            setattr(all_rows, name, getattr(inner, name))
        assert product, inner.__name__
        return all_rows

    return decorate
