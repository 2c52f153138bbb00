"""Tables are laid out as the paper's and mark the best."""

import json
import math

import pytest

from crfill_core.errors import CrfillError
from crfill_core.evaluation.metrics import Scores
from crfill_core.evaluation.results import Evaluation, ImageScores, read_evaluation, write_csv
from crfill_core.evaluation.tables import difference_table, paper_table


def evaluation(method: str, holes: str, *scores: Scores, texture=(3.0, 2.0, 1.0)) -> Evaluation:
    images = tuple(ImageScores(f"{i}", one, 0.25, "00", 0.5) for i, one in enumerate(scores))
    return Evaluation(method, holes, images, texture)


OURS = evaluation("Ours_1", "square", Scores(0.02, 24.0, 0.85, 0.8), Scores(0.03, 26.0, 0.86, 0.9))
BLUR = evaluation(
    "Blur", "square", Scores(0.01, 26.0, 0.80, 0.3), Scores(0.02, 28.0, 0.82, 0.3), texture=(9.0, 1, 1)
)
OURS_IRREGULAR = evaluation("Ours_1", "irregular", Scores(0.01, 30.0, 0.9, math.nan))


def cells(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()]


def test_markdown_has_a_row_a_method_and_marks_the_best():
    head, _, ours, blur = cells(paper_table([OURS, BLUR], "md"))
    assert head == [
        "Method",
        "square: L1 error ↓",
        "square: PSNR ↑",
        "square: SSIM ↑",
        "square: Texture distance ↓",
        "square: Gradient ratio → 1",
    ]
    assert ours == ["Ours_1", "0.0250", "25.00", "**0.8550**", "**3.00 / 2.00 / 1.00**", "**0.850**"]
    assert blur == ["Blur", "**0.0150**", "**27.00**", "0.8100", "9.00 / 1.00 / 1.00", "0.300"]


def test_kinds_come_in_the_papers_order_and_gaps_are_dashes():
    head, _, ours, blur = cells(paper_table([OURS_IRREGULAR, BLUR, OURS], "md"))
    assert [title.split(":")[0] for title in head[1:]] == ["square"] * 5 + ["irregular"] * 5
    assert ours[1] == "0.0250" and ours[6] == "0.0100" and ours[10] == "nan"
    assert blur[6:] == ["–"] * 5


def test_errors_and_preferences_are_added_on_request():
    head, _, ours, blur = cells(paper_table([OURS, BLUR], "md", errors=True, preferences={"Ours_1": 271}))
    assert ours[2] == "25.00 ± 1.00"
    assert (head[-1], ours[-1], blur[-1]) == ("User preference", "271", "–")


def test_latex_has_as_many_cells_as_columns():
    table = paper_table([OURS, BLUR, OURS_IRREGULAR], "tex", errors=True, preferences={"Blur": 3})
    lines = table.splitlines()
    assert lines[0] == r"\begin{tabular}{l ccccc ccccc c}" and lines[-1] == r"\end{tabular}"
    assert r"\multicolumn{5}{c}{Square holes}" in lines[2]
    rows = [line for line in lines if line.endswith(r"\\")][1:]
    assert {line.count("&") for line in rows} == {11}
    assert rows[1].startswith(r"Ours\_1 & ") and r"25.00 $\pm$ 1.00" in rows[1]


def test_paired_differences_say_where_they_leave_out_0():
    header, _, row = cells(difference_table([(OURS, BLUR)], "md"))
    assert header == ["Difference", "Holes", "L1 error", "PSNR", "SSIM", "Gradient ratio"]
    assert row[:2] == ["Ours_1 − Blur", "square"]
    assert row[2] == "**+0.0100 [+0.0100, +0.0100]**" and row[3] == "**−2.00 [−2.00, −2.00]**"
    mixed = evaluation("Mixed", "square", Scores(0.03, 23.0, 0.85, 0.8), Scores(0.02, 27.0, 0.86, 0.9))
    assert cells(difference_table([(OURS, mixed)], "md"))[2][3] == "+0.00 [−1.00, +1.00]"
    with pytest.raises(CrfillError, match="not evaluated on the same"):
        difference_table([(OURS, OURS_IRREGULAR)], "md")


def test_paired_differences_in_latex():
    lines = difference_table([(OURS, BLUR)], "tex").splitlines()
    assert lines[0] == r"\begin{tabular}{ll cccc}" and lines[-1] == r"\end{tabular}"
    assert lines[4].startswith(r"Ours\_1 $-$ Blur & square & \textbf{+0.0100")


def test_the_same_cell_twice_is_refused():
    with pytest.raises(CrfillError, match="Blur on square holes is given twice"):
        paper_table([BLUR, OURS, BLUR], "md")


def test_json_and_csv_keep_everything(tmp_path):
    strange = evaluation("x", "object", Scores(0, math.inf, 1, math.nan), Scores(0.5, 10, 0.2, 1))
    text = json.dumps(strange.to_dict(), allow_nan=False)
    (tmp_path / "x.json").write_text(text)
    read = read_evaluation(tmp_path / "x.json")
    assert read.values("l1") == [0, 0.5] and read.texture == strange.texture
    assert math.isnan(read.values("gradient_ratio")[0])
    assert (read.method, read.holes) == ("x", "object")

    write_csv(OURS, tmp_path / "x.csv")
    assert (tmp_path / "x.csv").read_text().splitlines() == [
        "name,l1,psnr,ssim,gradient_ratio,hole_psnr,lite0,hole,seconds",
        "0,0.02,24.0,0.85,0.8,nan,nan,0.25,0.5",
        "1,0.03,26.0,0.86,0.9,nan,nan,0.25,0.5",
    ]


def test_figures_that_earlier_files_lack_are_read_as_unknown(tmp_path):
    earlier = OURS.to_dict()
    for one in earlier["per_image"]:
        del one["hole_psnr"], one["lite0"]
    (tmp_path / "x.json").write_text(json.dumps(earlier))
    read = read_evaluation(tmp_path / "x.json")
    assert math.isnan(read.means().lite0) and read.means().psnr == OURS.means().psnr


def test_columns_of_the_new_figures_appear_where_they_were_measured():
    both = [
        evaluation(n, "square", Scores(0.02, 24.0, 0.85, 0.8, p, d))
        for n, p, d in (("A", 14, 6), ("B", 15, 5))
    ]
    header, _, a, b = cells(paper_table(both, "md"))
    assert header[-2:] == ["square: Hole PSNR ↑", "square: lite0 ↓"]
    assert a[-2:] == ["14.00", "6.00"] and b[-2:] == ["**15.00**", "**5.00**"]
    assert cells(difference_table([(both[1], both[0])], "md"))[0][-2:] == ["Hole PSNR", "lite0"]


@pytest.mark.parametrize("text", ["", "[1]", "{}", '{"per_image": [{}]}', "[" * 100_000])
def test_other_json_is_refused(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(CrfillError, match="holds no evaluation"):
        read_evaluation(tmp_path / "x.json")
    with pytest.raises(CrfillError, match="cannot be read"):
        read_evaluation(tmp_path / "y.json")
