"""Weights as the weights manager shows them. Works without torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crfill_core.base.messages import NOTHING, Message
from crfill_core.weights.catalog import Entry
from crfill_core.weights.header import checked_sha256, read_header


@dataclass(frozen=True)
class Description:
    """What the weights file of ``entry`` says about itself, with the file's SHA-256 and its number of parameters."""

    entry: Entry
    sha256: str
    licence: str
    parameters: int
    config: dict[str, Any]
    info: dict[str, Any]

    @property
    def vouched_for(self) -> bool:
        """Whether the bundled catalogue lists exactly this file."""
        return self.entry.sha256 is not None

    @property
    def origin(self) -> Message:
        """The origin of the weights, from their file; "" if not given."""
        name = self.info.get("imported_from")
        return imported_from(str(name)) if name else Message(str(self.info.get("origin", "")))

    @property
    def warning(self) -> Message:
        """A sentence about the licence that users must know; "" if there is none."""
        if "non-commercial" in self.licence.lower():
            return Message(
                "These weights may be used for non-commercial research only; this applies to your fills, too."
            )
        if not self.licence:
            return Message("These weights do not state a licence; ask their author.")
        return NOTHING


def glance(entry: Entry) -> Description:
    """Describe weights by their file's header; the tensors are not checked. Raises WeightsError for an unreadable file, a
    damaged header, another format, or a bundled file that is not the one in the catalogue.
    """
    sha256 = checked_sha256(entry)
    said, parameters = read_header(entry.path)
    licence = entry.licence or str(said.info.get("licence", ""))
    return Description(entry, sha256, licence, parameters, said.config, said.info)


def imported_from(name: str) -> Message:
    """The origin of weights that were converted from a file of that name."""
    return Message("imported from {name}", name=name)
