"""Who reads which partition: each topic is shared evenly, and as few partitions as possible move.

The client's own sticky assignor evens out the sum over all topics only: one worker may get all partitions of the busy stream
and the other all of the quiet ones.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.protocol.consumer.metadata import ConsumerProtocolAssignment

Part = tuple[str, int]


def shares(topics: Mapping[str, int], owned: Mapping[Part, str], members: Iterable[str]) -> dict[Part, str]:
    """The member of each partition. What is shared evenly already stays: a second round changes nothing."""
    ranked, load, found = sorted(members), Counter[str](), dict[Part, str]()
    for topic in sorted(topics):
        one = _topic([(topic, number) for number in range(topics[topic])], owned, ranked, load)
        load.update(one.values())
        found |= one
    return found


def _topic(parts: list[Part], owned: Mapping[Part, str], members: list[str], load: Counter[str]) -> dict[Part, str]:
    """Owners keep what they have room for; the rest goes to who has room left, the least loaded first."""
    has = Counter(owned[part] for part in parts if part in owned)
    share, more = divmod(len(parts), len(members))
    ranked = sorted(members, key=lambda m: (load[m], -has[m], m))
    room = {member: share + (place < more) for place, member in enumerate(ranked)}
    found = dict[Part, str]()
    for part in parts:
        if room.get(owned.get(part, ""), 0):
            found[part] = owned[part]
            room[owned[part]] -= 1
    for part in parts:
        if part not in found:
            found[part] = next(member for member in ranked if room[member])
            room[found[part]] -= 1
    return found


class EvenByTopic(CooperativeStickyAssignor):  # type: ignore[misc]
    """Speaks the client's cooperative protocol (and its name, so that old and new workers form one group)."""

    def assign(self, cluster: Any, members: Any) -> dict[str, Any]:
        """A partition that moves is given to nobody first; its owner lets go of it, and the next round gives it away."""
        known = {member.member_id: self.parse_member_metadata(member.metadata) for member in members}
        owned = {(tp.topic, tp.partition): member for member, said in known.items() for tp in said.partitions}
        topics = {t: len(cluster.partitions_for_topic(t) or ()) for said in known.values() for t in said.subscription}
        given: dict[str, dict[str, list[int]]] = {member: defaultdict(list) for member in known}
        for (topic, number), member in sorted(shares(topics, owned, known).items()):
            if owned.get((topic, number), member) == member:
                given[member][topic].append(number)
        return {
            member: ConsumerProtocolAssignment(self.version, sorted(own.items()), b"") for member, own in given.items()
        }
