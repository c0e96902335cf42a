"""The one writing thread: takes the pieces of work that have piled up, runs them in one transaction, commits once.

A flush to disk costs the same for one piece of work as for sixty-four, so under load the hub commits in groups. Each
piece has its own savepoint: one that fails undoes itself and nothing else.
"""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Protocol, TypeVar, cast

from hub.errors import StoreBroken
from hub.store.base import Tx

Result = TypeVar("Result")
GROUP = 64


class WriteConnection(Tx, Protocol):
    """What a database gives to the writer."""

    def begin(self) -> None: ...

    def commit(self) -> None: ...

    def rollback(self) -> None: ...

    def close(self) -> None: ...


class Job:
    """A piece of work and where its outcome goes."""

    def __init__(self, work: Callable[[Tx], Any]) -> None:
        self.work = work
        self.future: Future[Any] = Future()


class GroupWriter:
    """Runs work on a connection that only its own thread touches."""

    def __init__(
        self,
        connect: Callable[[], WriteConnection],
        broken: tuple[type[Exception], ...],
        statement: tuple[type[Exception], ...],
    ) -> None:
        """connect: called on the thread, again after a failure.

        broken: what the database itself raises. statement: those of them that concern one statement only.
        """
        self._connect = connect
        self._broken = broken
        self._statement = statement
        self._connection: WriteConnection | None = None
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._closed = False
        self._lock = threading.Lock()
        self.commits = 0
        """How many transactions were committed; below the number of works when they were grouped."""
        self._thread = threading.Thread(target=self._loop, name="hub-writer", daemon=True)
        self._thread.start()

    def write(self, work: Callable[[Tx], Result]) -> Result:
        """See Store.write."""
        job = Job(work)
        with self._lock:
            if self._closed:
                raise StoreBroken("the store is closed")
            self._jobs.put(job)
        return cast(Result, job.future.result())

    def close(self) -> None:
        """Finish what was handed in."""
        with self._lock:
            if not self._closed:
                self._closed = True
                self._jobs.put(None)
        self._thread.join()

    def _loop(self) -> None:
        open_ = True
        while open_:
            first = self._jobs.get()
            jobs = [] if first is None else [first]
            open_ = first is not None
            while open_ and len(jobs) < GROUP:
                try:
                    more = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if more is None:
                    open_ = False
                else:
                    jobs.append(more)
            if jobs:
                self._group(jobs)
        if self._connection is not None:
            self._connection.close()

    def _group(self, jobs: list[Job]) -> None:
        done: list[tuple[Job, Any]] = []
        try:
            connection = self._connection = self._connection or self._connect()
            connection.begin()
            for job in jobs:
                self._one(connection, job, done)
            connection.commit()
        except self._broken as error:
            self._give_up(jobs, StoreBroken(type(error).__name__))
            return
        except BaseException as error:
            # Not ours to judge, but nobody may be left waiting for ever.
            self._give_up(jobs, error)
            if not isinstance(error, Exception):
                raise
            return
        self.commits += 1
        for job, result in done:
            job.future.set_result(result)

    def _one(self, connection: WriteConnection, job: Job, done: list[tuple[Job, Any]]) -> None:
        connection.run("SAVEPOINT work")
        try:
            result = job.work(connection)
        except self._statement as error:
            # The database's message may quote values; only its kind goes on.
            self._undo(connection, job, StoreBroken(type(error).__name__))
        except self._broken:
            raise
        except Exception as error:  # noqa: BLE001 - it belongs to the caller, who gets it
            self._undo(connection, job, error)
        else:
            connection.run("RELEASE SAVEPOINT work")
            done.append((job, result))

    def _undo(self, connection: WriteConnection, job: Job, error: Exception) -> None:
        connection.run("ROLLBACK TO SAVEPOINT work")
        connection.run("RELEASE SAVEPOINT work")
        job.future.set_exception(error)

    def _give_up(self, jobs: list[Job], error: BaseException) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                connection.rollback()
                connection.close()
            except self._broken:
                # The connection is gone already; the next group makes a new one.
                self._connection = None
        for job in jobs:
            if not job.future.done():
                job.future.set_exception(error)
