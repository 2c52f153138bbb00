"""``python -m tests.campaign.cases``: the kinds of files and holes from real life that once failed, each by its tests."""

from __future__ import annotations

import argparse
import subprocess
import sys

from tests.campaign.mutated_files import ROOT, environment
from tests.campaign.verdict import conclude

IMAGING, INFERENCE, CLI = "tests/core/imaging/", "tests/core/inference/", "tests/cli/"
CODECS = IMAGING + "codecs/"
CASES: dict[str, tuple[str, ...]] = {
    "copies of the photo in its metadata": (
        f"{IMAGING}test_hidden_copies.py::test_a_saved_photo_shows_nothing_of_the_original_in_any_format",
        f"{IMAGING}test_hidden_copies.py::test_exiftool_gets_no_copy_out_of_a_saved_photo",
    ),
    "folders that refuse chmod": (
        f"{IMAGING}test_names.py::test_a_folder_that_refuses_chmod_takes_new_versions",
        f"{IMAGING}test_names.py::test_a_mounted_folder_that_refuses_chmod",
    ),
    "names that are no text": (
        f"{IMAGING}test_names.py::test_a_name_that_is_no_text_is_written_and_read",
        f"{CLI}test_names.py::test_a_name_is_printed",
        f"{CLI}test_names.py::test_json_gives_the_name_back",
        f"{CLI}test_names.py::test_a_batch_skips_such_names",
    ),
    "colour signals and texts of PNG and AVIF": (
        f"{CODECS}test_color_signals.py::test_a_png_keeps_its_signals_and_texts_as_they_are",
        f"{CODECS}test_color_signals.py::test_in_other_formats_the_colours_mean_the_same",
        f"{CODECS}test_color_signals.py::test_losses_of_texts_are_told",
        f"{CODECS}test_color_signals.py::test_an_avif_keeps_its_code_points",
        f"{CODECS}test_color_signals.py::test_a_lossless_avif_stays_lossless",
    ),
    "extras of JPEG": (
        f"{CODECS}test_jpeg_extras.py::test_comments_and_texts_stay",
        f"{CODECS}test_jpeg_extras.py::test_photoshop_resources_stay_without_their_thumbnails",
        f"{CODECS}test_jpeg_extras.py::test_what_shows_the_photo_as_it_was_goes_and_is_told",
        f"{CODECS}test_jpeg_extras.py::test_xmp_beyond_one_segment_is_read_whole_and_split_again",
        f"{CODECS}test_jpeg_extras.py::test_exiftool_reads_our_extended_xmp_and_we_its",
    ),
    "sampling and tables of JPEG": (
        f"{CODECS}test_jpeg.py::test_rare_samplings_stay_and_so_does_what_was_not_edited",
        f"{CODECS}test_jpeg.py::test_djpeg_reads_rare_samplings_as_we_do",
        f"{CODECS}test_jpeg.py::test_a_jpeg_that_holds_rgb_does_so_again",
        f"{CODECS}test_jpeg.py::test_each_component_keeps_its_own_table",
        f"{CODECS}test_jpeg.py::test_that_a_lossless_jpeg_becomes_lossy_is_told",
    ),
    "channels, transparency and tags of TIFF and PNG": (
        f"{CODECS}test_tiff_kinds.py::test_what_a_channel_beyond_the_colours_is_its_tag_says",
        f"{CODECS}test_tiff_kinds.py::test_the_alpha_among_several_channels",
        f"{IMAGING}test_odd_files.py::test_one_transparent_grey_of_few_bits",
        f"{IMAGING}test_matrix.py::test_interoperability_comments_and_captions_go_into_tiff",
        f"{IMAGING}test_matrix.py::test_what_a_format_holds_is_kept_and_the_rest_is_told",
    ),
    "TIFF that begins below the first row": (
        f"{CODECS}test_tiff_kinds.py::test_a_crop_of_a_panorama_is_read_from_its_own_first_row",
    ),
    "masks of other programs": (
        f"{IMAGING}test_mask.py::test_white_under_transparency_is_not_filled",
        f"{IMAGING}test_mask.py::test_a_copy_of_the_photo_with_a_transparent_hole",
        f"{IMAGING}test_mask.py::test_of_two_values_the_brighter_is_filled",
        f"{IMAGING}test_mask.py::test_masks_of_label_programs",
        f"{IMAGING}test_mask.py::test_several_dark_values_are_refused_with_what_would_count",
        f"{IMAGING}test_mask.py::test_soft_values_come_back",
    ),
    "a transparent border": (
        f"{IMAGING}test_opacity.py::test_alpha_grows_by_the_coverage",
        f"{IMAGING}test_openraster.py::test_a_filled_border_is_seen_in_layers_and_merged",
    ),
    "files that others open": (
        f"{IMAGING}test_odd_files.py::test_a_jpeg_without_its_end_mark_is_opened_and_said",
        f"{IMAGING}test_odd_files.py::test_a_damaged_side_chunk_costs_only_itself",
        f"{CODECS}test_tiff_kinds.py::test_cmyk_with_a_fifth_channel",
        f"{CODECS}test_tiff_kinds.py::test_lab_of_every_kind_shows_the_same_colours",
        f"{CODECS}test_tiff_kinds.py::test_compressions_that_can",
        f"{CODECS}test_tiff_kinds.py::test_not_the_thumbnail_is_opened",
        f"{CODECS}test_tiff_kinds.py::test_floating_point_values_of_every_scale",
    ),
    "upper and lower case of masks": (
        f"{CLI}test_batch.py::test_upper_and_lower_case_do_not_matter_to_masks",
    ),
    "thin holes": (
        f"{INFERENCE}test_thin.py::test_interpolation_beats_the_mean_of_the_neighbours_by_a_decibel",
        f"{INFERENCE}test_thin.py::test_any_holes_are_filled_between_black_and_white_and_nothing_else_changes",
    ),
    "photos of one hue": (
        f"{INFERENCE}test_colours.py::test_neutral_surroundings_are_filled_neutral_bit_for_bit",
        f"{INFERENCE}test_colours.py::test_sepia_is_filled_with_sepia",
    ),
    "colours beyond sRGB": (f"{INFERENCE}test_colours.py::test_greens_beyond_srgb_stay_what_they_are",),
    "colours under transparency": (
        f"{INFERENCE}test_colours.py::test_colours_under_transparency_do_not_tint_the_fill",
    ),
}


def names() -> list[str]:
    return [name for tests in CASES.values() for name in tests]


def main() -> int:
    argparse.ArgumentParser(description=__doc__).parse_args()
    failed = []
    for number, (case, tests) in enumerate(CASES.items(), start=1):
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *tests]
        ended = subprocess.run(command, env=environment(), cwd=ROOT, capture_output=True, text=True)
        print(f"{number:3} {case:50}{'failed' if ended.returncode else 'right'}", flush=True)
        if ended.returncode:
            print(ended.stdout)
            failed.append(case)
    return conclude(len(CASES), failed)


if __name__ == "__main__":
    sys.exit(main())
