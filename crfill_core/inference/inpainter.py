"""``Inpainter.fill``: from a request to filled pixels."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
import torch

from crfill_core.base.blas import single_threaded_products
from crfill_core.base.memory import NO_MEMORY, is_out_of_memory
from crfill_core.base.messages import Message
from crfill_core.base.parallel import Ahead, threads
from crfill_core.errors import FillError
from crfill_core.geometry import Size
from crfill_core.imaging.bounds import bounds
from crfill_core.imaging.color import to_srgb
from crfill_core.inference.answer import network_answer, network_size
from crfill_core.inference.blend import compose, matched
from crfill_core.inference.device import (
    describe_device,
    fast_dtype,
    prepare_threads,
    resolve_device,
    torch_threads,
    with_or_without_onednn,
)
from crfill_core.inference.found_lines import found_lines
from crfill_core.inference.guide import Guide, structure_guide
from crfill_core.inference.plan import TrainedScale, WindowPlan, coarse_at_half
from crfill_core.inference.reading import planned, window_of
from crfill_core.inference.request import FillOptions, FillPatch, FillRequest, FillResult, HoleReport
from crfill_core.inference.tensors import reduced
from crfill_core.inference.thin import interpolated_patches
from crfill_core.inference.window import Answer, Guided, Window, network_pixels
from crfill_core.networks.generator import Generator
from crfill_core.progress import Progress
from crfill_core.references.lines import Line
from crfill_core.references.provenance import References
from crfill_core.references.similarity import Feature
from crfill_core.references.sources import Sources
from crfill_core.weights.load import StructureWeights, Weights, load_structure, load_weights

_HALF_ON_GPU = Message("The GPU ran out of memory; the window was filled at half its scale.")
_HALF_ON_CPU = Message("Memory ran out; the window was filled at half its scale.")
_ON_CPU = Message("The GPU ran out of memory; the network runs on the CPU from now on.")


@dataclass(frozen=True, eq=False)
class NetworkFill:
    """The network's fill of a window, at the network's scale."""

    image: np.ndarray
    """(h, w, 3) float32 sRGB in [0, 1]: the known pixels as they were, the hidden ones filled."""
    feature: torch.Tensor
    """The similarity feature (1, C, ⌈h/4⌉, ⌈w/4⌉), float32 on the CPU."""
    scale: float
    """Network pixels per pixel of the window: half of the requested value if memory ran out."""


@dataclass(frozen=True, eq=False)
class FilledWindow:
    """A window's fill, and how it was made."""

    patch: FillPatch
    mode: Literal["network", "assembly"]
    references: References
    scale: float
    """Network pixels per pixel of the photo."""
    guided: bool
    """Whether the structure network contributed to the patch."""


@dataclass(frozen=True, eq=False)
class _Asked:
    """The network's fill of one window; ``scale``: see :class:`NetworkFill`."""

    image: np.ndarray
    feature: np.ndarray
    references: References
    scale: float

    @property
    def answer(self) -> Answer:
        return Answer(self.image, self.feature, self.references.selection)


class Inpainter:
    """Holds the generator and the structure network on one device. ``fill`` may be called from any thread, but from one
    thread at a time.
    """

    def __init__(
        self,
        weights: str | Weights = "default",
        device: str = "auto",
        structure: StructureWeights | None = None,
    ) -> None:
        """Load weights by name or path; by default the structure network is the bundled one. Raises WeightsError, and
        FillError for the device.
        """
        self.weights = load_weights(weights) if isinstance(weights, str) else weights
        self.structure = load_structure() if structure is None else structure
        self.device = resolve_device(device)
        self._unsaid: list[Message] = []  # notes for the next fill
        try:
            self._move()
        except torch.OutOfMemoryError:
            self._to_cpu(self._unsaid)
        info = self.weights.info
        crop = int(info.get("crop", 256))
        self.trained = TrainedScale(crop, int(info.get("largest_hole", crop // 2)), max(3 * crop, 512))

    @property
    def weights_name(self) -> str:
        """The name of the generator's weights."""
        return self.weights.name

    @property
    def weights_sha256(self) -> str:
        """SHA-256 of the generator's weights, lower-case hexadecimal."""
        return self.weights.sha256

    @property
    def device_name(self) -> str:
        """The name of the current device, for people."""
        return describe_device(self.device)

    def _move(self) -> None:
        """Move the networks to the device."""
        generator = self.weights.generator.to(self.device)
        self._generator: Generator = generator.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.structure.network.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]

    def _to_cpu(self, notes: list[Message]) -> None:
        """Move the networks to the CPU for good."""
        self.device = torch.device("cpu")
        self._move()
        _release()
        notes.append(_ON_CPU)

    def fill(self, request: FillRequest, progress: Progress | None = None) -> FillResult:
        """Fill every hole of the request. Pixels with coverage 0 keep every bit.

        Raises FillError for requests that cannot be filled and for lack of memory, TypeError for a mask that is not uint8,
        and Cancelled if ``progress`` was cancelled.
        """
        with _prepared():
            return self._fill(request, progress or Progress())

    def find_lines(self, request: FillRequest, progress: Progress | None = None) -> tuple[Line, ...]:
        """The lines that ``fill`` would detect; see :func:`found_lines`. Raises as ``fill`` does."""
        guide = partial(self._guide, notes=self._unsaid)
        with _prepared():
            return found_lines(request, self.trained, guide, progress or Progress())

    def _fill(self, request: FillRequest, progress: Progress) -> FillResult:
        began = time.perf_counter()
        thin, plans = planned(request, self.trained)
        patches: list[FillPatch] = []
        reports: list[HoleReport] = []
        notes, self._unsaid = self._unsaid, []
        if request.lines.drawn and request.options.mode == "network":
            notes.append(Message("Network mode does not follow lines, so the drawn lines had no effect."))
        references: list[References] = []
        guided = False
        some_thin = bool(thin[bounds(request.mask).slices].any())
        rest = progress
        if some_thin:
            patches, interpolation = interpolated_patches(request, thin, progress.part(0, 0.2))
            rest = progress.part(0.2, 1)
        done = thin.copy() if len(plans) > 1 or some_thin else None
        for i, plan in enumerate(plans):
            rest.check()
            started = time.perf_counter()
            part = rest.part(i / len(plans), (i + 1) / len(plans))
            filled = self._fill_window(request, plan, patches, done, part, notes)
            patches.append(filled.patch)
            references.append(filled.references)
            guided |= filled.guided
            if done is not None:
                done[plan.hole.slices] |= plan.write
            seconds = time.perf_counter() - started
            reports.append(HoleReport(plan.hole, plan.window, filled.scale, filled.mode, seconds))
        if some_thin:
            reports.append(interpolation)
        progress.update(1.0, Message("done"))
        return FillResult(
            tuple(patches),
            tuple(reports),
            self.weights.name,
            self.device_name,
            time.perf_counter() - began,
            self.weights.sha256,
            tuple(dict.fromkeys(notes)),
            request.revision,
            tuple(references),
            self.structure.name if guided else "",
            self.structure.sha256 if guided else "",
        )

    def _fill_window(
        self,
        request: FillRequest,
        plan: WindowPlan,
        earlier: list[FillPatch],
        done: np.ndarray | None,
        progress: Progress,
        notes: list[Message],
    ) -> FilledWindow:
        window = window_of(request, plan, earlier, done)
        options = request.options
        progress.update(0.02, Message("reading the surroundings"))
        image = to_srgb(window.native, window.icc)
        part = bounds(window.hidden).slices
        image[part][window.hidden[part]] = 0
        rest = progress.part(0.2, 0.95)
        assembles = options.mode != "network"
        structure = self._guide(image, window.hidden, notes) if assembles else None
        # An assembly needs the network's output late, so an idle thread computes it in the meantime.
        with Ahead(partial(self._asked, window, image, plan.scale, options, rest, notes)) as asked:
            del image  # for a large window it is a large part of the memory in use
            if not (assembles and self.device.type == "cpu"):
                asked.result()
                progress.update(0.2, Message("network"))
            detail = options.detail if not assembles and asked.result().scale < 1 else 0.0
            if detail > 0:  # not at full scale, at which the network loses no detail
                structure = self._guide(to_srgb(window.native, window.icc), window.hidden, notes)
            inner = plan.hole.relative_to(plan.window)
            if structure is None:
                pixels = network_pixels(window, asked.result().image, inner)
            else:
                guided = Guided.of(
                    window,
                    lambda: asked.result().answer,
                    structure,
                    request.lines.moved(-plan.window.left, -plan.window.top),
                    candidate_set=options.candidate_set,
                    progress=rest.part(0.05, 1) if assembles else rest.part(0.05, 1, what=Message("detail")),
                )
                pixels = (
                    guided.assembled_pixels(inner) if assembles else guided.detailed_pixels(inner, detail)
                )
            references = asked.result().references
        if assembles:
            shift, fallback = guided.assembly.shift, guided.assembly.fallback
            references.sources = Sources.of(window.box, shift, window.write & ~fallback)
        share = request.share(plan.hole, plan.write)
        progress.update(1.0, Message("filled"))
        patch = FillPatch(plan.hole, compose(window.native[inner.slices], window.toned(pixels), share))
        mode: Literal["network", "assembly"] = "assembly" if assembles else "network"
        return FilledWindow(patch, mode, references, asked.result().scale, structure is not None)

    def _guide(self, image: np.ndarray, hidden: np.ndarray, notes: list[Message]) -> Guide:
        """The structure network's prediction. If the GPU lacks memory for it, all networks run on the CPU from then on."""

        def guide() -> Guide:
            return structure_guide(self.structure.network, image, hidden, self.device)

        try:
            return with_or_without_onednn(guide)
        except torch.OutOfMemoryError:
            self._to_cpu(notes)
            return guide()

    def _asked(
        self,
        window: Window,
        image: np.ndarray,
        scale: float,
        options: FillOptions,
        progress: Progress,
        notes: list[Message],
    ) -> _Asked:
        """The network's output for a window (``image``: its pixels in sRGB) and the references that its features
        select.
        """
        half_coarse = coarse_at_half(options, scale)
        # One thread is left to the assembly.
        count = threads() if options.mode == "network" else max(1, threads() - 1)
        with torch_threads(count):
            network = self.run_network(
                image,
                window.hidden,
                scale,
                mirrored=options.mirrored,
                half_coarse=half_coarse,
                notes=notes,
            )
        feature = network.feature[0].numpy()
        references = References.of(
            window.box,
            network.image,
            Feature(feature),
            hidden=window.hidden,
            write=window.write,
            prefer=window.prefer,
            mirrored=options.mirrored,
            half_coarse=half_coarse,
        )
        if options.mode != "network":
            references.prepare(progress.part(0, 0.05))
        return _Asked(network.image, feature, references, network.scale)

    def add_mirrored(self, references: References) -> tuple[Message, ...]:
        """Run the network on the mirrored window too, so that the confidence of the references includes the agreement
        between both selections.

        Returns notes for the user: one if the GPU ran out of memory, in which case the networks run on the CPU from then
        on. The scale never changes, because both features must have the same size.
        """
        notes: list[Message] = []
        other = self.run_network(
            references.image,
            references.masks.hidden,
            1.0,
            mirrored=not references.mirrored,
            half_coarse=references.half_coarse,
            keep_scale=True,
            notes=notes,
        )
        references.add_mirrored(Feature(other.feature[0].numpy()))
        return tuple(notes)

    def run_network(
        self,
        image: np.ndarray,
        hidden: np.ndarray,
        scale: float,
        *,
        mirrored: bool = False,
        half_coarse: bool = False,
        keep_scale: bool = False,
        notes: list[Message] | None = None,
    ) -> NetworkFill:
        """The network's output for a window: image (H, W, 3) float32 sRGB in [0, 1], hidden (H, W) bool. With
        ``half_coarse`` the coarse network sees the window at half its size.

        If memory runs out, half the scale is tried, unless ``keep_scale``. If that fails too and the memory was a GPU's,
        the networks move to the CPU for good, and both scales are tried there. Notes for the user are added to ``notes``.
        Raises the last error of the allocator if all of this fails.
        """
        notes = [] if notes is None else notes
        for on_gpu in (True, False):
            for tried in (scale,) if keep_scale else (scale, scale / 2):
                try:
                    run = partial(self._run, image, hidden, tried, mirrored, half_coarse)
                    result = with_or_without_onednn(run)
                except Exception as error:
                    if not is_out_of_memory(error):
                        raise
                    last = error
                    _release()
                    continue
                if tried != scale:
                    notes.append(_HALF_ON_GPU if isinstance(last, torch.OutOfMemoryError) else _HALF_ON_CPU)
                return result
            if not (on_gpu and isinstance(last, torch.OutOfMemoryError)):
                break
            self._to_cpu(notes)
        raise last

    def _run(
        self, image: np.ndarray, hidden: np.ndarray, scale: float, mirrored: bool, half_coarse: bool
    ) -> NetworkFill:
        size = network_size(Size(hidden.shape[1], hidden.shape[0]), scale)
        small, small_hidden = reduced(image, hidden, size)
        if mirrored:
            small, small_hidden = small[:, ::-1], small_hidden[:, ::-1]
        answer = network_answer(
            self._generator, small, small_hidden, half_coarse=half_coarse, dtype=fast_dtype(self.device)
        )
        fine = np.clip(matched(answer.image, small, small_hidden), 0, 1)
        filled = np.where(small_hidden[:, :, None], fine, small)
        feature = answer.feature.cpu()
        if mirrored:
            filled, feature = filled[:, ::-1], feature.flip(3)
        return NetworkFill(np.ascontiguousarray(filled), feature, scale)


@contextmanager
def _prepared() -> Iterator[None]:
    """A context for a fill or a part of one: threads are ready, and a lack of memory becomes a FillError."""
    try:
        with single_threaded_products():
            prepare_threads()
            yield
    except Exception as error:
        if isinstance(error, FillError) or not is_out_of_memory(error):
            raise
        _release()
        raise FillError(NO_MEMORY) from error


def _release() -> None:
    """Free the GPU memory that torch keeps for later."""
    if torch.cuda.is_initialized():
        torch.cuda.empty_cache()
