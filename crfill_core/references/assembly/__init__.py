"""Fills made of shifted known pixels: candidate shifts, costs, minimum cuts, full-resolution copies, blending."""

from crfill_core.references.assembly.assemble import Assembly, Matches, Settings, assemble
from crfill_core.references.assembly.compose import copy
from crfill_core.references.assembly.energy import Weights

__all__ = ["Assembly", "Matches", "Settings", "Weights", "assemble", "copy"]
