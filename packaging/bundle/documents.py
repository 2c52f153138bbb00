"""Declarations, for each system, of the files that the editor opens."""

from __future__ import annotations

from bundle import publisher

APP_ID = publisher.read().app_id
PROJECT_MIME = "application/x-crfill-project"
PHOTO_MIMES = (
    "image/jpeg", "image/png", "image/tiff", "image/webp", "image/avif", "image/bmp", "image/heif",
)  # fmt: skip
PHOTO_SUFFIXES = ("jpg", "jpeg", "png", "tif", "tiff", "webp", "avif", "bmp", "heic", "heif")


def mac_document_types() -> dict[str, object]:
    """The part of Info.plist for the Finder."""
    project = f"{APP_ID}.project"
    return {
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "CR-Fill Studio project",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Owner",
                "LSItemContentTypes": [project],
            },
            {
                "CFBundleTypeName": "Photo",
                "CFBundleTypeRole": "Editor",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.image", "public.camera-raw-image"],
            },
        ],
        "UTExportedTypeDeclarations": [
            {
                "UTTypeIdentifier": project,
                "UTTypeDescription": "CR-Fill Studio project",
                "UTTypeConformsTo": ["public.data"],
                "UTTypeTagSpecification": {
                    "public.filename-extension": ["crfill"],
                    "public.mime-type": [PROJECT_MIME],
                },
            }
        ],
    }
