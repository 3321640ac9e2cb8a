"""Where shards run: here, in a process pool, on a Dask cluster.

Reading evidence is a map over shards and a merge. The same collector runs in one process, in many or on a cluster, because
``read`` is pure: everything it needs is in the shard, everything it says is in the facts it returns.
"""

from hegui.engine.contracts import Collector, Shard, Source, place_of
from hegui.engine.running import Progress, RunResult, run

__all__ = ["Collector", "Progress", "RunResult", "Shard", "Source", "place_of", "run"]
