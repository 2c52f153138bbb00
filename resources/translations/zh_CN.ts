<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>editor</name>
  <message>
   <location filename="../../crfill_gui/__main__.py" />
   <source>Something unexpected went wrong ({what}). The details are in the log.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open a photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Next Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open the next photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Previous Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open the previous photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Close Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Close the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save; the first time under a new name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save As…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save under another name or in another format</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Restore Unsaved Work</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open the work that was left behind when the program did not end well</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save Project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save photo, mask, fills and steering in one file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save Project As…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save the project under another name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Export OpenRaster…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Photo and fill as layers, for Krita and GIMP</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Export Recipe…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>How the fills were made, for crfill replay</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill a Folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill all photos of a folder with a mask each, or one for all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Weights…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>See, check, import and choose the network's weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Quit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Leave CR-Fill Studio</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Copy Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Put the photo as it is now on the clipboard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Paste Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open the picture on the clipboard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Take back the last step</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Redo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Do the step again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Paint over what should go (hold Alt to erase)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Eraser</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Take paint off the mask (hold Alt to paint)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Avoid Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Paint over what fills may not borrow from (hold Alt, or press E, to erase)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Lasso</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Drag round what should go (hold Alt to subtract)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Polygon</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Click the corners of what should go (hold Alt to subtract)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Rectangle</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Drag a rectangle over what should go (hold Alt to subtract)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Ellipse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Drag an ellipse over what should go (hold Alt to subtract)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Smart Select</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Drag a box round an object to find its outline</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Bucket</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Click on a colour to mask everything like it (hold Alt to subtract)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Move the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Click to zoom in, with Alt out; drag a box to see just that</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Swap Brush and Eraser</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Take the eraser in hand, or the brush again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Larger Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Make the brush larger</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Smaller Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Make the brush smaller</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Harder Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Make the brush's edge harder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Softer Brush</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Make the brush's edge softer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open Mask…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Replace the mask by that of a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Save Mask…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Write the mask to a file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Clear Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Take everything off the mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Invert Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Mask what is not masked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Grow, Shrink, Feather…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Move or soften the mask's edge, seen live</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill Islands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Mask what the mask surrounds wholly</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Restore Last Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Bring back the mask of the last fill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill what the mask covers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill Again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill the last hole anew, as it is steered now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Variants</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill the same hole in other ways, to choose from; again: show the next</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Clear Steering</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Avoid and prefer nothing any more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Cancel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Cancel the fill, or the stroke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom In</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom in</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom Out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show the whole photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>100 %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>One photo pixel on one screen pixel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Zoom to Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show the mask as large as it fits; pressing the zoom tool's key twice does the same</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show or hide the mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show References</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show what the fill leaned on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Split View</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Fill, jigsaw and original side by side</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Export References…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Write a contact sheet, pictures and matches.json that explain the fills</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Compare with Original</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show the original; hold \ on the canvas for a quick look</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Split Wipe</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>The original left of a line that can be dragged</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Follow the System</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Dark</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Light</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show Last Error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show what last went wrong</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Copy Report</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Copy versions, device, weights and the log's last lines; no photo, no folders</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show Log Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Open the folder of the log file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Settings…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Change how the program works</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Keyboard and Mouse</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>Show all shortcuts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/actions.py" />
   <source>About CR-Fill Studio</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bars.py" />
   <source>Toolbar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bars.py" />
   <source>Tools</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bars.py" />
   <source>Nothing yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>Stopped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>done before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>FAILED</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>not filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>{n} filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>{n} done before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>{n} failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>{n} not filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>Finished</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/batches.py" />
   <source>{how}: {summary}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bindings.py" />
   <source>moving the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bindings.py" />
   <source>a quick look at the original</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bindings.py" />
   <source>panning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bindings.py" />
   <source>going on to the next control</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/bindings.py" />
   <source>going back to the previous control</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/link_lines.py" />
   <source>source {shift} px</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/selecting.py" />
   <source>subtract</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/selecting.py" />
   <source>Smart select</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Jigsaw</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Original</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Split view: fill, jigsaw and original side by side</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Paint</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Erase</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Avoid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Stop avoiding</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/view.py" />
   <source>Photo canvas</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/view.py" />
   <source>The photo. Paint over what should go; arrow keys pan, plus and minus zoom.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/wipe.py" />
   <source>Now</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/clipboard.py" />
   <source>There is no picture on the clipboard: copy one first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/clipboard.py" />
   <source>The photo is on the clipboard.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/clipboard.py" />
   <source>Copying…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Remove things from photos, see which known parts of the photo the fill leaned on, and steer it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>It rests on the method of &lt;b&gt;{authors}&lt;/b&gt;:&lt;br&gt;“{paper}”, ICCV 2021.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Licensed under the Apache License 2.0. Weights have licences of their own, which the weights dialog shows.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Works offline and sends nothing anywhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Auto (what measures best)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Assembly</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Waiting</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Filling…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Done before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Failed</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Fill a Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder of photos</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder with a mask for each photo, or one mask for all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Results</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder for the filled photos, not that of the originals</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Mode</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch progress</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Start</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Pause</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Show Results</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Photos</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Masks</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Results</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A mask belongs to the photo of the same name, with or without “-mask” behind it; white is filled.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Mo&amp;de</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Those of the editor</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Resume</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Looking at the folders…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Stopping…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Name the three folders, then press Start.</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>{done} of {n} photos</source>
   <extracomment>For one: {done} of {n} photo</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>pausing after this photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>paused</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch: {how}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>The report is on the clipboard.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos of the batch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>State</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Note</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Wheel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>zoom at the pointer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Alt + wheel</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>brush size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Two fingers, middle button or Space + drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>move the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Shift + click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>straight line from the last stroke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Shift + drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Alt + drag</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>the opposite of the tool: erase, subtract</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Ctrl + click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>prefer the reference there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Ctrl + Alt + click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>avoid the reference there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Hold \</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Zoom tool's key twice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>zoom to the mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Arrows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Enter or double click</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>accept a polygon or a smart selection</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Backspace</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>take back a polygon's corner or a correcting stroke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>All shortcuts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/keys.py" />
   <source>Mouse, pen and touchpad</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/paths.py" />
   <source>Folder…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/paths.py" />
   <source>File…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Settings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Shortcuts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Restore defaults</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Set everything on this page to what it was at first</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>{device} (not usable here)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Refine Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Grow or shrink</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Move the mask's edge outwards, or inwards below zero</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Feather</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Soften the edge outwards over so many pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Fill islands</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Refine mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Find an action or a key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Actions and their keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Action</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Keys</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>New key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Set</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Use this key in place of the action's present ones</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Add</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Use this key besides the action's present ones</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Remove</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Leave the action without a key</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Reset</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Give the action its first keys again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>What the key is used for</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>Press a key in the field to give it to the chosen action.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>{key} is always for {use}: choose another key.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>{key} is used for “{action}”, which will lose it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>{key} is free.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcuts.py" />
   <source>{key} is this action's.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Origin</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Trained on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Largest hole</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Steps</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Data</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Weights status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Import…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Bring in the authors’ .pth, or a .safetensors of somebody else</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Show Folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Open the folder of your own weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Verify</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Read the whole file again: is it undamaged, does it fit?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Use in the Editor</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Fill with these weights from now on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>In use in the editor</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>There are no weights; import some, or put them into {user_folder}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Kind</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Comes with the program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Your own</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>File</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Licence</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Not known before it is read</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Size</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{parameters:.1f} million parameters, width {get}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Reading {name}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>it is the file that the catalogue lists</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>no catalogue lists it, so only its maker can vouch for it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{name} is whole and fits the network; {known}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>The editor fills with {name} from now on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Import weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{file} was imported as {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Importing {name}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{folder} cannot be made ({why}); check the permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Your weights are in {folder}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/docks.py" />
   <source>Brush and mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/docks.py" />
   <source>History</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/docks.py" />
   <source>References</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/docks.py" />
   <source>Filmstrip</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Clear mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Invert mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Restore last mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Prefer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Clear steering</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project.py" />
   <source>Mask of the project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/engine.py" />
   <source>Automatic: {device}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/engine.py" />
   <source>Loading weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/engine.py" />
   <source>The engine failed unexpectedly ({what}). The details are in the log.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Cancelled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Paint over what should go, then press Fill.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>The window chosen by hand does not hold the whole hole, so it is planned again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Fill again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Filled in {seconds:.1f} s</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>The photo changed while it was being filled, so that fill was dropped. Press Fill again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Dropped</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/fills.py" />
   <source>Not filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Blind study – {rater}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Your choice was not saved: {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Images rated</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>The photo; white is to be filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>The photo with its hole</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>All images are rated. Thank you!</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Back</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Next</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>{n} of {all}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Which one looks best? Click it or press its number.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Result {number}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Blind study</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Your name or number:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/left_masks.py" />
   <source>Mask from before</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/mask_files.py" />
   <source>Opening {name}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/mask_files.py" />
   <source>Open mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/mask_files.py" />
   <source>Saving {name}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/mask_files.py" />
   <source>Mask saved as {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;File</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>Open &amp;Recent</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>Open Sa&amp;mple</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;Edit</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>F&amp;ill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;View</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;Panels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;Theme</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/menus.py" />
   <source>&amp;Help</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/opening.py" />
   <source>This is the last photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/opening.py" />
   <source>This is the first photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/opening.py" />
   <source>Untitled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Brush diameter in photo pixels  ([ and ])</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Hardness</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>How hard the brush's edge is  (Shift+[ and Shift+])</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Mask opacity</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>How strongly the mask is shown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Mask colour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>The colour in which the mask is shown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/dock_title.py" />
   <source>Hide the panel {title}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/dock_title.py" />
   <source>Hide this panel (View → Panels brings it back)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Canyon wren</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Extreme desert hike</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Oakland zoo otters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Drop a photo here</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Open a photo…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Then paint over what should go and press Fill.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>No photo at hand? Try a sample:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Open the sample “{sample}” with a ready mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Sample: {sample}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Auto</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Chooses what works best for each hole.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>The network paints the hole by itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>The network gives the structure, parts of the photo give the detail.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill mode</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill progress</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill status</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Weights and device</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>What will be filled</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{area} px to fill ({percent})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Paint over what should go.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Starting…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Filling</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>nearly done</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{seconds} s left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{minutes} min left</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Grow the mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Fill so many pixels more around the mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Detail</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>How much of the references' detail a network fill gets</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Fill after each stroke</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Fill as soon as a stroke or a selection ends</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Advanced</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Window scale</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Less: the network sees more of the surroundings. More: it sees them finer.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Show the window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Show what the network will see; drag the frame to choose it by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Plan the window again</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Forget the window chosen by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>In network mode only</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>{width} × {height} px, chosen by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Planned for each hole</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/filmstrip.py" />
   <source>Photos of this folder</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>Variant</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/history.py" />
   <source>… {n} older steps</source>
   <extracomment>For one: … {n} older step</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>Opened</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>{step}: {kind}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Legend</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Colour wheel: the hue is the direction</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Colour ramp from violet, unsure, to yellow, sure</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>the source of these pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>the best reference</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Each piece of the hole shown as the known place that the features select first. This is not the fill: it is what the network leaned on.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>The hue says in which direction {what} lies; the stronger, the farther away.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>How alike the best reference is, how clearly it stands out, and whether the network selects it in the mirrored photo too. Low where nothing known resembles what was filled in.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Only the lines: hover over a filled place, or rest over a known one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Information</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Warning</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Close message</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Close</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The hole pieced together from its best references</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Colours</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Where each part leans, as a colour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Confidence</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>How sure the features are of their references</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Off</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>No picture, only lines under the pointer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Nothing filled yet. Paint over what should go and press Fill (Enter): here you then see which known places of the photo the fill leaned on, and can say “not from there”.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>What this fill leaned on was not kept. Fill Again (Ctrl+Shift+Enter) shows it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>What the overlay shows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Opacity</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>How strongly the overlay is shown</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Under the pointer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>References of the place under the pointer</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Not from there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Let no fill borrow from the chosen place (Ctrl+Alt+click on the photo)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Rather there</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Let fills prefer the chosen place (Ctrl+click on the photo)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>‹ Patch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The previous filled patch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Previous filled patch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Patch ›</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next filled patch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Next filled patch</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Steering</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Split view</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Export…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Looking up what the fill leaned on…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Hover over a filled place</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>… and {n} more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>{width} × {height} px at {left}, {top}</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This known place was copied into {n} filled places:</source>
   <extracomment>For one: This known place was copied into {n} filled place:</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This known place was selected for {n} filled places:</source>
   <extracomment>For one: This known place was selected for {n} filled place:</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This filled place is a copy of its source; its features select the references below:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This filled patch leans on these references:</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Source · shift {shift} px</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Copy · shift {shift} px</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>{percent:.0f} % similar</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>choice {rank}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>weight {percent}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>below 0.1 %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Steer: S paints what to avoid. Ctrl+Alt+click: not from there. Ctrl+click: rather from there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill avoids {avoided} px.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill prefers {preferred} px.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill avoids {avoided} px and prefers {preferred} px.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Position</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Colour</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask area</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask 000 000 000 px · 00.00 %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Activity</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>grey</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>{kind} + alpha</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>{width} × {height} · {bits}-bit {kind}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask {area} px · {percent}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>No mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Paint over what should go. Alt erases, Shift+click draws a line, Shift+drag changes the size.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Take paint off the mask. Alt paints.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Paint over what fills may not borrow from. Alt erases.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Drag round an area. Alt takes it off the mask.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Click corner after corner; Enter, a double click or the first corner closes. Shift: steps of 45°. Backspace: one back. Alt first: takes off.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Drag from corner to corner. Shift: a square. Alt before the drag takes off, during it: from the centre.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Drag from corner to corner. Shift: a circle. Alt before the drag takes off, during it: from the centre.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Drag a box round an object. Then draw over what is missing, with Alt over what is too much; Enter or a double click accepts.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Click on a colour to mask everything like it. Alt takes it off the mask.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Drag the photo. Space does the same with any tool.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Click to zoom in, with Alt out; drag a box to see just that. Press twice: zoom to the mask.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>What the tool does</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Tolerance</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>How far a colour may differ from the one that was clicked on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Only what is joined</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/tool.py" />
   <source>Mask only what is joined to the place that was clicked on</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Variants of the fill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>State of the variants</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show next</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show the next variant</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show the next variant in the photo  (Shift+Enter)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Making “{variant}”… Esc stops.</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Making “{variant}”… {n} more after it. Esc stops.</source>
   <extracomment>For one: Making “{variant}”… {n} more after it. Esc stops.</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Shift+Enter fills the same hole in other ways.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>The photo has changed since. Shift+Enter makes new variants.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Choose one: it is swapped in as one undo step.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/photos.py" />
   <source>Ready mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/photos.py" />
   <source>This sample comes with a ready mask: press Fill (Enter).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Default ({weights})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Default</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>General</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Theme</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Follow the system</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Language</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Takes effect when the program is started again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Memory for undo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>When it is used up, the oldest steps are forgotten</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Grow the mask by</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Detail in network mode</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>What the network has learnt</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Device</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Where the network runs</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/preferences.py" />
   <source>Automatic</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>CR-Fill project (*.crfill)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Open photos</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Photos and projects ({patterns});;All files (*)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Save photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Save mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Folder for the contact sheet and matches.json</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>“{name}” has fills that are not saved.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Save them before going on?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Save…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Don’t save</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>This format cannot keep everything.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/prompts.py" />
   <source>Save anyway</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>CR-Fill Studio ended unexpectedly. Restore the unsaved work on “{name}” ({when})?</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>Restore</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>Discard</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>Restored the unsaved work on “{name}”.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>Restoring {name}…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/recovery.py" />
   <source>Unsaved work cannot be kept safe now: save often. {why}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/references.py" />
   <source>The next fill will not borrow from there: press Fill Again (Ctrl+Shift+Enter).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/references.py" />
   <source>The next fill will borrow from there where it can: press Fill Again (Ctrl+Shift+Enter).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/references.py" />
   <source>No fill in the photo says what it leaned on: press Fill Again, then export.</source>
   <translation type="unfinished" />
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/references.py" />
   <source>{n} files that explain the fill are in {folder}.</source>
   <extracomment>For one: {n} file that explains the fill is in {folder}.</extracomment>
   <translation type="unfinished">
    <numerusform />
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/references.py" />
   <source>Writing the contact sheet and matches.json…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>OpenRaster (*.ora)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>Recipe (*.json)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>Save project</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>Export OpenRaster</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>Export recipe</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/saving.py" />
   <source>Saved as {name}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/session.py" />
   <source>Loading weights…</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/session.py" />
   <source>The network is being loaded.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/session.py" />
   <source>Nothing has gone wrong so far.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/session.py" />
   <source>Weights “{weights}” on {device}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/session.py" />
   <source>No weights</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/support.py" />
   <source>The report is on the clipboard: paste it where you ask for help. It holds no photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/support.py" />
   <source>The log is in {folder}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>painted by the network</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>made of pieces of the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>Other pieces</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>the best pieces left out</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>Wider window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>more in view ({scale}×)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>less, but finer ({scale}×)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>Closer window</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>Mirrored</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/variants.py" />
   <source>seen as in a mirror</source>
   <translation type="unfinished" />
  </message>
 </context>
 <context>
  <name>core</name>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>damaged or incomplete; open another copy of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} was not saved for lack of memory; close other programs and try again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>the PNG encoder gave up</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} is not a project that this version can open ({rstrip}); open another copy of it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} does not fit into memory; close other programs and try again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} cannot be read ({strerror}); check the name and the disk.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} is not a project file, or is {damaged}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds more than {most_members} files, which no project does; open another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds the same file twice, which no project does; open another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds a link or a folder, which no project does; open another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is encrypted or packed in an unusual way; open another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>lacks {missing} and is {damaged}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds a strange file ({strange}), which no project does; open another file</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is not a project file; open a file that ends in .crfill</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds more data in {name} than its photo calls for; open another copy of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is {damaged}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds another picture in {name} than it says; open another copy of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>was saved by a newer program (version {version} of the format); update the program</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has a photo and a recipe that do not belong together: it is {damaged}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has more than {most_pixels} pixels</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is neither 1 nor 3</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is neither 8 nor 16</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is no file name</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is not a pair</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>does not hold tables of 64 numbers</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has a box that does not lie inside the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds more fills than its photo calls for; open another copy of it</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>{root} cannot be written to ({strerror}); check the permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>The unsaved work cannot be restored because its file is damaged; open the photo itself.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>it cannot be locked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{photos} is no folder; name a folder of photos.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{photo} has no mask in {masks}; add one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>fault of the program: {name}: {error}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{path} cannot be understood; choose another folder or remove that file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{output} is in the way and not from an earlier run; move it or choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>There are no photos in {folder}; name a folder that holds some.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{path} does not exist; check the name and the folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>{output} is a file; name a folder for the results.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>The folder {parent} for the results does not exist; make it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/batch.py" />
   <source>Results in {output} would mix with the originals; choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/atomic.py" />
   <source>{path} was not saved because the disk is full; free some space or save to another disk.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/atomic.py" />
   <source>{path} was not saved because the folder does not exist; choose another folder or make this one.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/atomic.py" />
   <source>{path} was not saved because writing there is not permitted; choose another folder.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/atomic.py" />
   <source>{path} was not saved because it is a folder; choose another name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/atomic.py" />
   <source>{path} was not saved ({strerror}); choose another folder or disk.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/color.py" />
   <source>Unnamed profile</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/decoded.py" />
   <source>{path} has no pixels ({width} × {height}); open another photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/decoded.py" />
   <source>{path} is too large ({width} × {height}, {width_} megapixels); scale it down to at most {most_pixels} megapixels first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/exif.py" />
   <source>{length} bytes at {at} lie outside the block</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/exif.py" />
   <source>a directory of {count} tags</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/exif.py" />
   <source>no TIFF header</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/exif.py" />
   <source>beyond 4 GB a TIFF cannot be given metadata</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/extras.py" />
   <source>{path} is a {what} file, which needs one more library; install it with pip install 'crfill-studio[{extra}]', or convert the file to TIFF or JPEG first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/extras.py" />
   <source>camera RAW</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/extras.py" />
   <source>The RAW file was developed to 16-bit sRGB with the camera's white balance; saving writes another format, not a RAW.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/extras.py" />
   <source>HEIC files can only be read; saving writes another format.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/formats.py" />
   <source>files ending in {suffix}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/formats.py" />
   <source>files without a suffix</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/formats.py" />
   <source>{path} cannot be saved because {what} cannot be written; choose a name that ends in .jpg, .png, .tif, .webp, .avif or .bmp.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/mask.py" />
   <source>{path} is a mask of {width} × {height} pixels but the photo has {width_} × {height_}; use a mask of the photo's size.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The file holds several pictures; only the main one is opened, and saving writes it alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The file is animated; only the first of {frames} frames is opened, and saved.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The colour palette was expanded; saving writes full colours without a palette.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The black-and-white picture (1 bit) was converted to grey; saving writes 8-bit grey.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The CMYK colours were converted to RGB; saving writes RGB.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The Lab colours were converted to RGB; saving writes RGB.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/pillow.py" />
   <source>The damaged CMYK colour profile was ignored; colours may look different.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is not a photo in a known format; open a JPEG, PNG, TIFF, WebP, AVIF or BMP file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} does not fit into memory; close other programs or scale the photo down.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is damaged, incomplete or stored in an unusual way and cannot be opened; get a fresh copy, or save it anew as 8- or 16-bit RGB in the program that made it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is a folder; choose a photo inside it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is not a regular file; choose a photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} may not be read; ask for permission to read it, or copy it elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} cannot be read ({reason}); check the name and the disk.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is empty (0 bytes); get a fresh copy of it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>Its more than 8 bits per channel were reduced to 8; saving writes 8 bit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The file is animated; only the first frame is opened, and saving writes it alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The damaged EXIF data was left out; saving writes none.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The damaged or unsuitable colour profile was left out; colours count as sRGB, and saving writes no profile.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>{path} holds a camera's raw sensor data; give it its RAW suffix (such as .dng) and open that.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>Its 16 bits per channel were reduced to 8; saving writes 8 bit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>The file has several pages; only the first is opened, and saving writes it alone.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>The floating-point values were cut to 0–1 and converted to 16 bit; saving writes 16 bit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>The {bits}-bit whole numbers were converted to 16 bit; saving writes 16 bit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>The {bits}-bit values were converted to {itemsize} bit; saving writes these.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/tiff.py" />
   <source>Channels beyond the first alpha channel were left out; saving writes without them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{label} stores 8 bits per channel; the photo's 16 bits will be reduced.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{label} has no transparency; the photo will be laid on white.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{label} compresses with small losses; PNG or TIFF keep every pixel exactly.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{label} stores no colour profile; colours may look different elsewhere.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{label} stores no {what} data; it will be left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>The {what} data is too large for {label}; it will be left out.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved because the quality is {quality}; choose one from 1 to 100.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved because {label} holds at most {largest_side} pixels a side and the photo has {width} × {height}; save it as PNG or TIFF.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} already exists and was not replaced; choose another name or allow replacing it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved ({reason}); check that the disk has room, or choose another format.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/device.py" />
   <source>There is no device '{name}': choose one of {join}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/device.py" />
   <source>This computer has no usable '{name}' device: choose auto or cpu.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/device.py" />
   <source>Apple GPU</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>reading the surroundings</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The GPU ran out of memory; the window was filled at half its scale.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The GPU ran out of memory; filled on the CPU instead.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>Nothing around the hole may be used to fill it: everything near it is masked, avoided or transparent.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>avoid mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>prefer mask</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The {name} is {shape}×{shape_} pixels but the photo {width}×{height}: they must be of one size.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The window chosen by hand lies outside the photo.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>Nothing is masked: paint over what should go first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>The mask covers the whole photo, so nothing is left to fill from: leave a part of it unmasked.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>The window chosen by hand does not contain the whole hole: enlarge it or let it be planned.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/job.py" />
   <source>{output} is a folder; name a file to write.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/job.py" />
   <source>The folder {parent} for the result does not exist; make it first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/job.py" />
   <source>{output} would be written over the input {path}; choose another name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>The recipe's mask is damaged; get a fresh copy of the recipe.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>The recipe was made for a photo of {width} × {height} pixels, this one has {width_} × {height_}; choose the photo that the recipe was made for.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>The recipe was made for another photo: the size is the same but pixels or colour profile differ; choose the photo that the recipe was made for.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>This is not a whole recipe: {error}; export it again or get a fresh copy.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>{path} is too large to be a recipe; choose a recipe exported as JSON.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>{path} cannot be read ({strerror}); check the name and the permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>does not say "format": "{format}"</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>The recipe is of version {version}, made by a newer program than this (which knows {version_}); update the program.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>does not lie inside the photo</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>is not base64</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>does not hold the pixels of its box</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/recipe.py" />
   <source>is no SHA-256 in lower-case hexadecimal</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/references/similarity.py" />
   <source>selecting references</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>it is nested too deeply</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>it is not JSON ({reason})</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>it gives a key twice</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>{name} is not a number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not an object</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>lacks '{key}'</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>has a key '{key}' that nobody knows</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not a list</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>has more than {most} elements</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not a text</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is longer than {longest} characters</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is '{value}', which is none of {join}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is neither true nor false</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not a whole number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not between {least} and {most}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is not a number</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/strict_json.py" />
   <source>is no box [left, top, right, bottom]</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>{path} is a folder: name a weights file ({suffix}) in it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>none at all</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights file {path} does not exist; known by name: {names}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>There are no weights named '{name_or_path}'; known: {names}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights catalogue {path} is damaged ({error}): install again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights catalogue {path} has an entry without a file: install again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>The weights '{name}' ({path}) are not the file that the catalogue lists (their SHA-256 differs): the file is damaged or was replaced; install the program again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{path} was not saved: {key} has values that {dtype} cannot hold.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: it lacks {some}; get the whole file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: it also holds {some}; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: {key} is {has} instead of {needs}; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} is damaged: {key} holds values that are not finite numbers; get it anew.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>The weights file {path} cannot be read ({strerror}); check its permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{path} is not a safetensors file or is damaged ({error}); a .pth file of the authors becomes one with `crfill weights import`.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{path} holds no CR-Fill weights: its metadata does not say '{format}'; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{path} has metadata that this version cannot use ({error}); update the program.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{first} and {count} more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>that of the imported file (the CR-Fill authors' release: non-commercial research only)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>These weights may be used for non-commercial research only; that holds for your fills, too.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>These weights do not say under which licence they may be used; ask whoever made them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>{target} is no name for a weights file: choose one that ends in {suffix}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>imported from {name}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>There are weights named '{stem}' already; rename {name} and import it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>{parent} cannot be written to ({strerror}); check its permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} does not fit the network: it lacks conv1.weight; choose the generator's file (latest_net_G.pth).</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} does not fit the network: conv1.weight says {error}; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{where} holds {name} twice, the second time as {key}; get it anew.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{where} does not fit the network: it also holds {name}; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>The checkpoint {path} does not exist or is no file; check the name.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>The checkpoint {path} cannot be read ({strerror}); check its permissions.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} was refused: it is not a plain file of tensors (either damaged or with code in it, which is never run); get it anew from the authors' release.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} was refused: it holds something else than named tensors; choose another file.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../resources/weights/catalog.json" />
   <source>CR-Fill starter (width 24, trained on two CPU cores)</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Permission denied</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>No such file or directory</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Is a directory</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Not a directory</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>File exists</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>No space left on device</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Read-only file system</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Input/output error</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>File name too long</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Too many open files</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Disk quota exceeded</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Operation not permitted</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>{name}: {rest}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>{name} {rest}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>{name} {rest}</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
