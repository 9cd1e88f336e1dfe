"""Items whose photograph went away: their outputs are kept until `ff prune`."""

import os
from collections.abc import Iterable

from fashionforward.batch.keys import from_key, to_key
from fashionforward.batch.ledger import Ledger
from fashionforward.catalog.find import Item


def find_orphans(ledger: Ledger, present: Iterable[Item] = ()) -> list[str]:
    """Keys of the items of a ledger whose source is no more. `present` are known to be there."""
    there = {to_key(item.name) for item in present}
    return [item for item, source in ledger.items() if item not in there and not os.path.lexists(from_key(source))]
