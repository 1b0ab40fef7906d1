"""Answers that stay as long as a snapshot does: worked out once, given again."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import pandas as pd

from .store import Store

Told = ParamSpec("Told")
Answer = TypeVar("Answer")
Asked = Callable[Concatenate[Store, Told], Answer]


def once_a_snapshot(size: int) -> Callable[[Asked[Told, Answer]], Asked[Told, Answer]]:
    """Keep the last `size` answers of a function of a store and values that can be hashed. Tables come as copies."""

    def keep(ask: Asked[Told, Answer]) -> Asked[Told, Answer]:
        @lru_cache(maxsize=size)
        def answered(store: Store, snapshot: str, *values: Any, **named: Any) -> Answer:
            return ask(store, *values, **named)

        def found(store: Store, /, *values: Told.args, **named: Told.kwargs) -> Answer:
            answer: Any = answered(store, store.snapshot, *values, **named)  # type: ignore[arg-type]
            return answer.copy() if isinstance(answer, pd.DataFrame) else answer  # type: ignore[return-value]

        return wraps(ask)(found)

    return keep
