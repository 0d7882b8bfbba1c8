"""Work that takes long, done in slices between messages, so that nobody waits for it and it can be cancelled.

Rule 1: nothing here runs at the same time as anything else; a slice is what a generator does between two yields.
"""

from collections import deque
from collections.abc import Generator
from typing import NamedTuple

MORE, REST = False, True
"""What work yields that goes on, and that has nothing to do until something changes."""

Steps = Generator[bool, None, object]
"""Work that yields whenever messages may be looked at, and returns what came of it."""


class Later(NamedTuple):
    """What a feature returns in the place of an answer that takes long: the work that ends with the answer."""

    steps: Steps
    progress: str | int | None = None
    """The token of the progress that shows it, if any."""


class Task(NamedTuple):
    """Work under way, and the ids of the request that waits for it and of the progress that shows it, if any."""

    steps: Steps
    request: str | int | None = None
    progress: str | int | None = None


class Work:
    """All that is under way, each in its turn."""

    def __init__(self) -> None:
        self._tasks: deque[Task] = deque()
        self._resting: deque[Task] = deque()
        self._late: list[Task] = []
        """Those that were at work when something changed, and may have looked there before: they do not rest yet."""

    def __bool__(self) -> bool:
        """Is there anything to do now?"""
        return bool(self._tasks)

    def add(self, task: Task) -> None:
        """Begin a task when there is time."""
        self._tasks.append(task)

    def wake(self) -> None:
        """Something has changed: what rests goes on."""
        self._late = list(self._tasks)
        self._tasks += self._resting
        self._resting.clear()

    def slice(self) -> tuple[Task, object] | None:
        """Do a slice of what is next; the task and what came of it, if that was the last. Raises what the task raises.

        A task that has raised is over.
        """
        task = self._tasks.popleft()
        try:
            rests = next(task.steps)
        except StopIteration as end:
            return task, end.value
        except Exception as error:
            raise TaskError(task) from error
        if rests and any(each is task for each in self._late):
            self._late = [each for each in self._late if each is not task]
            rests = MORE
        (self._resting if rests else self._tasks).append(task)
        return None

    def cancel(self, *, request: str | int | None = None, progress: str | int | None = None) -> list[Task]:
        """End the tasks that a request waits for, or that a progress shows; which they were."""
        ended = [
            each
            for each in (*self._tasks, *self._resting)
            if (request is not None and each.request == request) or (progress is not None and each.progress == progress)
        ]
        for each in ended:
            (self._tasks if each in self._tasks else self._resting).remove(each)
            each.steps.close()
        return ended


class TaskError(Exception):
    """A task has failed; why is its cause."""

    def __init__(self, task: Task) -> None:
        super().__init__("a task has failed")
        self.task = task
