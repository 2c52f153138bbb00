"""Every action as a row of one table: text, icon, keys, help, and when it is enabled."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class ActionSpec:
    """A row of the table. ``keys`` are separated by spaces. Esc and function keys, and keys with Ctrl, Alt or Meta, act
    everywhere in the window; all others act only while the canvas has the focus.

    ``hold`` is a key that the canvas handles itself; it is listed here only to be shown. ``hint`` explains a tool in
    its panel. The action is enabled while ``group`` is one of :attr:`Session.groups`. Of the actions with the same
    ``choice``, one is checked at a time.
    """

    id: str
    text: str
    icon: str = ""
    keys: str = ""
    tip: str = ""
    hint: str = ""
    group: str = "photo"
    checkable: bool = False
    choice: str = ""
    hold: str = ""


def _tool(name: str, text: str, icon: str, key: str, tip: str, hint: str) -> ActionSpec:
    return ActionSpec(f"tool.{name}", text, icon, keys=key, tip=tip, hint=hint, checkable=True, choice="tool")


MASK_TOOLS: tuple[ActionSpec, ...] = (
    _tool(
        "lasso",
        "Lasso",
        "path",
        "L",
        "Drag round what should go (hold Alt to subtract)",
        "Drag round an area. Alt removes it from the mask.",
    ),
    _tool(
        "polygon",
        "Polygon",
        "polygon",
        "P",
        "Click the corners of what should go (hold Alt to subtract)",
        "Click the corners; Enter, a double click or the first corner ends. Shift: steps of 45°. "
        "Backspace removes a corner. Alt at the first click subtracts.",
    ),
    _tool(
        "rectangle",
        "Rectangle",
        "rectangle",
        "R",
        "Drag a rectangle over what should go (hold Alt to subtract)",
        "Drag from corner to corner. Shift: a square. Alt before the drag subtracts, Alt during it "
        "draws from the centre.",
    ),
    _tool(
        "ellipse",
        "Ellipse",
        "circle",
        "O",
        "Drag an ellipse over what should go (hold Alt to subtract)",
        "Drag from corner to corner. Shift: a circle. Alt before the drag subtracts, Alt during it "
        "draws from the centre.",
    ),
    _tool(
        "smart",
        "Smart Select",
        "magic-wand",
        "W",
        "Drag a box round an object to find its outline",
        "Drag a box round an object. Then draw over missing parts, or with Alt over parts to leave "
        "out; Enter or a double click accepts.",
    ),
    _tool(
        "bucket",
        "Bucket",
        "paint-bucket",
        "G",
        "Click on a colour to mask everything like it (hold Alt to subtract)",
        "Click on a colour to mask everything like it. Alt removes it from the mask.",
    ),
)
"""The tools that select an area, in the order of the menu and the toolbox."""

ACTIONS: tuple[ActionSpec, ...] = (
    ActionSpec("open", "Open…", "folder-open", "Ctrl+O", tip="Open a photo", group="always"),
    ActionSpec("next", "Next Photo", keys="PgDown", tip="Open the next photo"),
    ActionSpec("previous", "Previous Photo", keys="PgUp", tip="Open the previous photo"),
    ActionSpec("close", "Close Photo", keys="Ctrl+W", tip="Close the photo"),
    ActionSpec("save", "Save", "floppy-disk", "Ctrl+S", tip="Save; the first time under a new name"),
    ActionSpec(
        "save_as", "Save As…", keys="Ctrl+Shift+S", tip="Save under another name or in another format"
    ),
    ActionSpec(
        "restore",
        "Restore Unsaved Work",
        tip="Open the unsaved work that a crash left",
        group="unsaved",
    ),
    ActionSpec(
        "project.save", "Save Project", "package", tip="Save photo, mask, fills and steering in one file"
    ),
    ActionSpec("project.save_as", "Save Project As…", tip="Save the project under another name"),
    ActionSpec(
        "export.openraster", "Export OpenRaster…", tip="Write photo and fill as layers, for Krita and GIMP"
    ),
    ActionSpec(
        "export.recipe",
        "Export Recipe…",
        tip="Write how the fills were made, for crfill replay",
        group="filled",
    ),
    ActionSpec(
        "batch",
        "Fill a Folder…",
        "stack",
        tip="Fill all photos in a folder, each with its own mask or all with the same one",
        group="always",
    ),
    ActionSpec(
        "weights",
        "Weights…",
        "cube",
        tip="View, check, import and choose the network's weights",
        group="always",
    ),
    ActionSpec("lab", "Lab…", "flask", tip="Train, evaluate and compare weights", group="always"),
    ActionSpec("quit", "Quit", keys="Ctrl+Q", tip="Leave CR-Fill Studio", group="always"),
    ActionSpec("copy", "Copy Photo", "copy", "Ctrl+C", tip="Copy the edited photo to the clipboard"),
    ActionSpec(
        "paste", "Paste Photo", "clipboard", "Ctrl+V", tip="Open the picture on the clipboard", group="always"
    ),
    ActionSpec("undo", "Undo", "arrow-counter-clockwise", "Ctrl+Z", tip="Undo the last step", group="undo"),
    ActionSpec(
        "redo",
        "Redo",
        "arrow-clockwise",
        "Ctrl+Shift+Z Ctrl+Y",
        tip="Redo the last undone step",
        group="redo",
    ),
    _tool(
        "brush",
        "Brush",
        "paint-brush",
        "B",
        "Paint over what should go (hold Alt to erase)",
        "Paint over what should go. Alt erases, Shift+click draws a line, Shift+drag changes the size.",
    ),
    _tool(
        "eraser",
        "Eraser",
        "eraser",
        "E",
        "Erase parts of the mask (hold Alt to paint)",
        "Erase parts of the mask. Alt paints.",
    ),
    _tool(
        "avoid",
        "Avoid Brush",
        "prohibit",
        "S",
        "Paint over what fills may not borrow from (hold Alt to erase)",
        "Paint over what fills may not borrow from. Alt erases.",
    ),
    *MASK_TOOLS,
    _tool(
        "line",
        "Line",
        "line-segments",
        "I",
        "Draw where an edge continues across the hole, or delete a detected line",
        "Click where an edge should continue, or drag; Enter or a double click ends. Shift: steps of 45°. "
        "Click a line to select it; Delete removes it.",
    ),
    ActionSpec("line.next", "Next Line", keys=".", tip="Select the next line", group="lines"),
    ActionSpec("line.previous", "Previous Line", keys=",", tip="Select the previous line", group="lines"),
    _tool(
        "hand", "Hand", "hand", "H", "Move the photo", "Drag the photo. Space does the same with any tool."
    ),
    _tool(
        "zoom",
        "Zoom",
        "magnifying-glass",
        "Z",
        "Click to zoom in, Alt+click to zoom out; drag a box to zoom to it",
        "Click to zoom in, Alt+click to zoom out; drag a box to zoom to it. Press the key twice to "
        "zoom to the mask.",
    ),
    ActionSpec("tool.swap", "Swap Brush and Eraser", "swap", keys="X", tip="Switch between eraser and brush"),
    ActionSpec(
        "pointer.keys",
        "Pointer with the Keys",
        keys="K",
        tip="Move a pointer on the photo with the arrow keys and press it with Space",
        checkable=True,
    ),
    ActionSpec("brush.larger", "Larger Brush", keys="]", tip="Make the brush larger"),
    ActionSpec("brush.smaller", "Smaller Brush", keys="[", tip="Make the brush smaller"),
    ActionSpec("brush.harder", "Harder Brush", keys="Shift+]", tip="Make the brush's edge harder"),
    ActionSpec("brush.softer", "Softer Brush", keys="Shift+[", tip="Make the brush's edge softer"),
    ActionSpec("mask.open", "Open Mask…", "file-arrow-up", tip="Replace the mask with one from a file"),
    ActionSpec("mask.save", "Save Mask…", tip="Write the mask to a file", group="mask"),
    ActionSpec("mask.clear", "Clear Mask", "trash", "Ctrl+D", tip="Empty the mask", group="mask"),
    ActionSpec(
        "mask.invert", "Invert Mask", "selection-inverse", "Ctrl+Shift+I", tip="Mask what is not masked"
    ),
    ActionSpec(
        "mask.refine",
        "Grow, Shrink, Feather…",
        "bounding-box",
        "Ctrl+Shift+R",
        tip="Move or soften the mask's edge with a live preview",
        group="mask",
    ),
    ActionSpec(
        "mask.dust",
        "Dust && Scratches…",
        "dots-nine",
        tip="Mask specks, hairs and scratches with a live preview",
    ),
    ActionSpec("mask.islands", "Fill Islands", tip="Mask everything that the mask surrounds", group="mask"),
    ActionSpec(
        "mask.restore",
        "Restore Last Mask",
        "clock-counter-clockwise",
        "Ctrl+Shift+D",
        tip="Bring back the mask of the last fill",
        group="filled",
    ),
    ActionSpec(
        "fill",
        "Fill",
        "sparkle",
        "Ctrl+Enter Ctrl+Return Enter Return",
        tip="Fill what the mask covers",
        group="fillable",
    ),
    ActionSpec(
        "fill.again",
        "Fill Again",
        "arrows-clockwise",
        "Ctrl+Shift+Enter Ctrl+Shift+Return",
        tip="Fill the last hole again with the current steering",
        group="refillable",
    ),
    ActionSpec(
        "variants",
        "Variants",
        "squares-four",
        keys="Shift+Enter Shift+Return",
        tip="Fill the same hole in other ways and choose; press again to show the next",
        group="variable",
    ),
    ActionSpec(
        "steer.clear",
        "Clear Steering",
        tip="Clear what is avoided and preferred, and all drawn and deleted lines",
        group="steered",
    ),
    ActionSpec("cancel", "Cancel", "x-circle", "Esc", tip="Cancel the fill, or the stroke", group="always"),
    ActionSpec("zoom.in", "Zoom In", "magnifying-glass-plus", "Ctrl++ Ctrl+= + =", tip="Zoom in"),
    ActionSpec("zoom.out", "Zoom Out", "magnifying-glass-minus", "Ctrl+- -", tip="Zoom out"),
    ActionSpec("zoom.fit", "Fit", "corners-out", "Ctrl+0", tip="Show the whole photo"),
    ActionSpec(
        "zoom.actual", "100 %", "frame-corners", "Ctrl+1", tip="Show one photo pixel on one screen pixel"
    ),
    ActionSpec(
        "zoom.mask",
        "Zoom to Mask",
        "crosshair",
        "Ctrl+2",
        tip="Show the mask as large as possible; pressing the zoom tool's key twice does the same",
        group="mask",
    ),
    ActionSpec(
        "view.mask", "Show Mask", "eye", keys="M", tip="Show or hide the mask", checkable=True, group="always"
    ),
    ActionSpec(
        "view.references",
        "Show References",
        "puzzle-piece",
        keys="V",
        tip="Show the references of the fill",
        checkable=True,
        group="always",
    ),
    ActionSpec(
        "view.split",
        "Split View",
        "columns",
        keys="Shift+V",
        tip="Show fill, jigsaw and original side by side",
        checkable=True,
        group="filled",
    ),
    ActionSpec(
        "references.export",
        "Export References…",
        "export",
        tip="Write a contact sheet, pictures and matches.json that explain the fills",
        group="filled",
    ),
    ActionSpec(
        "view.compare",
        "Compare with Original",
        "circle-half",
        tip="Show the original; hold \\ on the canvas for a quick look",
        hold="\\",
        checkable=True,
        group="changed",
    ),
    ActionSpec(
        "view.wipe",
        "Split Wipe",
        "square-half",
        keys="Shift+\\",
        tip="Show the original to the left of a line that can be dragged",
        checkable=True,
    ),
    ActionSpec("theme.system", "Follow the System", group="always", checkable=True, choice="theme"),
    ActionSpec("theme.dark", "Dark", group="always", checkable=True, choice="theme"),
    ActionSpec("theme.light", "Light", group="always", checkable=True, choice="theme"),
    ActionSpec(
        "help.last_error",
        "Show Last Error",
        "warning-circle",
        tip="Show the last error message",
        group="always",
    ),
    ActionSpec(
        "help.report",
        "Copy Report",
        "clipboard-text",
        tip="Copy versions, device, weights and the log's last lines; no photo, no folders",
        group="always",
    ),
    ActionSpec("help.log", "Show Log Folder", tip="Open the folder of the log file", group="always"),
    ActionSpec(
        "settings", "Settings…", "gear", "Ctrl+,", tip="Change the program's settings", group="always"
    ),
    ActionSpec("help.keys", "Keyboard and Mouse", "keyboard", "F1", tip="Show all shortcuts", group="always"),
    ActionSpec("help.about", "About CR-Fill Studio", "info", group="always"),
)
