import json
import sys
import types
from pathlib import Path

import cv2
import numpy as np
import pytest

from crfill_core.evaluation.metrics import Scores
from crfill_core.training.log import Meter, RunLog
from crfill_core.training.record import read_log
from crfill_core.training.report import write_report

SCORES = {"square": Scores(0.03, 21.5, 0.8, 0.4), "object": Scores(0.01, 28.0, 0.9, float("nan"))}


class Board:
    """Replaces TensorBoard's writer."""

    boards: list["Board"] = []

    def __init__(self, folder: str, purge_step: int) -> None:
        self.folder, self.purge_step, self.closed = Path(folder), purge_step, False
        self.scalars: list[tuple[str, float, int]] = []
        self.images: list[tuple[str, np.ndarray, int, str]] = []
        Board.boards.append(self)

    def add_scalar(self, name: str, value: float, step: int) -> None:
        self.scalars.append((name, value, step))

    def add_image(self, name: str, image: np.ndarray, step: int, dataformats: str) -> None:
        self.images.append((name, image, step, dataformats))

    def close(self) -> None:
        self.closed = True


@pytest.fixture
def board(monkeypatch):
    Board.boards = []
    module = types.ModuleType("torch.utils.tensorboard")
    module.SummaryWriter = Board  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", module)
    return Board


def write(folder: Path, said: list[str]) -> RunLog:
    log = RunLog(folder, 0, said.append)
    log.losses(10, 40, {"fine_l1": 0.5, "loss": 1.25}, rate=2.0, batch=8, seconds=5.0)
    log.validation(10, SCORES, seconds=6.0)
    log.losses(20, 40, {"fine_l1": 0.25, "loss": 1.0}, rate=2.0, batch=8, seconds=10.0)
    log.close()
    return log


def test_a_line_has_losses_throughput_memory_and_time_left(tmp_path):
    said: list[str] = []
    write(tmp_path, said)
    assert said[0].startswith("step 10/40  fine_l1 0.5000 loss 1.2500  16.0 img/s  ")
    assert said[0].endswith(" GiB  0 min left")
    assert said[1].startswith("  square: l1 0.0300 psnr 21.5000")


def test_the_log_can_be_read_again_and_cut_at_a_step(tmp_path):
    write(tmp_path, [])
    entries = read_log(tmp_path)
    assert [entry["step"] for entry in entries] == [10, 10, 20]
    assert entries[1]["validation"]["square"]["psnr"] == 21.5
    RunLog(tmp_path, 10, lambda line: None).close()
    assert [entry["step"] for entry in read_log(tmp_path)] == [10, 10]


def test_tensorboard_gets_the_scalars_where_it_is_installed(tmp_path, board):
    write(tmp_path, [])
    (written,) = board.boards
    assert written.folder == tmp_path / "tensorboard" and written.purge_step == 1 and written.closed
    assert ("losses/fine_l1", 0.25, 20) in written.scalars
    assert ("square/psnr", 21.5, 10) in written.scalars
    assert not any(name == "object/gradient_ratio" for name, _, _ in written.scalars)  # not a number


def test_tensorboard_gets_the_fills_in_their_colours(tmp_path, board):
    grid = np.zeros((6, 9, 3), np.uint8)
    grid[:] = (200, 100, 50)
    cv2.imwrite(str(tmp_path / "grid.png"), grid[:, :, ::-1])
    RunLog(tmp_path, 0, lambda line: None).samples(30, tmp_path / "grid.png")
    ((name, image, step, order),) = board.boards[0].images
    assert (name, step, order) == ("samples", 30, "HWC") and np.array_equal(image, grid)


def test_without_tensorboard_nothing_is_missing(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch.utils.tensorboard", None)  # import fails
    write(tmp_path, [])
    assert len(read_log(tmp_path)) == 3 and not (tmp_path / "tensorboard").exists()


def test_the_meter_leaves_pauses_out(monkeypatch):
    now = [100.0]
    monkeypatch.setattr("crfill_core.training.log.time.monotonic", lambda: now[0])
    meter = Meter(step=5)
    now[0] += 2
    assert meter.rate(9) == pytest.approx(2.0)
    now[0] += 12
    meter.pause(10)
    assert meter.rate(19) == pytest.approx(5.0)


def test_the_report_is_one_page_with_curves_fills_figures_and_configuration(tmp_path, config):
    write(tmp_path, [])
    (tmp_path / "samples").mkdir()
    for step in range(0, 50, 10):
        cv2.imwrite(str(tmp_path / "samples" / f"{step:07d}.png"), np.full((8, 8, 3), 5 * step, np.uint8))
    page = write_report(tmp_path, config).read_text()
    assert page.count("<svg") == 7  # two losses, throughput, four figures
    assert page.count("<polyline") == 7 + 4  # the figures have two kinds of holes
    assert page.count("data:image/jpeg;base64,") == 3 and "Fills at step 40" in page
    assert "<td>21.5000</td>" in page and "&quot;width&quot;: 8" in page
    assert "http" not in page and "nan" not in page.split("<h2>")[0]


def test_the_report_of_a_run_stopped_after_a_long_validation(tmp_path, config):
    log = RunLog(tmp_path, 0, lambda line: None)
    log.validated(3, 1, 2)
    assert "Nothing has been logged yet" in write_report(tmp_path, config).read_text()
    log.validation(3, SCORES, seconds=90.0)
    log.close()
    assert "Step 3 of 8" in (page := write_report(tmp_path, config).read_text()) and "1.5 minutes" in page


def test_a_run_without_any_log_still_has_a_report(tmp_path, config):
    page = write_report(tmp_path, config).read_text()
    assert "Nothing has been logged yet" in page and json.dumps(config.name)[1:-1] in page
