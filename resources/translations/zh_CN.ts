<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>editor</name>
  <message>
   <location filename="../../crfill_gui/__main__.py" />
   <source>Something unexpected went wrong ({what}). The details are in the log.</source>
   <translation>发生意外错误（{what}），详情见日志。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/line_tool.py" />
   <source>Move line</source>
   <translation>移动线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/line_tool.py" />
   <source>Delete line</source>
   <translation>删除线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/line_tool.py" />
   <source>The line is outside the photo. Draw it over the hole or into it.</source>
   <translation>该线位于照片之外：请将它画过空洞或画入空洞。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/line_tool.py" />
   <source>Draw line</source>
   <translation>绘制线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/link_lines.py" />
   <source>source {shift} px</source>
   <translation>来源 {shift} px</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Lasso</source>
   <translation>套索</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Polygon</source>
   <translation>多边形</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Rectangle</source>
   <translation>矩形</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Ellipse</source>
   <translation>椭圆</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Smart select</source>
   <translation>智能选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>Bucket</source>
   <translation>油漆桶</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/mask_tools.py" />
   <source>subtract</source>
   <translation>减去</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Fill</source>
   <translation>填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Jigsaw</source>
   <translation>拼图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Original</source>
   <translation>原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/split.py" />
   <source>Split view: fill, jigsaw and original side by side</source>
   <translation>分栏视图：并排显示填充、拼图和原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Paint</source>
   <translation>涂抹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Erase</source>
   <translation>擦除</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Avoid</source>
   <translation>避开</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/tools.py" />
   <source>Stop avoiding</source>
   <translation>不再避开</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/view.py" />
   <source>Photo canvas</source>
   <translation>照片画布</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/view.py" />
   <source>The photo. Paint over what should go. The arrow keys pan, and plus and minus zoom. With the command Pointer with the Keys you can paint without a mouse.</source>
   <translation>照片。涂抹要去除的内容。方向键平移，加号和减号缩放。使用“键盘指针”命令可不用鼠标涂抹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/canvas/wipe.py" />
   <source>Now</source>
   <translation>当前</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag round what should go (hold Alt to subtract)</source>
   <translation>拖动圈出要去除的内容（按住 Alt 减去）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag round an area. Alt removes it from the mask.</source>
   <translation>拖动圈出区域。Alt 将其从蒙版中减去。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click the corners of what should go (hold Alt to subtract)</source>
   <translation>依次单击要去除内容的各个角点（按住 Alt 减去）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click the corners; Enter, a double click or the first corner ends. Shift: steps of 45°. Backspace removes a corner. Alt at the first click subtracts.</source>
   <translation>依次单击各角点；按回车、双击或单击起点闭合。Shift：以 45° 为步进。退格：撤回一点。先按 Alt：减去。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag a rectangle over what should go (hold Alt to subtract)</source>
   <translation>拖出矩形覆盖要去除的内容（按住 Alt 减去）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag from corner to corner. Shift: a square. Alt before the drag subtracts, Alt during it draws from the centre.</source>
   <translation>从一角拖到对角。Shift：正方形。拖动前按 Alt：减去；拖动中按 Alt：从中心绘制。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag an ellipse over what should go (hold Alt to subtract)</source>
   <translation>拖出椭圆覆盖要去除的内容（按住 Alt 减去）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag from corner to corner. Shift: a circle. Alt before the drag subtracts, Alt during it draws from the centre.</source>
   <translation>从一角拖到对角。Shift：圆形。拖动前按 Alt：减去；拖动中按 Alt：从中心绘制。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Smart Select</source>
   <translation>智能选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag a box round an object to find its outline</source>
   <translation>拖框圈住物体，自动找出其轮廓</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag a box round an object. Then draw over missing parts, or with Alt over parts to leave out; Enter or a double click accepts.</source>
   <translation>拖框圈住物体。然后涂抹遗漏的部分，按住 Alt 涂抹多余的部分；回车或双击确认。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click on a colour to mask everything like it (hold Alt to subtract)</source>
   <translation>单击一种颜色，将相近的颜色全部加入蒙版（按住 Alt 减去）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click on a colour to mask everything like it. Alt removes it from the mask.</source>
   <translation>单击一种颜色，将相近的颜色全部加入蒙版。Alt 将其减去。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open…</source>
   <translation>打开…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open a photo</source>
   <translation>打开照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Next Photo</source>
   <translation>下一张照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open the next photo</source>
   <translation>打开下一张照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Previous Photo</source>
   <translation>上一张照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open the previous photo</source>
   <translation>打开上一张照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Close Photo</source>
   <translation>关闭照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Close the photo</source>
   <translation>关闭当前照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save</source>
   <translation>保存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save; the first time under a new name</source>
   <translation>保存；首次保存使用新文件名</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save As…</source>
   <translation>另存为…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save under another name or in another format</source>
   <translation>以其他名称或格式保存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Restore Unsaved Work</source>
   <translation>恢复未保存的工作</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open the unsaved work that a crash left</source>
   <translation>打开程序崩溃时留下的未保存工作</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save Project</source>
   <translation>保存项目</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save photo, mask, fills and steering in one file</source>
   <translation>将照片、蒙版、填充和引导保存在一个文件中</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save Project As…</source>
   <translation>项目另存为…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save the project under another name</source>
   <translation>以其他名称保存项目</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Export OpenRaster…</source>
   <translation>导出 OpenRaster…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Write photo and fill as layers, for Krita and GIMP</source>
   <translation>照片与填充各为一个图层，供 Krita 和 GIMP 使用</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Export Recipe…</source>
   <translation>导出配方…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Write how the fills were made, for crfill replay</source>
   <translation>记录填充的制作过程，供 crfill replay 重现</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill a Folder…</source>
   <translation>填充文件夹…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill all photos in a folder, each with its own mask or all with the same one</source>
   <translation>填充文件夹中的所有照片，每张一个蒙版或共用一个</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Weights…</source>
   <translation>权重…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>View, check, import and choose the network's weights</source>
   <translation>查看、检验、导入和选择网络权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Lab…</source>
   <translation>实验室…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Train, evaluate and compare weights</source>
   <translation>训练、评估和比较权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Quit</source>
   <translation>退出</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Leave CR-Fill Studio</source>
   <translation>退出 CR-Fill Studio</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Copy Photo</source>
   <translation>复制照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Copy the edited photo to the clipboard</source>
   <translation>将照片的当前状态复制到剪贴板</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Paste Photo</source>
   <translation>粘贴照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open the picture on the clipboard</source>
   <translation>打开剪贴板中的图片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Undo</source>
   <translation>撤销</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Undo the last step</source>
   <translation>撤销上一步</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Redo</source>
   <translation>重做</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Redo the last undone step</source>
   <translation>重做撤销的步骤</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Brush</source>
   <translation>画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Paint over what should go (hold Alt to erase)</source>
   <translation>涂抹要去除的内容（按住 Alt 擦除）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Paint over what should go. Alt erases, Shift+click draws a line, Shift+drag changes the size.</source>
   <translation>涂抹要去除的内容。Alt 擦除，Shift+单击画直线，Shift+拖动改变大小。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Eraser</source>
   <translation>橡皮擦</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Erase parts of the mask (hold Alt to paint)</source>
   <translation>擦除蒙版（按住 Alt 涂抹）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Erase parts of the mask. Alt paints.</source>
   <translation>擦除蒙版。Alt 涂抹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Avoid Brush</source>
   <translation>避开画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Paint over what fills may not borrow from (hold Alt to erase)</source>
   <translation>涂抹填充时不得借用的区域（按住 Alt 擦除）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Paint over what fills may not borrow from. Alt erases.</source>
   <translation>涂抹填充时不得借用的区域。Alt 擦除。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Line</source>
   <translation>线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Draw where an edge continues across the hole, or delete a detected line</source>
   <translation>绘制边缘应如何穿过空洞延续，或删除检测到的线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click where an edge should continue, or drag; Enter or a double click ends. Shift: steps of 45°. Click a line to select it; Delete removes it.</source>
   <translation>单击边缘延续之处，或直接拖动；Enter 或双击结束。Shift：以 45° 为步进。单击线可选中；Delete 移除。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Next Line</source>
   <translation>下一条线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Select the next line</source>
   <translation>选择下一条线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Previous Line</source>
   <translation>上一条线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Select the previous line</source>
   <translation>选择上一条线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Hand</source>
   <translation>抓手</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Move the photo</source>
   <translation>移动照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Drag the photo. Space does the same with any tool.</source>
   <translation>拖动照片。使用任何工具时按住空格效果相同。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom</source>
   <translation>缩放</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click to zoom in, Alt+click to zoom out; drag a box to zoom to it</source>
   <translation>单击放大，按住 Alt 单击缩小；拖框只看该区域</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Click to zoom in, Alt+click to zoom out; drag a box to zoom to it. Press the key twice to zoom to the mask.</source>
   <translation>单击放大，按住 Alt 单击缩小；拖框只看该区域。连按两次快捷键：缩放到蒙版。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Swap Brush and Eraser</source>
   <translation>切换画笔与橡皮擦</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Switch between eraser and brush</source>
   <translation>在橡皮擦与画笔之间切换</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Pointer with the Keys</source>
   <translation>键盘指针</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Move a pointer on the photo with the arrow keys and press it with Space</source>
   <translation>用方向键在照片上移动指针，用空格键按下</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Larger Brush</source>
   <translation>增大画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Make the brush larger</source>
   <translation>增大画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Smaller Brush</source>
   <translation>减小画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Make the brush smaller</source>
   <translation>减小画笔</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Harder Brush</source>
   <translation>增加画笔硬度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Make the brush's edge harder</source>
   <translation>使画笔边缘更硬</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Softer Brush</source>
   <translation>降低画笔硬度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Make the brush's edge softer</source>
   <translation>使画笔边缘更柔和</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open Mask…</source>
   <translation>打开蒙版…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Replace the mask with one from a file</source>
   <translation>用文件中的蒙版替换当前蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Save Mask…</source>
   <translation>保存蒙版…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Write the mask to a file</source>
   <translation>将蒙版写入文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Clear Mask</source>
   <translation>清除蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Empty the mask</source>
   <translation>清除蒙版的全部内容</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Invert Mask</source>
   <translation>反转蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Mask what is not masked</source>
   <translation>将未蒙住的部分变为蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Grow, Shrink, Feather…</source>
   <translation>扩展、收缩、羽化…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Move or soften the mask's edge with a live preview</source>
   <translation>移动或柔化蒙版边缘，实时预览</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Dust &amp;&amp; Scratches…</source>
   <translation>灰尘与划痕…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Mask specks, hairs and scratches with a live preview</source>
   <translation>将斑点、毛发和划痕加入蒙版，实时预览</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill Islands</source>
   <translation>填补孤岛</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Mask everything that the mask surrounds</source>
   <translation>将被蒙版完全包围的部分加入蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Restore Last Mask</source>
   <translation>恢复上次的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Bring back the mask of the last fill</source>
   <translation>恢复上一次填充所用的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill what the mask covers</source>
   <translation>填充蒙版覆盖的区域</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill Again</source>
   <translation>重新填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill the last hole again with the current steering</source>
   <translation>按当前的引导重新填充上一处空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Variants</source>
   <translation>变体</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fill the same hole in other ways and choose; press again to show the next</source>
   <translation>用其他方式填充同一处空洞以供挑选；再按一次显示下一个</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Clear Steering</source>
   <translation>清除引导</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Clear what is avoided and preferred, and all drawn and deleted lines</source>
   <translation>清除所有避开和优先的区域，以及绘制和删除的线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Cancel</source>
   <translation>取消</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Cancel the fill, or the stroke</source>
   <translation>取消填充或当前笔画</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom In</source>
   <translation>放大</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom in</source>
   <translation>放大</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom Out</source>
   <translation>缩小</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom out</source>
   <translation>缩小</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Fit</source>
   <translation>适合窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the whole photo</source>
   <translation>显示整张照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>100 %</source>
   <translation>100 %</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show one photo pixel on one screen pixel</source>
   <translation>照片的一个像素对应屏幕的一个像素</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Zoom to Mask</source>
   <translation>缩放到蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the mask as large as possible; pressing the zoom tool's key twice does the same</source>
   <translation>尽可能大地显示蒙版；连按两次缩放工具的快捷键效果相同</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show Mask</source>
   <translation>显示蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show or hide the mask</source>
   <translation>显示或隐藏蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show References</source>
   <translation>显示参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the references of the fill</source>
   <translation>显示填充的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Split View</source>
   <translation>分栏视图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show fill, jigsaw and original side by side</source>
   <translation>并排显示填充、拼图和原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Export References…</source>
   <translation>导出参考…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Write a contact sheet, pictures and matches.json that explain the fills</source>
   <translation>写出解释填充的联系表、图片和 matches.json</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Compare with Original</source>
   <translation>与原图对比</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the original; hold \ on the canvas for a quick look</source>
   <translation>显示原图；在画布上按住 \ 可快速查看</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Split Wipe</source>
   <translation>分割对比</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the original to the left of a line that can be dragged</source>
   <translation>可拖动的分割线左侧显示原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Follow the System</source>
   <translation>跟随系统</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Dark</source>
   <translation>深色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Light</source>
   <translation>浅色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show Last Error</source>
   <translation>显示上次错误</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show the last error message</source>
   <translation>显示最近一次出错的信息</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Copy Report</source>
   <translation>复制报告</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Copy versions, device, weights and the log's last lines; no photo, no folders</source>
   <translation>复制版本、设备、权重和日志末尾几行；不含照片和文件夹信息</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show Log Folder</source>
   <translation>显示日志文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Open the folder of the log file</source>
   <translation>打开日志文件所在的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Settings…</source>
   <translation>设置…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Change the program's settings</source>
   <translation>更改程序设置</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Keyboard and Mouse</source>
   <translation>键盘与鼠标</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>Show all shortcuts</source>
   <translation>显示所有快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/actions.py" />
   <source>About CR-Fill Studio</source>
   <translation>关于 CR-Fill Studio</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/bindings.py" />
   <source>moving the photo</source>
   <translation>移动照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/bindings.py" />
   <source>a quick look at the original</source>
   <translation>快速查看原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/bindings.py" />
   <source>panning</source>
   <translation>平移</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/bindings.py" />
   <source>moving to the next control</source>
   <translation>转到下一个控件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/bindings.py" />
   <source>moving to the previous control</source>
   <translation>返回上一个控件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;File</source>
   <translation>文件(&amp;F)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>Open &amp;Recent</source>
   <translation>最近打开(&amp;R)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>Open Sa&amp;mple</source>
   <translation>打开示例(&amp;M)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Edit</source>
   <translation>编辑(&amp;E)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Mask</source>
   <translation>蒙版(&amp;M)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>F&amp;ill</source>
   <translation>填充(&amp;I)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;View</source>
   <translation>视图(&amp;V)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Panels</source>
   <translation>面板(&amp;P)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Theme</source>
   <translation>主题(&amp;T)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Tools</source>
   <translation>工具(&amp;T)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/commands/menus.py" />
   <source>&amp;Help</source>
   <translation>帮助(&amp;H)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Default: {weights}</source>
   <translation>默认：{weights}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Default</source>
   <translation>默认</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>General</source>
   <translation>常规</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Theme</source>
   <translation>主题</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Follow the system</source>
   <translation>跟随系统</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Language</source>
   <translation>语言</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Takes effect after a restart of the program.</source>
   <translation>重新启动程序后生效。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Memory for undo</source>
   <translation>撤销所用内存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>When it is full, the oldest steps are dropped</source>
   <translation>用尽后将丢弃最早的步骤</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Mask</source>
   <translation>蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Mask colour</source>
   <translation>蒙版颜色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Mask opacity</source>
   <translation>蒙版不透明度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Pen pressure</source>
   <translation>手写笔压力</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Changes the brush's size</source>
   <translation>改变画笔大小</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Changes the brush's hardness</source>
   <translation>改变画笔硬度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Changes nothing</source>
   <translation>不作改变</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Grow the mask by</source>
   <translation>蒙版扩展量</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Also fill this many pixels around the mask</source>
   <translation>在蒙版周围多填充的像素数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Fill after each stroke</source>
   <translation>每笔之后填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>What the network has learnt</source>
   <translation>网络学到的内容</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Device</source>
   <translation>设备</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Where the network runs</source>
   <translation>网络在何处运行</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/config/preferences.py" />
   <source>Automatic</source>
   <translation>自动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Remove things from photos, see which known parts of the photo the fill used, and steer it.</source>
   <translation>去除照片中的杂物，查看填充使用了照片的哪些已知部分，并加以引导。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Based on the method of &lt;b&gt;{authors}&lt;/b&gt;:&lt;br&gt;“{paper}”, ICCV 2021.</source>
   <translation>基于 &lt;b&gt;{authors}&lt;/b&gt; 的方法：&lt;br&gt;“{paper}”，ICCV 2021。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Licensed under the Apache License 2.0. Weights have licences of their own, which the weights dialog shows.</source>
   <translation>依据 Apache License 2.0 授权。权重另有各自的许可证，可在权重对话框中查看。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/about.py" />
   <source>Works offline and sends nothing anywhere.</source>
   <translation>离线工作，不向任何地方发送数据。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Waiting</source>
   <translation>等待中</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Filling…</source>
   <translation>正在填充…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Filled</source>
   <translation>已填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Done before</source>
   <translation>先前已完成</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Failed</source>
   <translation>失败</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Fill a Folder</source>
   <translation>填充文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos</source>
   <translation>照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder of photos</source>
   <translation>存放照片的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Masks</source>
   <translation>蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder with a mask for each photo, or one mask for all</source>
   <translation>每张照片一个蒙版的文件夹，或共用的一个蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Results</source>
   <translation>结果</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A folder for the filled photos, not that of the originals</source>
   <translation>存放填充结果的文件夹，不能是原照片的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Mode</source>
   <translation>模式</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos at once</source>
   <translation>同时处理的照片数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Auto</source>
   <translation>自动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>With more than one, separate processes fill the photos and share the cores</source>
   <translation>多于一张时，由单独的进程填充，它们共用处理器核心</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch status</source>
   <translation>批处理状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch progress</source>
   <translation>批处理进度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Start</source>
   <translation>开始</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Pause</source>
   <translation>暂停</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Show Results</source>
   <translation>显示结果</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>The last batch did not finish: press Start to continue it.</source>
   <translation>上次的批处理没有完成：按“开始”可从中断处继续。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Photos</source>
   <translation>照片(&amp;P)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Masks</source>
   <translation>蒙版(&amp;M)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Results</source>
   <translation>结果(&amp;R)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>A mask has the name of its photo, with or without “-mask” after it; its white area is filled. Mask → Save Mask writes what is painted in the editor.</source>
   <translation>蒙版与其照片同名，名称后可带“-mask”；其白色部分会被填充。“蒙版 → 保存蒙版”可保存在编辑器中绘制的蒙版。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>&amp;Weights</source>
   <translation>权重(&amp;W)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos at &amp;once</source>
   <translation>同时处理(&amp;O)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Mo&amp;de</source>
   <translation>模式(&amp;D)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>The editor’s weights</source>
   <translation>与编辑器相同</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Resume</source>
   <translation>继续</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Looking at the folders…</source>
   <translation>正在查看文件夹…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Stopping…</source>
   <translation>正在停止…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Filling… {percent} %</source>
   <translation>正在填充… {percent} %</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>{done} of {n} photos</source>
   <extracomment>For one: {done} of {n} photo</extracomment>
   <translation>
    <numerusform>已处理 {done}/{n} 张照片</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>{n} failed</source>
   <translation>失败 {n}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>pausing after the current photos</source>
   <translation>处理完当前照片后暂停</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>paused</source>
   <translation>已暂停</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Batch: {how}</source>
   <translation>批处理：{how}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>The report is on the clipboard.</source>
   <translation>报告已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photos of the batch</source>
   <translation>批处理的照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Photo</source>
   <translation>照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>State</source>
   <translation>状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/batch.py" />
   <source>Note</source>
   <translation>备注</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>Dust &amp; scratches</source>
   <translation>灰尘与划痕</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>Dust &amp; Scratches</source>
   <translation>灰尘与划痕</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>Sensitivity</source>
   <translation>灵敏度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>Low: only what differs most from its surroundings; high: faint specks too</source>
   <translation>低：仅与周围差异最大的；高：也包括淡淡的斑点</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>Nothing found. A higher sensitivity finds fainter specks.</source>
   <translation>未找到。提高灵敏度可找到更淡的斑点。</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/dialogs/dust.py" />
   <source>{n} places found, {area} px</source>
   <extracomment>For one: {n} place found, {area} px</extracomment>
   <translation>
    <numerusform>找到 {n} 处，{area} 像素</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Wheel</source>
   <translation>滚轮</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>zoom at the pointer</source>
   <translation>以指针为中心缩放</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Alt + wheel</source>
   <translation>Alt + 滚轮</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>brush size</source>
   <translation>画笔大小</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Two fingers, middle button or Space + drag</source>
   <translation>双指、中键拖动或空格 + 拖动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>move the photo</source>
   <translation>移动照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Shift + click</source>
   <translation>Shift + 单击</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>straight line from the last stroke</source>
   <translation>从上一笔画直线到此处</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Shift + drag</source>
   <translation>Shift + 拖动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Alt + drag</source>
   <translation>Alt + 拖动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>the opposite of the tool: erase, subtract</source>
   <translation>与工具相反的操作：擦除、减去</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Ctrl + click</source>
   <translation>Ctrl + 单击</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>prefer the reference there</source>
   <translation>优先使用该处的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Ctrl + Alt + click</source>
   <translation>Ctrl + Alt + 单击</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>avoid the reference there</source>
   <translation>避开该处的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Hold \</source>
   <translation>按住 \</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Zoom tool's key twice</source>
   <translation>连按两次缩放工具的快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>zoom to the mask</source>
   <translation>缩放到蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Arrows</source>
   <translation>方向键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Pointer with the keys: arrows, Shift or Ctrl + arrows</source>
   <translation>使用键盘指针时：方向键、Shift 或 Ctrl + 方向键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>move the pointer, finely or far</source>
   <translation>移动指针，精细或大步</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Space, Shift + Space</source>
   <translation>空格、Shift + 空格</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>press or release that pointer; with Shift as if Alt were held</source>
   <translation>按下或松开该指针；加 Shift 时如同按住 Alt</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Ctrl + Space, Ctrl + Alt + Space</source>
   <translation>Ctrl + 空格、Ctrl + Alt + 空格</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>prefer or avoid the reference there</source>
   <translation>优先使用或避开该处的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Enter or double click</source>
   <translation>回车或双击</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>accept a polygon, a line or a smart selection</source>
   <translation>确认多边形、线或智能选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Backspace or Delete</source>
   <translation>Backspace 或 Delete</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>remove the last corner, point or correcting stroke; delete a line</source>
   <translation>撤回一个角点、一个点或一笔修正；删除线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>All shortcuts</source>
   <translation>所有快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/key_sheet.py" />
   <source>Mouse, pen, touchpad and keys</source>
   <translation>鼠标、画笔、触控板和按键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/live_mask.py" />
   <source>Result</source>
   <translation>结果</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/live_mask.py" />
   <source>Mask {area} px</source>
   <translation>蒙版 {area} 像素</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/live_mask.py" />
   <source>Looking…</source>
   <translation>正在查找…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Settings</source>
   <translation>设置</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Shortcuts</source>
   <translation>快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Restore defaults</source>
   <translation>恢复默认值</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>Reset everything on this page to its default</source>
   <translation>将本页所有设置恢复为初始值</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/preferences.py" />
   <source>{device} (not usable here)</source>
   <translation>{device}（此处不可用）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Refine mask</source>
   <translation>调整蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Refine Mask</source>
   <translation>调整蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Grow or shrink</source>
   <translation>扩展或收缩</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Move the mask's edge outwards; a negative number moves it inwards</source>
   <translation>将蒙版边缘向外移动，负值则向内</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Feather</source>
   <translation>羽化</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Soften the edge outwards over this many pixels</source>
   <translation>将边缘向外柔化的像素数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/refine_mask.py" />
   <source>Fill islands</source>
   <translation>填补孤岛</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Find an action or a key</source>
   <translation>查找操作或按键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Actions and their keys</source>
   <translation>操作及其快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Action</source>
   <translation>操作</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Keys</source>
   <translation>快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>New key</source>
   <translation>新按键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Set</source>
   <translation>设为</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Use this key in place of the action's current ones</source>
   <translation>用此按键取代该操作现有的快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Add</source>
   <translation>添加</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Use this key in addition to the action's current ones</source>
   <translation>在该操作现有快捷键之外添加此按键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Remove</source>
   <translation>移除</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Leave the action without a key</source>
   <translation>移除该操作的快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Reset</source>
   <translation>重置</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Restore the action's default keys</source>
   <translation>恢复该操作的默认快捷键</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>What the key is used for</source>
   <translation>按键的用途</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>Press a key in the field to give it to the chosen action.</source>
   <translation>在输入框中按下按键，将其指定给所选操作。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>{key} is reserved for {use}: choose another key.</source>
   <translation>{key} 始终用于{use}：请选择其他按键。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>{key} is used for “{action}”, which will lose it.</source>
   <translation>{key} 已用于“{action}”，继续将使其失去该按键。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>{key} is already assigned to this action.</source>
   <translation>{key} 已是该操作的快捷键。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/shortcut_settings.py" />
   <source>{key} is free.</source>
   <translation>{key} 未被使用。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Weights (*.pth *.pt *.safetensors);;All files (*)</source>
   <translation>权重 (*.pth *.pt *.safetensors);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Trained on</source>
   <translation>训练尺寸</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Largest hole</source>
   <translation>最大空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Steps</source>
   <translation>训练步数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Data</source>
   <translation>数据</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Weights status</source>
   <translation>权重状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Import…</source>
   <translation>导入…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Import the authors’ .pth or another .safetensors file</source>
   <translation>导入原作者的 .pth 或其他 .safetensors 文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Show Folder</source>
   <translation>显示文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Open the folder of your own weights</source>
   <translation>打开存放您自己权重的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Verify</source>
   <translation>检验</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Read the whole file again and check that it is undamaged and fits the network</source>
   <translation>重新读取整个文件：检查是否完好、是否适用</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Use in the Editor</source>
   <translation>用于编辑器</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Use these weights for the next fills</source>
   <translation>今后用这些权重填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>In use in the editor</source>
   <translation>编辑器正在使用</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>There are no weights; import some, or put them into {user_folder}.</source>
   <translation>没有权重；请导入，或将其放入 {user_folder}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Kind</source>
   <translation>类型</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Comes with the program</source>
   <translation>程序自带</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Your own</source>
   <translation>您自己的</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>File</source>
   <translation>文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Licence</source>
   <translation>许可证</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Not known before it is read</source>
   <translation>读取后方可知晓</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{parameters:.1f} million parameters, width {width}</source>
   <translation>{parameters:.1f} 百万参数，宽度 {width}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Size</source>
   <translation>大小</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Origin</source>
   <translation>来源</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Reading {name}…</source>
   <translation>正在读取 {name}…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>the catalogue lists this file</source>
   <translation>目录中登记了此文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>it is not in the catalogue, so its origin cannot be checked</source>
   <translation>它不在目录中，因此无法核实其来源</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{name} is complete and fits the network; {known}.</source>
   <translation>{name} 完好且适用于网络；{known}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>The editor now fills with {name}.</source>
   <translation>编辑器现在使用 {name} 填充。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Import weights</source>
   <translation>导入权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{file} was imported as {name}.</source>
   <translation>已将 {file} 导入为 {name}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Importing {name}…</source>
   <translation>正在导入 {name}…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>{folder} cannot be created ({why}); check the permissions.</source>
   <translation>无法创建 {folder}（{why}）；请检查权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/dialogs/weights.py" />
   <source>Your weights are in {folder}.</source>
   <translation>您的权重位于 {folder}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Clear mask</source>
   <translation>清除蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Invert mask</source>
   <translation>反转蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/document.py" />
   <source>Restore last mask</source>
   <translation>恢复上次的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project.py" />
   <source>Mask of the project</source>
   <translation>项目中的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/steering.py" />
   <source>Prefer</source>
   <translation>优先</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/steering.py" />
   <source>Clear steering</source>
   <translation>清除引导</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>Finished</source>
   <translation>已完成</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>Stopped</source>
   <translation>已停止</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>filled</source>
   <translation>已填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>already filled</source>
   <translation>先前已填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>FAILED</source>
   <translation>失败</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>not filled</source>
   <translation>未填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>{n} filled</source>
   <translation>已填充 {n}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>{n} already filled</source>
   <translation>先前已填充 {n}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>{n} not filled</source>
   <translation>未填充 {n}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/batches.py" />
   <source>{how}: {summary}.</source>
   <translation>{how}：{summary}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/clipboard.py" />
   <source>There is no picture on the clipboard: copy one first.</source>
   <translation>剪贴板中没有图片：请先复制一张。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/clipboard.py" />
   <source>The photo is on the clipboard.</source>
   <translation>照片已复制到剪贴板。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/clipboard.py" />
   <source>Copying…</source>
   <translation>正在复制…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/current.py" />
   <source>Nothing has gone wrong so far.</source>
   <translation>到目前为止没有出错。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/left_masks.py" />
   <source>Steering from before</source>
   <translation>之前的引导</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/left_masks.py" />
   <source>Mask from before</source>
   <translation>先前的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/mask_files.py" />
   <source>Opening {name}…</source>
   <translation>正在打开 {name}…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/mask_files.py" />
   <source>Open mask</source>
   <translation>打开蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/mask_files.py" />
   <source>Save mask</source>
   <translation>保存蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/mask_files.py" />
   <source>Saving {name}…</source>
   <translation>正在保存 {name}…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/mask_files.py" />
   <source>Mask saved as {name}.</source>
   <translation>蒙版已保存为 {name}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/opening.py" />
   <source>This is the last photo.</source>
   <translation>这是最后一张照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/opening.py" />
   <source>This is the first photo.</source>
   <translation>这是第一张照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/opening.py" />
   <source>The mask that you painted on this photo last time has been restored.</source>
   <translation>您上次在这张照片上画的蒙版已恢复。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/opening.py" />
   <source>Untitled</source>
   <translation>未命名</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>CR-Fill project (*.crfill)</source>
   <translation>CR-Fill 项目 (*.crfill)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>OpenRaster (*.ora)</source>
   <translation>OpenRaster (*.ora)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Recipe (*.json)</source>
   <translation>配方 (*.json)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Save photo</source>
   <translation>保存照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Save project</source>
   <translation>保存项目</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Export OpenRaster</source>
   <translation>导出 OpenRaster</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Export recipe</source>
   <translation>导出配方</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/files/saving.py" />
   <source>Saved as {name}.</source>
   <translation>已保存为 {name}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Assembly</source>
   <translation>拼合</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Paint over what should go, then press Fill.</source>
   <translation>请先涂抹要去除的内容，再按“填充”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>The mask extends beyond the window chosen by hand, so the window is planned again.</source>
   <translation>蒙版超出了手动选择的上下文窗口，因此重新规划。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Fill again</source>
   <translation>重新填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Saving begins as soon as the fill is done.</source>
   <translation>填充完成后即开始保存。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>The photo changed while it was being filled, so the result was dropped. Press Fill again.</source>
   <translation>填充期间照片已更改，因此该次填充被舍弃。请再次按“填充”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Filled in {seconds:.1f} s</source>
   <translation>填充用时 {seconds:.1f} 秒</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Dropped</source>
   <translation>已舍弃</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Not filled</source>
   <translation>未填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/filling.py" />
   <source>Cancelled</source>
   <translation>已取消</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/photos.py" />
   <source>Ready mask</source>
   <translation>现成蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>CR-Fill Studio ended unexpectedly. Restore the unsaved work on “{name}” ({when})?</source>
   <translation>CR-Fill Studio 上次意外退出。要恢复对“{name}”未保存的工作吗（{when}）？</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>Restore</source>
   <translation>恢复</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>Discard</source>
   <translation>放弃</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>Restored the unsaved work on “{name}”.</source>
   <translation>已恢复对“{name}”未保存的工作。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>Restoring {name}…</source>
   <translation>正在恢复 {name}…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/recovery.py" />
   <source>Unsaved work cannot be backed up now: save often. {why}</source>
   <translation>目前无法为未保存的工作保留备份：请经常保存。{why}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/references/export.py" />
   <source>No fill in the photo has references: press Fill Again, then export.</source>
   <translation>照片中的填充没有参考：请先按“重新填充”，再导出。</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/editor/references/export.py" />
   <source>Wrote {n} files that explain the fills to {folder}.</source>
   <extracomment>For one: Wrote {n} file that explains the fills to {folder}.</extracomment>
   <translation>
    <numerusform>已将解释填充的 {n} 个文件写入 {folder}。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/references/export.py" />
   <source>Writing the contact sheet and matches.json…</source>
   <translation>正在写入联系表和 matches.json…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/references/model.py" />
   <source>The next fill will not borrow from there.</source>
   <translation>下次填充将不再借用那里。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/references/model.py" />
   <source>The next fill will borrow from there where possible.</source>
   <translation>下次填充将尽可能借用那里。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/session.py" />
   <source>Loading weights…</source>
   <translation>正在加载权重…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/session.py" />
   <source>The network is being loaded.</source>
   <translation>正在加载网络。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/session.py" />
   <source>Weights “{weights}” on {device}.</source>
   <translation>权重“{weights}”，运行于 {device}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/session.py" />
   <source>No weights</source>
   <translation>没有权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>painted by the network</source>
   <translation>由网络绘制</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>Other pieces</source>
   <translation>其他片段</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>without the best pieces</source>
   <translation>不使用最佳片段</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>pieces of the photo</source>
   <translation>由照片的片段拼成</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>wider view ({scale}×)</source>
   <translation>看到更大范围（{scale}×）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>Wider window</source>
   <translation>更大的窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>smaller view, but finer ({scale}×)</source>
   <translation>范围较小但更精细（{scale}×）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>Closer window</source>
   <translation>更近的窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>Mirrored</source>
   <translation>镜像</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>from the mirrored photo</source>
   <translation>来自镜像照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/variants.py" />
   <source>Variant</source>
   <translation>变体</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/chart.py" />
   <source>{name}: {value} at step {step}</source>
   <translation>{name}：第 {step} 步为 {value}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Loss</source>
   <translation>损失</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>L1 of the coarse network</source>
   <translation>粗网络的 L1</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>L1 of the refinement network</source>
   <translation>精细网络的 L1</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>L1 of the auxiliary image</source>
   <translation>辅助图像的 L1</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Adversarial loss</source>
   <translation>对抗损失</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Adversarial loss of the auxiliary image</source>
   <translation>辅助图像的对抗损失</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Loss of the discriminators</source>
   <translation>判别器的损失</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Images per second</source>
   <translation>每秒图像数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: L1 error</source>
   <translation>验证：L1 误差</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: PSNR</source>
   <translation>验证：PSNR</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: SSIM</source>
   <translation>验证：SSIM</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: gradient ratio</source>
   <translation>验证：梯度比</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: hole PSNR</source>
   <translation>验证：空洞 PSNR</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: hole PSNR at quarter resolution</source>
   <translation>验证：四分之一分辨率下的空洞 PSNR</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: likelihood loss (lower is better)</source>
   <translation>验证：似然损失（越小越好）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Validation: lite0</source>
   <translation>验证：lite0</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Curves</source>
   <translation>曲线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>The curves of a run appear here.</source>
   <translation>训练曲线将显示在这里。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Fills of validation photos: hole, fill, original</source>
   <translation>验证照片的填充：空洞、填充、原图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Step of the samples</source>
   <translation>样例的步数</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/curves.py" />
   <source>Fills at step {step}</source>
   <translation>第 {step} 步的填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>A new folder for fills and figures</source>
   <translation>存放填充结果和指标的新文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluate</source>
   <translation>评估</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Stop</source>
   <translation>停止</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Open Evaluation…</source>
   <translation>打开评估…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Add an earlier evaluation: its scores.json</source>
   <translation>加入以前评估的 scores.json</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Export Table…</source>
   <translation>导出表格…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>All evaluations in the paper's layout, or the images of the last one</source>
   <translation>按论文的版式导出所有评估，或最后一次评估的各张图像</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluation progress</source>
   <translation>评估进度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluation status</source>
   <translation>评估状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluations</source>
   <translation>评估</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Images, worst first</source>
   <translation>图像，最差的在前</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Figure to sort by</source>
   <translation>排序指标</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Worst</source>
   <translation>最差</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Show the worst fill by this figure</source>
   <translation>显示该指标最差的填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Best</source>
   <translation>最好</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Show the best fill by this figure</source>
   <translation>显示该指标最好的填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Sort images by</source>
   <translation>图像排序依据</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Starting…</source>
   <translation>正在开始…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluations (*.json);;All files (*)</source>
   <translation>评估 (*.json);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Open evaluation</source>
   <translation>打开评估</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Export table</source>
   <translation>导出表格</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>{percent} %</source>
   <translation>{percent} %</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Evaluation</source>
   <translation>评估</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluation_page.py" />
   <source>Image</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluations.py" />
   <source>{folder} cannot be created ({why}); choose another folder.</source>
   <translation>无法创建 {folder}（{why}）；请选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluations.py" />
   <source>Saved {name}.</source>
   <translation>已保存 {name}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluations.py" />
   <source>Reading the results…</source>
   <translation>正在读取结果…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/evaluations.py" />
   <source>The evaluation was stopped.</source>
   <translation>评估已停止。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Plain network, as in the paper</source>
   <translation>仅网络，与论文相同</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>From the masks</source>
   <translation>来自蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Random: squares</source>
   <translation>随机绘制：方形</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Random: irregular</source>
   <translation>随机绘制：不规则</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Random: objects</source>
   <translation>随机绘制：物体</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Images</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>A folder of complete photos</source>
   <translation>完整照片的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Holes</source>
   <translation>空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>A mask for each image, or one for all</source>
   <translation>每张图像一个蒙版，或共用一个</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Number of images</source>
   <translation>图像数量</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>All</source>
   <translation>全部</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Short side</source>
   <translation>短边</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Unchanged</source>
   <translation>保持原样</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>M&amp;ode</source>
   <translation>模式(&amp;O)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>&amp;Images</source>
   <translation>图像(&amp;I)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>&amp;Holes</source>
   <translation>空洞(&amp;H)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>&amp;Number of images</source>
   <translation>图像数量(&amp;N)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/images_form.py" />
   <source>Short si&amp;de</source>
   <translation>短边(&amp;D)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/pictures.py" />
   <source>Hole</source>
   <translation>空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>Choose two different sets of weights.</source>
   <translation>请选择两个不同的权重。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>Filling with {name}</source>
   <translation>正在用 {name} 填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>Making the study</source>
   <translation>正在编排盲评</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>{folder} already exists; choose a new folder for the study.</source>
   <translation>{folder} 已存在；请为盲评另选一个新文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>The study opens in a window of its own.</source>
   <translation>盲评将在单独的窗口中打开。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>The study is ready: enter a rater and press Rate.</source>
   <translation>盲评已就绪：请填写评分者并按“评分”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/studies.py" />
   <source>Stopped.</source>
   <translation>已停止。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Blind study – {rater}</source>
   <translation>盲评 – {rater}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Your choice was not saved: {why}</source>
   <translation>您的选择未能保存：{why}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Images rated</source>
   <translation>已评图像</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>The photo; the white area is to be filled</source>
   <translation>照片；白色为待填充部分</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>The photo with its hole</source>
   <translation>带空洞的照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>All images are rated. Thank you!</source>
   <translation>所有图像均已评完。谢谢！</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Back</source>
   <translation>返回</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Next</source>
   <translation>下一张</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Done</source>
   <translation>完成</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>{n} of {all}</source>
   <translation>第 {n} 张，共 {all} 张</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Which one looks best? Click it or press its number.</source>
   <translation>哪一个看起来最好？单击它或按其编号。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Result {number}</source>
   <translation>结果 {number}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Blind study</source>
   <translation>盲评</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study.py" />
   <source>Your name or number:</source>
   <translation>您的姓名或编号：</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>First weights</source>
   <translation>第一个权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Second weights</source>
   <translation>第二个权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>A new folder for fills and votes, or the folder of an existing study</source>
   <translation>存放填充和投票的新文件夹，或已有盲评的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>&amp;First weights</source>
   <translation>第一个权重(&amp;F)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>&amp;Second weights</source>
   <translation>第二个权重(&amp;S)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Make Study</source>
   <translation>创建盲评</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Fill with both and make the study</source>
   <translation>用两者填充并编排盲评</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Rater</source>
   <translation>评分者</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>A name or number</source>
   <translation>姓名或编号</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Rate</source>
   <translation>评分</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Open the window in which this rater chooses</source>
   <translation>打开供该评分者选择的窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Count Votes</source>
   <translation>统计投票</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Study progress</source>
   <translation>盲评进度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Study status</source>
   <translation>盲评状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Votes</source>
   <translation>投票</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>Both sets of weights fill the same holes. Raters see the two fills of each image in random order, without names, and pick the better one. Any number of raters can join; each choice is saved immediately.</source>
   <translation>两个权重填充相同的空洞。评分者看到每张图像的两个填充结果，顺序随机且不显示名称，并选出较好的一个。评分者人数不限；每次选择都会立即保存。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>R&amp;ater</source>
   <translation>评分者(&amp;A)</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>{n} raters</source>
   <extracomment>For one: {n} rater</extracomment>
   <translation>
    <numerusform>{n} 位评分者</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>{name}: {votes} ({percent} %)</source>
   <translation>{name}：{votes} 票（{percent} %）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>No preference: {votes}</source>
   <translation>无偏好：{votes} 票</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>{n} choices still open</source>
   <extracomment>For one: {n} choice still open</extracomment>
   <translation>
    <numerusform>还有 {n} 个选择未完成</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/study_page.py" />
   <source>If both were equally good, the probability of votes at least this uneven would be {p}.</source>
   <translation>若两者同样好，出现至少这样差异的概率为 {p}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training.py" />
   <source>The run cannot be stopped ({why}).</source>
   <translation>无法停止训练（{why}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training.py" />
   <source>The run cannot be started ({why}).</source>
   <translation>无法开始训练（{why}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Running</source>
   <translation>正在训练</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Stopping after the current step…</source>
   <translation>当前这一步结束后停止…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Stopped. Resume continues the run</source>
   <translation>已停止；“继续训练”将从停止处继续</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Recipe</source>
   <translation>配方</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>A folder of photos to train on</source>
   <translation>用于训练的照片文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Validation</source>
   <translation>验证</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>images/ and masks in square/, irregular/, object/</source>
   <translation>images/ 以及 square/、irregular/、object/ 中的蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Run</source>
   <translation>训练</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>A new folder, or the folder of a run to resume</source>
   <translation>新文件夹，或要继续的训练的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>From the recipe</source>
   <translation>按配方</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>End after the current step; everything is saved</source>
   <translation>当前这一步结束后停止；一切都会保存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Stop Now</source>
   <translation>立即停止</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>End the process now; Resume continues from the last saved state</source>
   <translation>立即结束进程；之后可从最近保存的状态继续</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Evaluate These Weights</source>
   <translation>评估这些权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Show Report</source>
   <translation>显示报告</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Training status</source>
   <translation>训练状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Training progress</source>
   <translation>训练进度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>&amp;Recipe</source>
   <translation>配方(&amp;R)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>&amp;Validation set (optional)</source>
   <translation>验证集（可选）(&amp;V)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>R&amp;un folder</source>
   <translation>训练文件夹(&amp;U)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>S&amp;teps</source>
   <translation>步数(&amp;T)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>From a file…</source>
   <translation>来自文件…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Recipes (*.toml);;All files (*)</source>
   <translation>配方 (*.toml);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>There is no such folder.</source>
   <translation>没有这个文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>The recipe’s own data is used: {photos}</source>
   <translation>使用配方自己的数据：{photos}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>All photos in this folder and below it are used.</source>
   <translation>使用此文件夹及其子文件夹中的所有照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>Choose a folder of photos and a folder for the run, then press Start.</source>
   <translation>请指定照片文件夹和训练文件夹，然后按“开始”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>step {step} of {steps}</source>
   <translation>第 {step} 步，共 {steps} 步</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/training_page.py" />
   <source>validating: {done} of {holes} holes</source>
   <translation>正在验证：{holes} 处空洞中的 {done} 处</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/weights_box.py" />
   <source>Weights (*.safetensors);;All files (*)</source>
   <translation>权重 (*.safetensors);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/window.py" />
   <source>Lab</source>
   <translation>实验室</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/window.py" />
   <source>Train</source>
   <translation>训练</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/window.py" />
   <source>Blind Study</source>
   <translation>盲评</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>What the tool does</source>
   <translation>工具的作用</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Tolerance</source>
   <translation>容差</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>How far a colour may differ from the one that was clicked on</source>
   <translation>颜色与所单击颜色允许的差异</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Connected area only</source>
   <translation>仅相连区域</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Mask only the area that is connected to the place that was clicked on</source>
   <translation>仅将与单击处相连的区域加入蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Brush diameter in photo pixels  ([ and ])</source>
   <translation>画笔直径，以照片像素计（[ 和 ]）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>Hardness</source>
   <translation>硬度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>How hard the brush's edge is  (Shift+[ and Shift+])</source>
   <translation>画笔边缘的硬度（Shift+[ 和 Shift+]）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>How strongly the mask is shown</source>
   <translation>蒙版显示的强度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/brush.py" />
   <source>The colour in which the mask is shown</source>
   <translation>显示蒙版所用的颜色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Canyon wren</source>
   <translation>峡谷鹪鹩</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Extreme desert hike</source>
   <translation>沙漠徒步</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Oakland zoo otters</source>
   <translation>奥克兰动物园水獭</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Drop a photo here</source>
   <translation>将照片拖放到此处</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Open a photo…</source>
   <translation>打开照片…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Then paint over what should go and press Fill.</source>
   <translation>然后涂抹要去除的内容，再按“填充”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>No photo at hand? Try a sample:</source>
   <translation>手边没有照片？试试示例：</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Open the sample “{sample}” with a ready mask</source>
   <translation>打开带有现成蒙版的示例“{sample}”</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/empty_state.py" />
   <source>Sample: {sample}</source>
   <translation>示例：{sample}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/file_dialogs.py" />
   <source>Masks (*.png *.tif *.tiff *.webp *.bmp *.jpg);;All files (*)</source>
   <translation>蒙版 (*.png *.tif *.tiff *.webp *.bmp *.jpg);;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill mode</source>
   <translation>填充模式</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill progress</source>
   <translation>填充进度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Fill status</source>
   <translation>填充状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>See why</source>
   <translation>查看原因</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Weights and device</source>
   <translation>权重与设备</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>What will be filled</source>
   <translation>将要填充的内容</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{area} px to fill ({percent})</source>
   <translation>待填充 {area} px（{percent}）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Paint over what should go.</source>
   <translation>涂抹要去除的内容。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>Filling</source>
   <translation>正在填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>nearly done</source>
   <translation>即将完成</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{seconds} s left</source>
   <translation>还剩 {seconds} 秒</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill.py" />
   <source>{minutes} min left</source>
   <translation>还剩 {minutes} 分钟</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Grow the mask</source>
   <translation>扩展蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Widen the mask where it is too tight</source>
   <translation>在蒙版过紧处自动扩展</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Fill as soon as a stroke or a selection ends</source>
   <translation>笔画或选择结束后立即填充</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Advanced</source>
   <translation>高级</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Show the window</source>
   <translation>显示上下文窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Show what the network will see; drag the frame to choose it by hand</source>
   <translation>显示网络将看到的范围；拖动边框可手动选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Plan the window again</source>
   <translation>重新规划上下文窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Discard the window chosen by hand</source>
   <translation>放弃手动选择的上下文窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Window</source>
   <translation>上下文窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>In network mode only</source>
   <translation>仅用于网络模式</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>Planned for each hole</source>
   <translation>为每处空洞自动规划</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/fill_options.py" />
   <source>{width} × {height} px, chosen by hand</source>
   <translation>{width} × {height} px，手动选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/filmstrip.py" />
   <source>Photos of this folder</source>
   <translation>此文件夹中的照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/hint.py" />
   <source>Everything is set: press {button}.</source>
   <translation>已全部选好：请按“{button}”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/hint.py" />
   <source>Still missing: {names}.</source>
   <translation>还缺少：{names}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/hint.py" />
   <source>{name}: there is no such file or folder.</source>
   <translation>{name}：没有这个文件或文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/hint.py" />
   <source>{name}: there is no such folder.</source>
   <translation>{name}：没有这个文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>History</source>
   <translation>历史记录</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/history.py" />
   <source>… {n} older steps</source>
   <extracomment>For one: … {n} older step</extracomment>
   <translation>
    <numerusform>… 更早的 {n} 步</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>Opened</source>
   <translation>已打开</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/history.py" />
   <source>{step}: {kind}</source>
   <translation>{step}：{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Legend</source>
   <translation>图例</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Colour wheel: the hue is the direction</source>
   <translation>色轮：色相表示方向</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Colour ramp from violet (unsure) to yellow (sure)</source>
   <translation>色带：从紫色（不确定）到黄色（确定）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>unsure</source>
   <translation>不确定</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>sure</source>
   <translation>确定</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>the source of these pixels</source>
   <translation>这些像素的来源</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>the best reference</source>
   <translation>最佳参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Each piece of the hole is shown as the known place that the network rates most similar. The fill itself was copied from the sources: point at it to see them.</source>
   <translation>空洞的每一块都显示为网络认为最相似的已知位置。填充本身复制自各个来源：将指针移到填充处即可查看。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Each piece of the hole is shown as the known place that the network rates most similar. The fill itself was painted by the network.</source>
   <translation>空洞的每一块都显示为网络认为最相似的已知位置。填充本身由网络绘制。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>The hue shows the direction to {what}; the stronger the colour, the greater the distance.</source>
   <translation>色相表示{what}所在的方向；颜色越浓，距离越远。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Combines how similar the best reference is, how clearly it beats the others, and whether the network selects it in the mirrored photo too. Low where nothing known resembles the fill.</source>
   <translation>综合最佳参考有多相似、多突出，以及网络在镜像照片中是否也选择它。若没有已知内容与填充结果相似，则置信度低。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/legend.py" />
   <source>Lines only: point at a filled place, or pause over a known one.</source>
   <translation>仅显示连线：将指针移到填充处，或停留在已知处。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Information</source>
   <translation>信息</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Warning</source>
   <translation>警告</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Error</source>
   <translation>错误</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Close message</source>
   <translation>关闭消息</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/message_bar.py" />
   <source>Close</source>
   <translation>关闭</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/paths.py" />
   <source>Folder…</source>
   <translation>文件夹…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/paths.py" />
   <source>File…</source>
   <translation>文件…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The hole pieced together from its best references</source>
   <translation>由最佳参考拼成的空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Colours</source>
   <translation>颜色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The reference of each part, as a colour</source>
   <translation>以颜色表示每个部分的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Confidence</source>
   <translation>置信度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>How certain the features are of their references</source>
   <translation>特征对其参考的确信程度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Off</source>
   <translation>关闭</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>No picture, only lines under the pointer</source>
   <translation>不显示图像，仅显示指针处的连线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Nothing is filled yet. Paint over what should go and press Fill. Then this panel shows which known places of the photo the fill used, and you can say “not from there”.</source>
   <translation>尚未填充。涂抹要去除的内容并按“填充”：随后此面板会显示填充使用了照片的哪些已知位置，您可以指定“不要取自那里”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The references of this fill were not kept. Fill Again makes a new fill and shows its references.</source>
   <translation>此次填充的参考未保留。“重新填充”会再次填充并显示其参考。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>What the overlay shows</source>
   <translation>叠加层显示的内容</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Opacity</source>
   <translation>不透明度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>How strongly the overlay is shown</source>
   <translation>叠加层显示的强度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Under the pointer</source>
   <translation>指针处</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>References of the place under the pointer</source>
   <translation>指针所在位置的参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Not from there</source>
   <translation>不要取自那里</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Let no fill borrow from the chosen place (Ctrl+Alt+click on the photo)</source>
   <translation>不让任何填充借用所选位置（在照片上按 Ctrl+Alt+单击）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Rather there</source>
   <translation>优先取自那里</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Let fills prefer the chosen place (Ctrl+click on the photo)</source>
   <translation>让填充优先使用所选位置（在照片上按 Ctrl+单击）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>‹ Patch</source>
   <translation>‹ 上一块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The previous filled patch</source>
   <translation>上一个填充块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Previous filled patch</source>
   <translation>上一个填充块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Patch ›</source>
   <translation>下一块 ›</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next filled patch</source>
   <translation>下一个填充块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Next filled patch</source>
   <translation>下一个填充块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Steering</source>
   <translation>引导</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Split view</source>
   <translation>分栏视图</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Export…</source>
   <translation>导出…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Finding the references of the fill…</source>
   <translation>正在查找填充的参考…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Point at a filled place</source>
   <translation>将指针移到填充处</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>… and {n} more</source>
   <translation>… 另有 {n} 个</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>{width} × {height} px at {left}, {top}</source>
   <translation>{width} × {height} px，位于 {left}, {top}</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This known place was copied into {n} filled places:</source>
   <extracomment>For one: This known place was copied into {n} filled place:</extracomment>
   <translation>
    <numerusform>此已知位置被复制到 {n} 处填充：</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>This known place was selected for {n} filled places:</source>
   <extracomment>For one: This known place was selected for {n} filled place:</extracomment>
   <translation>
    <numerusform>此已知位置被 {n} 处填充选为参考：</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The source of this filled place, and the references that its features select:</source>
   <translation>此填充处的来源，以及其特征所选的参考：</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>References of this filled patch:</source>
   <translation>此填充块的参考：</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Source · shift {shift} px</source>
   <translation>来源 · 偏移 {shift} px</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Copy · shift {shift} px</source>
   <translation>副本 · 偏移 {shift} px</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>{percent:.1f} % similar</source>
   <translation>相似度 {percent:.1f} %</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>choice {rank}</source>
   <translation>第 {rank} 选择</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>below 0.1 %</source>
   <translation>低于 0.1 %</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>weight {percent}</source>
   <translation>占比 {percent}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>Steer: {avoid} paints what to avoid, {line} draws lines. Ctrl+Alt+click: not from there. Ctrl+click: rather from there.</source>
   <translation>引导：{avoid} 涂抹要避开的区域，{line} 绘制线。Ctrl+Alt+单击：不要取自那里。Ctrl+单击：优先取自那里。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill avoids {avoided} px and prefers {preferred} px.</source>
   <translation>下次填充将避开 {avoided} px，优先 {preferred} px。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill avoids {avoided} px.</source>
   <translation>下次填充将避开 {avoided} px。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill prefers {preferred} px.</source>
   <translation>下次填充将优先 {preferred} px。</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill follows {n} drawn lines.</source>
   <extracomment>For one: The next fill follows {n} drawn line.</extracomment>
   <translation>
    <numerusform>下次填充将沿 {n} 条绘制的线延续。</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/references.py" />
   <source>The next fill ignores {n} detected lines.</source>
   <extracomment>For one: The next fill ignores {n} detected line.</extracomment>
   <translation>
    <numerusform>下次填充将忽略 {n} 条检测到的线。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Position</source>
   <translation>位置</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Colour under the pointer</source>
   <translation>指针下的颜色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Colour</source>
   <translation>颜色</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask area</source>
   <translation>蒙版面积</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask 000 000 000 px · 00.00 %</source>
   <translation>蒙版 000 000 000 px · 00.00 %</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Lines</source>
   <translation>线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Activity</source>
   <translation>活动</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>grey</source>
   <translation>灰度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>{kind} + alpha</source>
   <translation>{kind} + Alpha</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>{width} × {height} · {bits}-bit {kind}</source>
   <translation>{width} × {height} · {bits} 位 {kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>Mask {area} px · {percent}</source>
   <translation>蒙版 {area} px · {percent}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/status_bar.py" />
   <source>No mask</source>
   <translation>无蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Variants of the fill</source>
   <translation>填充的变体</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>State of the variants</source>
   <translation>变体的状态</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show next</source>
   <translation>显示下一个</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show the next variant</source>
   <translation>显示下一个变体</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Show the next variant in the photo  ({key})</source>
   <translation>在照片中显示下一个变体（{key}）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Making “{variant}”… Esc stops.</source>
   <translation>正在制作“{variant}”… 按 Esc 停止。</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Making “{variant}”… {n} more after it. Esc stops.</source>
   <extracomment>For one: Making “{variant}”… {n} more after it. Esc stops.</extracomment>
   <translation>
    <numerusform>正在制作“{variant}”… 之后还有 {n} 个。按 Esc 停止。</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>{key} fills the same hole in other ways.</source>
   <translation>按 {key} 以其他方式填充同一处空洞。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>The photo has changed since these were made. {key} makes new variants.</source>
   <translation>此后照片已更改。按 {key} 制作新的变体。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/panels/variants.py" />
   <source>Choose one: it replaces the fill as one undo step.</source>
   <translation>选择一个：它将替换填充，算作一个撤销步骤。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/support/report.py" />
   <source>The report is on the clipboard. Paste it where you ask for help. It contains no photo.</source>
   <translation>报告已复制到剪贴板：请粘贴到您求助的地方。其中不含照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/support/report.py" />
   <source>The log is in {folder}.</source>
   <translation>日志位于 {folder}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/bars.py" />
   <source>Toolbar</source>
   <translation>工具栏</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/bars.py" />
   <source>Tools</source>
   <translation>工具</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/bars.py" />
   <source>Nothing yet</source>
   <translation>暂无</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/docks.py" />
   <source>Hide the panel {title}</source>
   <translation>隐藏“{title}”面板</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/docks.py" />
   <source>Hide this panel (View → Panels brings it back)</source>
   <translation>隐藏此面板（可从“视图 → 面板”重新显示）</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/docks.py" />
   <source>Brush and mask</source>
   <translation>画笔与蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/docks.py" />
   <source>References</source>
   <translation>参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/docks.py" />
   <source>Filmstrip</source>
   <translation>胶片栏</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/guided_sample.py" />
   <source>The hole is filled; the rest of the photo is unchanged. Hold {compare} to see the original. Press {references} to see the references of the fill.</source>
   <translation>已填充，其余部分丝毫未变。按住 {compare} 查看原图；按 {references} 查看填充的参考。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/guided_sample.py" />
   <source>That is all. {variants} fills the hole in other ways, and {save} saves a copy. Now drop your own photo here.</source>
   <translation>就是这么简单。{variants} 以其他方式填充，{save} 保存副本。现在把您自己的照片拖放到这里吧。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/guided_sample.py" />
   <source>Point at the filled area: lines lead to where it came from. Ctrl+Alt+click it to make the next fill borrow from elsewhere.</source>
   <translation>将指针移到填充处：连线通向其来源。Ctrl+Alt+单击填充处，可让下一次填充取自别处。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/guided_sample.py" />
   <source>No more hints</source>
   <translation>不再提示</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/handlers.py" />
   <source>Arrow keys move the pointer: in small steps with Shift, in large steps with Ctrl. Space clicks. With tools that drag, Space presses the button and Space again releases it. Shift+Space acts like a click with Alt held.</source>
   <translation>方向键移动指针，加 Shift 小步移动，加 Ctrl 大步移动。空格键单击；使用拖动类工具时，按空格键按下按钮，再按一次松开。Shift+空格相当于按住 Alt 单击。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>Drawn line selected: drag its points, or press Delete to remove it</source>
   <translation>已选中绘制的线：可拖动其各点，或按 Delete 移除</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>Detected line selected: press Delete to remove it</source>
   <translation>已选中检测到的线：按 Delete 移除</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>Detecting lines…</source>
   <translation>正在检测线…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>Lines are detected once something is masked</source>
   <translation>绘制蒙版后即会检测线</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>{n} lines detected</source>
   <extracomment>For one: {n} line detected</extracomment>
   <translation>
    <numerusform>检测到 {n} 条线</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>No lines detected</source>
   <translation>未检测到线</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>not followed in Network mode</source>
   <translation>网络模式下不沿线延续</translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>{n} drawn</source>
   <extracomment>For one: {n} drawn</extracomment>
   <translation>
    <numerusform>绘制 {n} 条</numerusform>
   </translation>
  </message>
  <message numerus="yes">
   <location filename="../../crfill_gui/window/line_search.py" />
   <source>{n} deleted</source>
   <extracomment>For one: {n} deleted</extracomment>
   <translation>
    <numerusform>删除 {n} 条</numerusform>
   </translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Photos and projects ({patterns});;All files (*)</source>
   <translation>照片和项目 ({patterns});;所有文件 (*)</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Open photos</source>
   <translation>打开照片</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Folder for the contact sheet and matches.json</source>
   <translation>存放联系表和 matches.json 的文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Save…</source>
   <translation>保存…</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Don’t save</source>
   <translation>不保存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>“{name}” has unsaved changes.</source>
   <translation>“{name}”中有未保存的更改。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Save them before going on?</source>
   <translation>是否在继续之前保存？</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>This format cannot keep everything.</source>
   <translation>此格式无法保留全部内容。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Save anyway</source>
   <translation>仍然保存</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>“{name}” has changed on the disk since it was opened or saved here.</source>
   <translation>“{name}”自在此打开或保存以来，磁盘上的内容已更改。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Another program or window has changed it. Saving replaces those changes; Save As keeps both.</source>
   <translation>其他程序或窗口已更改了它。保存会覆盖这些更改；“另存为”可同时保留两者。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Closing the editor ends the running evaluation or study.</source>
   <translation>关闭编辑器会结束正在进行的评估或盲评制作。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>It can continue without the editor, or be stopped now and resumed later.</source>
   <translation>训练可以在没有编辑器的情况下继续，也可以现在停止、以后再继续。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>A training run is in progress.</source>
   <translation>正在进行训练。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Leave It Running</source>
   <translation>让它继续</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Stop It</source>
   <translation>停止训练</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/window/prompts.py" />
   <source>Close Anyway</source>
   <translation>仍然关闭</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/workers/engine.py" />
   <source>Automatic: {device}</source>
   <translation>自动：{device}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/workers/worker.py" />
   <source>There is not enough memory for this; close other programs and try again.</source>
   <translation>内存不足，无法完成此操作；请关闭其他程序后重试。</translation>
  </message>
 </context>
 <context>
  <name>core</name>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>damaged or incomplete; open another copy of it</source>
   <translation>已损坏或不完整；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds more than {most} files, which no project does; open another file</source>
   <translation>包含超过 {most} 个文件，项目文件不会如此；请打开其他文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds the same file twice, which no project does; open another file</source>
   <translation>重复包含同一文件，项目文件不会如此；请打开其他文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds a link or a folder, which no project does; open another file</source>
   <translation>包含链接或文件夹，项目文件不会如此；请打开其他文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>is encrypted or packed in an unusual way; open another file</source>
   <translation>已加密或以不寻常的方式打包；请打开其他文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>lacks {missing} and is {damaged}</source>
   <translation>缺少 {missing}，{damaged}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds an unknown file ({strange}), which no project does; open another file</source>
   <translation>包含未知文件（{strange}），项目文件不会如此；请打开其他文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>is not a project file; open a file that ends in .crfill</source>
   <translation>不是项目文件；请打开以 .crfill 结尾的文件</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds more data in {name} than its photo needs; open another copy of it</source>
   <translation>{name} 中的数据超出其照片所需；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>is {damaged}</source>
   <translation>{damaged}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds less data in {name} than it should; open another copy of it</source>
   <translation>{name} 中的数据少于应有的数量；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_archive.py" />
   <source>holds a picture of the wrong size or kind in {name}; open another copy of it</source>
   <translation>{name} 中的图片大小或类型不正确；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} {error}.</source>
   <translation>{path} {error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} is not a project that this version can open ({error}); open another copy of it.</source>
   <translation>{path} 不是此版本能打开的项目（{error}）；请打开它的另一份副本。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} is not a project that this version can open. {error}</source>
   <translation>此版本无法打开项目 {path}。{error}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} cannot be read ({reason}); check the name and the disk.</source>
   <translation>无法读取 {path}（{reason}）；请检查文件名和磁盘。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>the file ends too early</source>
   <translation>文件不完整</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} does not fit into memory; close other programs and try again.</source>
   <translation>内存容纳不下 {path}；请关闭其他程序后重试。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>{path} is not a project file, or is {damaged}.</source>
   <translation>{path} 不是项目文件，或{damaged}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>was saved by a newer program (version {version} of the format); update the program</source>
   <translation>由更新版本的程序保存（格式版本 {version}）；请更新程序</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>does not list all fills</source>
   <translation>所述填充的数目与实际不符</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has a photo and a recipe that do not belong together: it is {damaged}</source>
   <translation>照片与配方不匹配：{damaged}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has a key '{key}' that version {version} does not know</source>
   <translation>含有版本 {version} 中没有的键“{key}”</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>lacks '{key}'</source>
   <translation>缺少“{key}”</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has more than {count} pixels</source>
   <translation>超过 {count} 像素</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>is not a block of a photo</source>
   <translation>不是照片的数据块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>has a box that is not inside the photo</source>
   <translation>有一个矩形框不在照片之内</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds more fills than its photo can have; open another copy of it</source>
   <translation>包含的填充超出其照片所需；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_file.py" />
   <source>holds more references than its photo can have; open another copy of it</source>
   <translation>包含的参考超出其照片所需；请打开它的另一份副本</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_origin.py" />
   <source>one to four tables of 64 numbers from 1 to 65535, by their number</source>
   <translation>一到四个表，按编号，每个含 64 个 1 到 65535 的数字</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_origin.py" />
   <source>is not a file name</source>
   <translation>不是文件名</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_origin.py" />
   <source>is not a JPEG sampling</source>
   <translation>不是 JPEG 的采样方式</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/project_save.py" />
   <source>{path} was not saved for lack of memory; close other programs and try again.</source>
   <translation>内存不足，{path} 未保存；请关闭其他程序后重试。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>is not inside the photo</source>
   <translation>不在照片之内</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>is not the size of a window</source>
   <translation>不是窗口的尺寸</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>is more than {count}</source>
   <translation>大于 {count}</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>is not inside its window</source>
   <translation>不在其窗口之内</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>has a mirrored window that misses other patches</source>
   <translation>镜像窗口缺失的块不同</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>missing patches</source>
   <translation>缺失块</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>has missing patches that are not in order</source>
   <translation>缺失的块顺序不对</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>references</source>
   <translation>参考</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>similarities</source>
   <translation>相似度</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>weights</source>
   <translation>权重</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>entropies</source>
   <translation>熵</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>shifts</source>
   <translation>偏移</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>numbers of shifts</source>
   <translation>偏移编号</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/stored_references.py" />
   <source>has {what} that are out of range</source>
   <translation>{what}超出范围</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>{path} cannot be read ({reason}); check the disk and try again.</source>
   <translation>无法读取 {path}（{reason}）；请检查磁盘后重试。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>The unsaved work cannot be restored because its file is damaged; open the photo itself.</source>
   <translation>未保存的工作因文件损坏而无法恢复；请打开照片本身。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>{root} cannot be written to ({reason}); check the permissions.</source>
   <translation>无法写入 {root}（{reason}）；请检查权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/document/unsaved.py" />
   <source>it cannot be locked</source>
   <translation>无法锁定</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/editor/photos.py" />
   <source>This sample comes with a ready mask: press Fill.</source>
   <translation>此示例带有现成蒙版：请按“填充”。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/command.py" />
   <source>The process ended unexpectedly.</source>
   <translation>进程意外结束。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/command.py" />
   <source>{program} cannot be started.</source>
   <translation>无法启动 {program}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/recipes.py" />
   <source>{path} cannot be read ({reason}).</source>
   <translation>无法读取 {path}（{reason}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/recipes.py" />
   <source>{path} is not valid TOML: {error}.</source>
   <translation>{path} 不是有效的 TOML：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/lab/recipes.py" />
   <source>{path} is not a recipe: stages or data.photos are missing or invalid.</source>
   <translation>{path} 不是训练配方：stages 或 data.photos 缺失或无效。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/workers/batch_crew.py" />
   <source>internal error: {what}; please report it.</source>
   <translation>程序内部错误：{what}；请报告此问题。</translation>
  </message>
  <message>
   <location filename="../../crfill_gui/workers/engine.py" />
   <source>Loading weights</source>
   <translation>正在加载权重</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/memory.py" />
   <source>There is not enough memory for this fill; close other programs, or mask and fill a smaller part at a time.</source>
   <translation>内存不足，无法完成此填充；请关闭其他程序，或每次只遮罩并填充较小的部分。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>{before}, {name}</source>
   <translation>{before}、{name}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Permission denied</source>
   <translation>权限不足</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>No such file or directory</source>
   <translation>没有该文件或文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Is a directory</source>
   <translation>是文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Not a directory</source>
   <translation>不是文件夹</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>File exists</source>
   <translation>文件已存在</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>No space left on device</source>
   <translation>磁盘空间不足</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Read-only file system</source>
   <translation>文件系统为只读</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Input/output error</source>
   <translation>读写错误</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>File name too long</source>
   <translation>文件名过长</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Too many open files</source>
   <translation>打开的文件过多</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Disk quota exceeded</source>
   <translation>超出磁盘配额</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/messages.py" />
   <source>Operation not permitted</source>
   <translation>操作不被允许</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{name} {what}</source>
   <translation>{name} {what}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>one of {choices}</source>
   <translation>以下之一：{choices}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a list</source>
   <translation>列表</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a list of values, each {what}</source>
   <translation>列表，每项为{what}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a list of {count} values, each {what}</source>
   <translation>包含 {count} 个值的列表，每项为{what}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>true or false</source>
   <translation>true 或 false</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a text</source>
   <translation>文本</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>left, top, right and bottom in whole pixels</source>
   <translation>左、上、右、下（整数像素）</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a table of keys with values</source>
   <translation>键值表</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a whole number</source>
   <translation>整数</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a number</source>
   <translation>数字</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{kind} from {low} to {high}</source>
   <translation>{low} 到 {high} 之间的{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{kind} of at least {low} and below {below}</source>
   <translation>不小于 {low} 且小于 {below} 的{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{kind} above {above} and at most {high}</source>
   <translation>大于 {above} 且不超过 {high} 的{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{kind} of at least {low}</source>
   <translation>不小于 {low} 的{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>{kind} above {above}</source>
   <translation>大于 {above} 的{kind}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>must be {expected}, not {value}</source>
   <translation>必须是{expected}，而不是 {value}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/base/options.py" />
   <source>a table</source>
   <translation>表</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/__init__.py" />
   <source>There is not enough memory for this; close other programs or use a smaller photo.</source>
   <translation>内存不足，无法完成此操作；请关闭其他程序或使用较小的照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/__init__.py" />
   <source>This is a fault of the program, not yours ({kind}: {error}); please report it with what it prints when {variable}=1 is set.</source>
   <translation>这是程序自身的错误，与您无关（{kind}：{error}）；请设置 {variable}=1 后重试，并附上其输出报告此问题。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/bench.py" />
   <source>--width must be a multiple of 4 and at least 8.</source>
   <translation>--width 必须是 4 的倍数且不小于 8。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--objects is for --holes object; leave it out.</source>
   <translation>--objects 仅用于 --holes object；请去掉它。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--mode, --coarse and --references are for weights; leave them out.</source>
   <translation>--mode、--coarse 和 --references 仅用于权重；请去掉它们。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--references uses the plain network; leave --mode out.</source>
   <translation>--references 使用单纯的网络；请去掉 --mode。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--every is for --sheet; leave it out.</source>
   <translation>--every 仅用于 --sheet；请去掉它。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--sheet shows what --save saves; give both.</source>
   <translation>--sheet 显示 --save 保存的内容；请同时给出两者。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>--sheet takes a {suffixes} file; choose another name.</source>
   <translation>--sheet 需要 {suffixes} 文件；请选择其他名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/evaluate.py" />
   <source>{save} holds input files; choose another folder with --save.</source>
   <translation>{save} 中有输入文件；请用 --save 选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/fill.py" />
   <source>--format applies only to standard output (-o -); a file's format follows from its suffix.</source>
   <translation>--format 仅适用于标准输出（-o -）；文件的格式由其后缀决定。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/fill.py" />
   <source>--json and -o - would both write to standard output; name a file with -o, or leave --json out.</source>
   <translation>--json 和 -o - 都会写到标准输出；请用 -o 指定文件，或不使用 --json。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/fill.py" />
   <source>-o - takes a single photo; name a folder for the filled ones with -o.</source>
   <translation>-o - 只能用于单张照片；请用 -o 指定存放结果的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/fill.py" />
   <source>--workers is for a folder of photos; leave it out for one photo.</source>
   <translation>--workers 仅用于照片文件夹；处理单张照片时请去掉它。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/fill.py" />
   <source>{photo} does not exist; check the name and the folder.</source>
   <translation>{photo} 不存在；请检查文件名和文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/mask.py" />
   <source>{output} cannot be written: a mask is saved as PNG; choose a name that ends in .png.</source>
   <translation>无法写入 {output}：蒙版保存为 PNG；请使用以 .png 结尾的名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/mask.py" />
   <source>looking for dust and scratches</source>
   <translation>正在查找灰尘与划痕</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/pipes.py" />
   <source>Standard output is closed; name a file with -o instead.</source>
   <translation>标准输出已关闭；请改用 -o 指定文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/pipes.py" />
   <source>There is no photo on standard input; pipe one into crfill, or name a file.</source>
   <translation>标准输入中没有照片；请通过管道传入一张，或指定文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/pipes.py" />
   <source>Standard input cannot be saved in {parent} ({reason}); check that the disk has room.</source>
   <translation>无法将标准输入存入 {parent}（{reason}）；请检查磁盘空间。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/references.py" />
   <source>All holes are so thin that they are interpolated, so no references are selected; choose --mode network or --mode assembly.</source>
   <translation>所有空洞都很细，会用插值填充，因此没有选取参考；请选择 --mode network 或 --mode assembly。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/references.py" />
   <source>looking at the mirrored window</source>
   <translation>正在查看镜像窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/references.py" />
   <source>{folder} cannot be created ({reason}); choose another folder with -o.</source>
   <translation>无法创建 {folder}（{reason}）；请用 -o 选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/references.py" />
   <source>{folder} is a file; name a folder with -o.</source>
   <translation>{folder} 是文件；请用 -o 指定文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/references.py" />
   <source>{path} would be written over the input {source}; choose another folder with -o.</source>
   <translation>{path} 会覆盖输入文件 {source}；请用 -o 选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/replay.py" />
   <source>{recipe} records no fill; export it after filling something.</source>
   <translation>{recipe} 没有记录任何填充；请在填充之后导出。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/replay.py" />
   <source>structure network's weights</source>
   <translation>结构网络的权重</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/replay.py" />
   <source>SHA-256 {digits}…</source>
   <translation>SHA-256 {digits}…</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/replay.py" />
   <source>SHA-256 unknown</source>
   <translation>SHA-256 未知</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/replay.py" />
   <source>The recipe was made with the {what} '{name}' ({which}), which are not installed; put their file into {folder} and try again.</source>
   <translation>配方使用的{what}“{name}”（{which}）未安装；请将其文件放入 {folder} 后重试。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/terminal.py" />
   <source>Standard output cannot be written ({reason}); check where it goes.</source>
   <translation>无法写入标准输出（{reason}）；请检查其去向。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/train.py" />
   <source>There is nothing to train: name a recipe, or a run with --resume.</source>
   <translation>没有可训练的内容：请指定配方，或用 --resume 指定训练。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/train.py" />
   <source>A run to resume has its own recipe: give either a recipe or --resume.</source>
   <translation>要继续的训练有自己的配方：请只给出配方或 --resume 之一。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/train.py" />
   <source>--steps is for new runs; to stop a resumed run early, give --minutes.</source>
   <translation>--steps 仅用于新训练；要提前停止继续的训练，请用 --minutes。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/cli/train.py" />
   <source>--set is for new runs; a resumed run keeps its settings.</source>
   <translation>--set 仅用于新训练；继续的训练保持其设置。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{other} and {path} have the same name; rename one of them.</source>
   <translation>{other} 与 {path} 同名；请将其中一个改名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{images} holds no images; name a folder of photos.</source>
   <translation>{images} 中没有图像；请指定存放照片的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>mask</source>
   <translation>蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{folder} has no {what} for {count} of {total} images ({some}); add what is missing.</source>
   <translation>{folder} 缺少 {total} 张图像中 {count} 张的{what}（{some}）；请添加。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{path} is too small to evaluate; use images of at least {side} pixels a side.</source>
   <translation>{path} 太小，无法评估；请使用每边至少 {side} 像素的图像。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>all</source>
   <translation>全部</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>none</source>
   <translation>没有任何部分</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{path} marks {extent} of the image as missing; give it a hole or leave the image out.</source>
   <translation>{path} 将图像标记为缺失的范围：{extent}；请给出空洞，或去掉该图像。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>A hole would vanish or cover the whole image at {side} pixels; use a larger --size.</source>
   <translation>在 {side} 像素时空洞会消失或覆盖整张图像；请使用更大的 --size。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{path} cannot be written ({reason}); check the disk.</source>
   <translation>无法写入 {path}（{reason}）；请检查磁盘。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/cases.py" />
   <source>{folder} is not a folder; check the name.</source>
   <translation>{folder} 不是文件夹；请检查名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/efficiency.py" />
   <source>{variant} at {size}×{size}</source>
   <translation>{variant}，{size}×{size}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/methods.py" />
   <source>result</source>
   <translation>结果</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/methods.py" />
   <source>{file} has {columns} × {rows} pixels but the image has {width} × {height}; save the results at the images' size.</source>
   <translation>{file} 为 {columns} × {rows} 像素，而图像为 {width} × {height}；请按图像的大小保存结果。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/perceptual.py" />
   <source>lite0 needs optional packages: pip install 'crfill-studio[eval]'.</source>
   <translation>lite0 需要可选的软件包：pip install 'crfill-studio[eval]'。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/results.py" />
   <source>{method} and {other} were not evaluated on the same images and holes; evaluate both with the same --images and --masks (or --holes and --seed).</source>
   <translation>{method} 与 {other} 不是在相同的图像和空洞上评估的；请用相同的 --images 和 --masks（或 --holes 和 --seed）评估两者。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/results.py" />
   <source>{path} cannot be read ({reason}); check the name.</source>
   <translation>无法读取 {path}（{reason}）；请检查文件名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/results.py" />
   <source>{path} holds no evaluation ({reason}); make one with `crfill evaluate --json {path}`.</source>
   <translation>{path} 中没有评估（{reason}）；请用 `crfill evaluate --json {path}` 生成。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/runner.py" />
   <source>--jobs cannot be used under torchrun, which has its own processes; leave it out.</source>
   <translation>torchrun 自带进程，不能使用 --jobs；请去掉它。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/runner.py" />
   <source>{save} cannot be created ({reason}); choose another folder.</source>
   <translation>无法创建 {save}（{reason}）；请选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/runner.py" />
   <source>One of the processes was killed, probably for lack of memory; use fewer --jobs.</source>
   <translation>有一个进程被终止，可能是内存不足；请减小 --jobs。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/sheet.py" />
   <source>{path} would have {width} × {height} pixels, but such a file has at most {most} a side; choose a name that ends in .png.</source>
   <translation>{path} 将有 {width} × {height} 像素，但这种文件每边最多 {most} 像素；请使用以 .png 结尾的文件名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{folder} holds no study ({reason}); make one with `crfill study make`.</source>
   <translation>{folder} 中没有盲评（{reason}）；请用 `crfill study make` 创建。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>no rater can have this name</source>
   <translation>评分者不能使用此名称</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>there is no choice '{vote}' for item '{item}'</source>
   <translation>项目“{item}”没有选项“{vote}”</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{folder} has no readable key.json, which names the methods; put it back.</source>
   <translation>{folder} 中没有可读取的 key.json（其中列出各方法）；请将其放回。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>A rater's name has 1 to 60 letters, digits, underscores, spaces, dots or dashes, and begins with a letter, digit or underscore; choose another name.</source>
   <translation>评分者姓名须为 1 到 60 个字母、数字、下划线、空格、点或连字符，并以字母、数字或下划线开头；请换一个名字。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>A study compares 2 to {count} methods; name their folders.</source>
   <translation>盲评可比较 2 到 {count} 种方法；请指定它们的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>Pairs compare two methods; name two folders.</source>
   <translation>成对比较需要两种方法；请指定两个文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>Two of the folders have the same name, but the names of methods must differ; rename one.</source>
   <translation>有两个文件夹同名，而文件夹名即方法名；请将其中一个改名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{target} already exists; choose a new folder for the study.</source>
   <translation>{target} 已存在；请为盲评选择新文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>The votes in {path} cannot be used ({reason}); move the file away to vote again.</source>
   <translation>{path} 中的投票无法使用（{reason}）；请移走该文件后重新投票。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{folder} is not a folder; name the folders of the methods' filled images.</source>
   <translation>{folder} 不是文件夹；请指定存放各方法填充结果的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{names} have no image in common; evaluate all on the same images.</source>
   <translation>{names} 没有共同的图像；请在相同的图像上评估所有方法。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>The methods have {total} filled images in common, counted once for each kind of hole; choose a --count between 1 and {total}.</source>
   <translation>各方法共有 {total} 张相同的填充图像（按空洞种类分别计数）；请将 --count 设为 1 到 {total} 之间。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>The results for {name} in {place} and {other} differ in size; save both at the same size.</source>
   <translation>{place} 与 {other} 中 {name} 的结果大小不同；请以相同大小保存。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/study.py" />
   <source>{place} and {other} have different holes in {name}; evaluate both on the same holes.</source>
   <translation>{place} 与 {other} 中 {name} 的空洞不同；请在相同的空洞上评估两者。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/tables.py" />
   <source>{method} on {holes} holes is given twice; leave one out or rename it.</source>
   <translation>{method} 在 {holes} 空洞上给出了两次；请去掉一个或改名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/evaluation/votes.py" />
   <source>Nobody has voted in {folder} yet; rate some images first.</source>
   <translation>{folder} 中还没有人投票；请先评一些图像。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because another program or window has changed it in the meantime; save again, or under another name.</source>
   <translation>未保存 {path}，因为其他程序或窗口在此期间更改了它；请再次保存，或以其他名称保存。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because its disk does not allow files this large; save to another disk.</source>
   <translation>{path} 未保存，因为其所在磁盘不允许这么大的文件；请保存到其他磁盘。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because the disk is full; free some space or save to another disk.</source>
   <translation>磁盘已满，{path} 未保存；请腾出空间或保存到其他磁盘。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because the folder does not exist; choose another folder or create this one.</source>
   <translation>文件夹不存在，{path} 未保存；请选择其他文件夹或创建此文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because writing there is not permitted; choose another folder.</source>
   <translation>没有写入权限，{path} 未保存；请选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because its name is too long; choose a shorter name.</source>
   <translation>{path} 的名称过长，因此未保存；请选择较短的名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved because it is a folder; choose another name.</source>
   <translation>{path} 是文件夹，因此未保存；请选择其他名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/replace.py" />
   <source>{path} was not saved ({reason}); choose another folder or disk.</source>
   <translation>{path} 未保存（{reason}）；请选择其他文件夹或磁盘。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/sources.py" />
   <source>{path} matches nothing; check the data paths.</source>
   <translation>{path} 没有匹配到任何内容；请检查数据路径。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/sources.py" />
   <source>{path} is not an existing folder, .tar, .txt list or image; check the data paths.</source>
   <translation>{path} 不是现有的文件夹、.tar 文件、.txt 列表或图像；请检查数据路径。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/sources.py" />
   <source>{path} cannot be read as a list of images ({reason}); check the data paths.</source>
   <translation>{path} 无法作为图像列表读取（{reason}）；请检查数据路径。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/sources.py" />
   <source>it is not text in UTF-8</source>
   <translation>不是 UTF-8 文本</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/sources.py" />
   <source>{path} cannot be read as an uncompressed tar ({error}); check the data paths.</source>
   <translation>{path} 无法作为未压缩的 tar 文件读取（{error}）；请检查数据路径。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>{where} {what}</source>
   <translation>{where} {what}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>it</source>
   <translation>它</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>is not JSON ({reason})</source>
   <translation>不是 JSON（{reason}）</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>is not valid TOML ({reason})</source>
   <translation>不是有效的 TOML（{reason}）</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>line {line}, column {column}</source>
   <translation>第 {line} 行第 {column} 列</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>it is nested too deeply</source>
   <translation>嵌套过深</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>a number is too long</source>
   <translation>有一个数字过长</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>gives a key twice</source>
   <translation>重复给出同一个键</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>holds {name}, which JSON does not allow</source>
   <translation>含有 {name}，JSON 不允许此值</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>holds a number that is too large</source>
   <translation>含有过大的数字</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>has an unknown key '{key}'; the known keys are {known}</source>
   <translation>含有未知的键“{key}”；已知的键为 {known}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>cannot be used: {why}</source>
   <translation>无法使用：{why}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>a text of at most {count} characters</source>
   <translation>最多 {count} 个字符的文本</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>a list of {count} values</source>
   <translation>{count} 个值的列表</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>a list of at most {count} values</source>
   <translation>最多 {count} 个值的列表</translation>
  </message>
  <message>
   <location filename="../../crfill_core/files/strict.py" />
   <source>data in base64</source>
   <translation>base64 数据</translation>
  </message>
  <message>
   <location filename="../../crfill_core/holes/maker.py" />
   <source>No {kind} hole fits into {name}; use a larger image or another kind of hole.</source>
   <translation>{name} 中放不下 {kind} 类型的空洞；请使用更大的图像或其他类型的空洞。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/holes/shapes.py" />
   <source>must not be 0 if irregular and object are 0, too</source>
   <translation>在 irregular 和 object 为 0 时不得为 0</translation>
  </message>
  <message>
   <location filename="../../crfill_core/holes/shapes.py" />
   <source>must be two shares, the smaller one first</source>
   <translation>必须是两个比例，较小的在前</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/decoded.py" />
   <source>{path} has no pixels ({width} × {height}); open another photo.</source>
   <translation>{path} 没有像素（{width} × {height}）；请打开其他照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/decoded.py" />
   <source>{path} is too large ({width} × {height}, {megapixels} megapixels); scale it down to at most {most} megapixels first.</source>
   <translation>{path} 过大（{width} × {height}，{megapixels} 百万像素）；请先缩小到不超过 {most} 百万像素。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/extras.py" />
   <source>{path} is a {what} file, which needs one more library; install it with pip install 'crfill-studio[{extra}]', or convert the file to TIFF or JPEG first.</source>
   <translation>{path} 是 {what} 文件，需要额外的库；请用 pip install 'crfill-studio[{extra}]' 安装，或先将文件转换为 TIFF 或 JPEG。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/extras.py" />
   <source>camera RAW</source>
   <translation>相机 RAW</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/extras.py" />
   <source>The RAW file was developed to 16-bit sRGB with the camera's white balance; saving writes another format, not a RAW.</source>
   <translation>RAW 文件已按相机白平衡显影为 16 位 sRGB；保存时写入其他格式，而非 RAW。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/extras.py" />
   <source>HEIC files can only be read; saving writes another format.</source>
   <translation>HEIC 文件只能读取；保存时写入其他格式。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} stores 8 bits per channel; the photo's 16 bits will be reduced.</source>
   <translation>{label} 每通道只存储 8 位；照片的 16 位将被降低。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} has no transparency; the photo will be placed on white.</source>
   <translation>{label} 不支持透明；照片将衬以白底。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} compresses with small losses; PNG and TIFF keep every pixel exactly.</source>
   <translation>{label} 为有损压缩；PNG 或 TIFF 可精确保留每个像素。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} stores no colour profile; colours may look different elsewhere.</source>
   <translation>{label} 不存储颜色配置文件；在别处颜色可能有所不同。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>The {what} data is too large for {label}; it will be left out.</source>
   <translation>{what} 数据对 {label} 来说过大；将被略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} stores no JPEG comments; they will be left out.</source>
   <translation>{label} 不保存 JPEG 注释，将略去这些注释。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} cannot mark the colours as HDR; other programs will clip parts brighter than white.</source>
   <translation>{label} 无法标明颜色为 HDR；其他程序会截掉比白色更亮的部分。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} leaves out the HDR light levels of the original.</source>
   <translation>{label} 会略去原图的 HDR 亮度信息。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} stores no PNG texts ({names}); they will be left out.</source>
   <translation>{label} 不保存 PNG 文本（{names}），将略去这些文本。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>{label} stores no {what} data; it will be left out.</source>
   <translation>{label} 不存储 {what} 数据；这些数据将被略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>The XMP data is damaged; it will be left out.</source>
   <translation>XMP 数据已损坏，将被略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/format_limits.py" />
   <source>The XMP data is too large for {label}; it will be left out.</source>
   <translation>XMP 数据对 {label} 来说太大，将被略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/formats.py" />
   <source>files without a suffix</source>
   <translation>没有扩展名的文件</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/formats.py" />
   <source>files ending in {suffix}</source>
   <translation>以 {suffix} 结尾的文件</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/formats.py" />
   <source>{path} cannot be saved because {what} cannot be written; choose a name that ends in .jpg, .png, .tif, .webp, .avif or .bmp.</source>
   <translation>无法写入{what}，因此 {path} 不能保存；请选择以 .jpg、.png、.tif、.webp、.avif 或 .bmp 结尾的名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/jpeg_segments.py" />
   <source>The file holds an HDR gain map, a second picture of the unedited photo; saving leaves it out.</source>
   <translation>文件含有 HDR 增益图，即照片原样的第二幅图像；保存时会略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/jpeg_segments.py" />
   <source>The file's content credentials (C2PA) vouch for the unedited photo; saving leaves them out.</source>
   <translation>文件的内容凭证（C2PA）只证明照片的原样；保存时会略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/jpeg_segments.py" />
   <source>The file holds a video (a motion photo); saving leaves it out.</source>
   <translation>文件含有视频（动态照片）；保存时会略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/jpeg_segments.py" />
   <source>data after the end of the picture</source>
   <translation>图片结尾之后的数据</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/jpeg_segments.py" />
   <source>The file holds data written by a camera or program ({names}), which may show the unedited photo; saving leaves it out.</source>
   <translation>文件含有相机或程序写入的数据（{names}），可能显示照片的原样；保存时会略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The file's end mark was missing, but the picture is complete.</source>
   <translation>文件缺少结束标记，但图像是完整的。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The file holds several pictures; only the main one is opened and saved.</source>
   <translation>文件包含多张图片；仅打开主图，保存时也只写入主图。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The file is animated; only the first of {frames} frames is opened and saved.</source>
   <translation>文件为动画；仅打开并保存 {frames} 帧中的第一帧。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The colour palette was expanded; saving writes full colours without a palette.</source>
   <translation>调色板已展开；保存时写入不带调色板的全彩色。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The black-and-white picture (1 bit) was converted to grey; saving writes 8-bit grey.</source>
   <translation>黑白图片（1 位）已转换为灰度；保存时写入 8 位灰度。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The CMYK colours were converted to RGB; saving writes RGB.</source>
   <translation>CMYK 颜色已转换为 RGB；保存时写入 RGB。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The Lab colours were converted to RGB; saving writes RGB.</source>
   <translation>Lab 颜色已转换为 RGB；保存时写入 RGB。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/pillow.py" />
   <source>The damaged CMYK colour profile was ignored; colours may look different.</source>
   <translation>已忽略损坏的 CMYK 颜色配置文件；颜色可能有所不同。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff.py" />
   <source>The file's first page is a small copy of the photo; the photo itself was opened, and only it is saved.</source>
   <translation>文件的第一页是照片的缩小副本；已打开照片本身，保存时只写入照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff.py" />
   <source>The file's layers are left out; saving writes the picture that they make.</source>
   <translation>文件的图层会略去；保存时写入它们合成的图像。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff.py" />
   <source>The file has several pages; only the first is opened and saved.</source>
   <translation>文件有多页；仅打开第一页，保存时也只写入这一页。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>lossy JPEG</source>
   <translation>有损 JPEG</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>{path} holds a camera's raw sensor data; give it its RAW suffix (such as .dng) and open that.</source>
   <translation>{path} 包含相机的 RAW 传感器数据；请改用其 RAW 扩展名（如 .dng）后再打开。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>method {compression}</source>
   <translation>方法 {compression}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>{path} is a TIFF file compressed with {name}, which cannot be read in this form; save it again with LZW or ZIP compression in the program that made it.</source>
   <translation>{path} 是用 {name} 压缩的 TIFF 文件，这种用法无法读取；请在制作它的程序中用 LZW 或 ZIP 压缩重新保存。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>The photo's 16 bits per channel were reduced to 8; saving writes 8 bits.</source>
   <translation>照片每通道的 16 位已降为 8 位；保存时写入 8 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>Channels that are neither colours nor transparency (saved selections, spot colours) were left out; saving does not write them.</source>
   <translation>既非颜色也非透明度的通道（已存储的选区、专色）已略去；保存时不写入这些通道。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>The floating-point values were clipped to 0–1 and converted to 16 bits; saving writes 16 bits.</source>
   <translation>浮点值已截取到 0–1 并转换为 16 位；保存时写入 16 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>The floating-point values go up to {highest}; {white} was taken for white, and they were converted to 16 bits; saving writes 16 bits.</source>
   <translation>浮点数值最大为 {highest}；以 {white} 为白色，并转换为 16 位；保存时写入 16 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>The {bits}-bit whole numbers were converted to 16 bits; saving writes 16 bits.</source>
   <translation>{bits} 位整数已转换为 16 位；保存时写入 16 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>The {bits}-bit values were converted to {itemsize} bits; saving writes {itemsize} bits.</source>
   <translation>{bits} 位数值已转换为 {itemsize} 位；保存时写入 {itemsize} 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>{path} holds floating-point values up to {highest}, and which of them is white is not known; scale them to 0–1 in the program that made it.</source>
   <translation>{path} 的浮点数值最大为 {highest}，无法得知哪个值是白色；请在制作它的程序中把数值缩放到 0–1。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>{path} is separated into inks other than cyan, magenta, yellow and black; save it as RGB or CMYK in the program that made it.</source>
   <translation>{path} 使用青、品红、黄、黑以外的油墨分色；请在制作它的程序中另存为 RGB 或 CMYK。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/codecs/tiff_pixels.py" />
   <source>{path} holds CMYK or Lab colours of more than 16 bits or as floating-point values; save it as RGB in the program that made it.</source>
   <translation>{path} 的 CMYK 或 Lab 颜色超过 16 位或为浮点数值；请在制作它的程序中另存为 RGB。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The image has Pillow's mode {mode}, which cannot be filled; convert it, for example with image.convert('RGB').</source>
   <translation>图像的 Pillow 模式为 {mode}，无法填充；请转换，例如用 image.convert('RGB')。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>One colour of the image counts as transparent; convert the image with image.convert('RGBA').</source>
   <translation>图像中有一种颜色被当作透明；请用 image.convert('RGBA') 转换。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>image</source>
   <translation>图像</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The image is an array of dtype {dtype}; convert it to uint8 or uint16.</source>
   <translation>图像是 dtype 为 {dtype} 的数组；请转换为 uint8 或 uint16。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The image is an array of shape {shape}; it must be (H, W) or (H, W, 1 to 4).</source>
   <translation>图像是形状为 {shape} 的数组；必须是 (H, W) 或 (H, W, 1 到 4)。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The image is an array of shape {shape}, which has no pixels.</source>
   <translation>图像是形状为 {shape} 的数组，没有像素。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The {what} has Pillow's mode {mode}; convert it with .convert('L'); white must mark the area.</source>
   <translation>{what}的 Pillow 模式为 {mode}；请用 .convert('L') 转换；必须以白色标出区域。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The {what} is an array of dtype {dtype} and shape {shape}; it must be (H, W), bool or uint8.</source>
   <translation>{what}是 dtype 为 {dtype}、形状为 {shape} 的数组；它必须是 (H, W) 的 bool 或 uint8。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The {what} is {columns}×{rows} pixels but the image is {width}×{height}; they must have the same size.</source>
   <translation>{what}为 {columns}×{rows} 像素，而图像为 {width}×{height}：两者尺寸必须相同。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The {what} is neither a NumPy array nor a Pillow image but of type {name}; convert it.</source>
   <translation>{what}既不是 NumPy 数组也不是 Pillow 图像，而是 {name} 类型；请转换。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/convert.py" />
   <source>The pixels of the {what} cannot be read ({error}); get a fresh copy of its file.</source>
   <translation>无法读取{what}的像素（{error}）；请重新获取该文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/mask.py" />
   <source>{path} is a mask of {width} × {height} pixels but the photo has {photo_width} × {photo_height}; use a mask of the photo's size.</source>
   <translation>蒙版 {path} 为 {width} × {height} 像素，而照片为 {photo_width} × {photo_height}；请使用与照片同样大小的蒙版。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/mask.py" />
   <source>{path} masks nothing: its brightest value is {brightest} of {highest}, but only values above {limit} are filled, or the brighter one if there are two; make the area to be filled white.</source>
   <translation>{path} 没有蒙住任何部分：最亮的值是 {brightest}（最大 {highest}），只有大于 {limit} 的值、或仅有两个值时较亮的那个才算数；请把要填充的部分涂成白色。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/openraster.py" />
   <source>{path} was not saved because its layers cannot be written to the folder for temporary files ({folder}); free some space there.</source>
   <translation>图层无法写入临时文件夹（{folder}），因此 {path} 未保存；请在那里释放一些空间。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is not a photo in a known format; open a JPEG, PNG, TIFF, WebP, AVIF or BMP file.</source>
   <translation>{path} 不是已知格式的照片；请打开 JPEG、PNG、TIFF、WebP、AVIF 或 BMP 文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} does not fit into memory; close other programs or scale the photo down.</source>
   <translation>内存容纳不下 {path}；请关闭其他程序或缩小照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is damaged, incomplete or stored in an unusual way and cannot be opened; get a fresh copy, or save it again as 8- or 16-bit RGB in the program that made it.</source>
   <translation>{path} 已损坏、不完整或以不寻常的方式存储，无法打开；请重新获取一份，或在制作它的程序中重新保存为 8 位或 16 位 RGB。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is a folder; choose a photo inside it.</source>
   <translation>{path} 是文件夹；请选择其中的照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is not a regular file; choose a photo.</source>
   <translation>{path} 不是普通文件；请选择照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} does not exist; check the name and the folder.</source>
   <translation>{path} 不存在；请检查文件名和文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} cannot be read because you have no permission; ask for permission to read it.</source>
   <translation>没有读取 {path} 的权限；请获取读取权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>{path} is empty (0 bytes); get a fresh copy of it.</source>
   <translation>{path} 是空文件（0 字节）；请重新获取一份。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>More than 8 bits per channel were reduced to 8; saving writes 8 bits.</source>
   <translation>每通道超过 8 位的数据已降为 8 位；保存时写入 8 位。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>Damaged parts of the file other than its pixels ({names}) were left out; saving does not write them.</source>
   <translation>文件中像素以外的损坏部分（{names}）已略去；保存时不写入它们。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The file is animated; only the first frame is opened and saved.</source>
   <translation>文件为动画；仅打开第一帧，保存时也只写入这一帧。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The file holds a depth map of the unedited photo; saving leaves it out.</source>
   <translation>文件含有照片原样的深度图；保存时会略去。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The file's HDR light levels were left out; saving writes none.</source>
   <translation>文件的 HDR 亮度信息已略去；保存时不会写入。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The damaged EXIF data was left out; saving writes none.</source>
   <translation>已略去损坏的 EXIF 数据；保存时不写入 EXIF。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/read.py" />
   <source>The damaged or unsuitable colour profile was left out; colours count as sRGB, and saving writes no profile.</source>
   <translation>已略去损坏或不适用的颜色配置文件；颜色按 sRGB 处理，保存时不写入配置文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved because the quality is {quality}; choose a quality from 1 to 100.</source>
   <translation>品质为 {quality}，{path} 未保存；请选择 1 到 100 之间的值。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved because {label} holds at most {largest_side} pixels a side and the photo has {width} × {height}; save it as PNG or TIFF.</source>
   <translation>{label} 每边最多 {largest_side} 像素，而照片为 {width} × {height}，因此 {path} 未保存；请保存为 PNG 或 TIFF。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} already exists and was not replaced; choose another name or allow replacing it.</source>
   <translation>{path} 已存在，未被替换；请选择其他名称或允许替换。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/imaging/write.py" />
   <source>{path} was not saved ({reason}); check that the disk has room, or choose another format.</source>
   <translation>{path} 未保存（{reason}）；请检查磁盘空间，或选择其他格式。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/device.py" />
   <source>There is no device '{name}': choose one of {names}.</source>
   <translation>没有设备“{name}”：请从 {names} 中选择。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/device.py" />
   <source>This computer has no usable '{name}' device: choose auto or cpu.</source>
   <translation>此计算机没有可用的“{name}”设备：请选择 auto 或 cpu。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The GPU ran out of memory; the window was filled at half its scale.</source>
   <translation>GPU 内存不足；已以一半的比例填充上下文窗口。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>Memory ran out; the window was filled at half its scale.</source>
   <translation>内存不足；该窗口已按一半比例填充。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>The GPU ran out of memory; the network runs on the CPU from now on.</source>
   <translation>GPU 内存不足；网络从现在起在 CPU 上运行。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>Network mode does not follow lines, so the drawn lines had no effect.</source>
   <translation>网络模式不沿线延续，因此绘制的线没有起作用。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>done</source>
   <translation>完成</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>reading the surroundings</source>
   <translation>正在读取周围内容</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>network</source>
   <translation>正在运行网络</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>detail</source>
   <translation>正在补充细节</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/inpainter.py" />
   <source>filled</source>
   <translation>已填充</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>The window chosen by hand does not contain the whole hole: enlarge the window, or choose none.</source>
   <translation>手动选择的上下文窗口未包含整个空洞：请将其放大或交由自动规划。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>Nothing is masked: first paint over what should be removed.</source>
   <translation>没有蒙版：请先涂抹要去除的内容。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/plan.py" />
   <source>The mask covers the whole photo, so nothing is left to fill from: leave a part of it unmasked.</source>
   <translation>蒙版覆盖了整张照片，没有可供填充的内容：请留出一部分不加蒙版。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/reading.py" />
   <source>avoid mask</source>
   <translation>避开蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/reading.py" />
   <source>prefer mask</source>
   <translation>优先蒙版</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/reading.py" />
   <source>The {name} is {columns}×{rows} pixels, but the photo is {width}×{height}: they must have the same size.</source>
   <translation>{name}为 {columns}×{rows} 像素，而照片为 {width}×{height}：两者大小必须一致。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/reading.py" />
   <source>The line {ends} is outside the photo of {width}×{height} pixels: give its points in photo pixels.</source>
   <translation>线 {ends} 位于 {width}×{height} 像素的照片之外：请以照片像素给出各点。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/reading.py" />
   <source>The window chosen by hand is outside the photo.</source>
   <translation>手动选择的上下文窗口在照片之外。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Mode</source>
   <translation>模式</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Auto</source>
   <translation>自动</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Chooses what works best for each hole.</source>
   <translation>为每处空洞选择效果最好的方式。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Network</source>
   <translation>网络</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>The network paints the hole by itself.</source>
   <translation>由网络独立绘制空洞。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Assembly</source>
   <translation>拼合</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>The network gives the structure, and parts of the photo give the detail.</source>
   <translation>网络提供结构，照片自身的片段提供细节。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Detail</source>
   <translation>细节</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>How much fine detail a network fill gets from the rest of the photo</source>
   <translation>网络填充从照片其余部分获得多少精细细节</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Window scale</source>
   <translation>窗口缩放比例</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Lower: the network sees more of the surroundings. Higher: it sees more detail.</source>
   <translation>较小：网络看到更大范围的周围；较大：看得更精细。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Coarse network</source>
   <translation>粗网络</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>The size at which the coarse network sees the window</source>
   <translation>粗网络以多大的尺寸查看窗口</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Full size</source>
   <translation>完整尺寸</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/request.py" />
   <source>Half size</source>
   <translation>一半尺寸</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/thin.py" />
   <source>Nothing around the hole may be used to fill it: everything near it is masked, avoided or transparent.</source>
   <translation>空洞周围没有可用于填充的内容：附近的一切都被蒙住、避开或透明。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/inference/thin.py" />
   <source>interpolating thin holes</source>
   <translation>正在插值细小的空洞</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{photos} is not a folder; name a folder of photos.</source>
   <translation>{photos} 不是文件夹；请指定存放照片的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{filename} cannot be read ({reason}); check the permissions.</source>
   <translation>无法读取 {filename}（{reason}）；请检查权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{photo} has no mask in {masks}; add one.</source>
   <translation>{photo} 在 {masks} 中没有对应的蒙版；请添加。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{output} already exists and is not from an earlier run; move it or choose another folder.</source>
   <translation>{output} 已存在且不是先前运行的结果；请移走它或选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>There is not enough memory for this photo; close other programs or use a smaller photo.</source>
   <translation>内存不足，无法处理这张照片；请关闭其他程序，或使用较小的照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>internal error: {kind}: {error}; please report it.</source>
   <translation>程序内部错误：{kind}：{error}；请报告此问题。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{photo}: {error}</source>
   <translation>{photo}：{error}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>There are no photos in {folder}; name a folder that holds some.</source>
   <translation>{folder} 中没有照片；请指定存有照片的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>{output} is a file; name a folder for the results.</source>
   <translation>{output} 是文件；请指定存放结果的文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch.py" />
   <source>Results in {output} would be mixed up with the photos or masks there; choose another folder.</source>
   <translation>{output} 中的结果会与其中的照片或蒙版混在一起；请选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/batch_run.py" />
   <source>the process that filled it was killed twice, probably for lack of memory; use fewer workers.</source>
   <translation>填充它的进程被终止了两次，可能是内存不足；请减少同时处理的数量。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/claims.py" />
   <source>{path} disappears again and again; delete that folder and start again.</source>
   <translation>{path} 时有时无；请删除该文件夹后重新开始。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/image_fill.py" />
   <source>{error}.</source>
   <translation>{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/image_fill.py" />
   <source>window is {window}; give left, top, right and bottom in pixels.</source>
   <translation>window 为 {window}；请以像素给出左、上、右、下。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/image_fill.py" />
   <source>{line} is not a line: {error}.</source>
   <translation>{line} 不是线条：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/job.py" />
   <source>Widen it where it is too tight</source>
   <translation>在过紧处自动扩展</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/job.py" />
   <source>Also fill parts that stick out of the mask; a line shows how far</source>
   <translation>露出蒙版之外的部分也一并填充；线条显示扩展到哪里</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/job.py" />
   <source>{output} is a folder; name a file to write.</source>
   <translation>{output} 是文件夹；请指定要写入的文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/job.py" />
   <source>{output} would be written over the input {path}; choose another name.</source>
   <translation>{output} 会覆盖输入文件 {path}；请选择其他名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/job.py" />
   <source>The folder {parent} for {name} does not exist; make it first.</source>
   <translation>存放 {name} 的文件夹 {parent} 不存在；请先创建。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>The recipe's mask is damaged; get a fresh copy of the recipe.</source>
   <translation>配方中的蒙版已损坏；请重新获取一份配方。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>The recipe was made for a photo of {width} × {height} pixels, but this one has {its_width} × {its_height}; choose the photo that the recipe was made for.</source>
   <translation>配方是为 {width} × {height} 像素的照片制作的，而这张为 {its_width} × {its_height}；请选择制作配方时所用的照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>The recipe was made for another photo: the size is the same, but the pixels, the transparency or the colour profile differ; choose the photo that the recipe was made for.</source>
   <translation>此配方是为另一张照片制作的：尺寸相同，但像素、透明度或色彩配置文件不同；请选择制作配方时所用的照片。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>This is not a complete recipe: {error}; export it again or get a fresh copy.</source>
   <translation>这不是完整的配方：{error}；请重新导出或重新获取一份。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>{path} is too large to be a recipe; choose a recipe exported as JSON.</source>
   <translation>{path} 过大，不会是配方；请选择以 JSON 导出的配方。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>{path} cannot be read ({reason}); check the name and the permissions.</source>
   <translation>无法读取 {path}（{reason}）；请检查文件名和权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>{path}: {error}</source>
   <translation>{path}：{error}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>does not say "format": "{format}"</source>
   <translation>没有写明 "format": "{format}"</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>The recipe has version {version}, but this program knows only versions up to {known}; update the program.</source>
   <translation>配方的版本为 {version}，但此程序只支持到版本 {known}；请更新程序。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>a SHA-256 in lower-case hexadecimal</source>
   <translation>小写十六进制的 SHA-256</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>is empty or not inside the photo</source>
   <translation>为空或不在照片之内</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/recipe.py" />
   <source>does not hold the pixels of its box</source>
   <translation>不含其矩形框内的像素</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/record.py" />
   <source>{path} cannot be read ({reason}); choose another folder or remove that file.</source>
   <translation>无法读取 {path}（{reason}）；请选择其他文件夹或删除该文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/world.py" />
   <source>The environment variable {name} is '{text}', which is not a number; unset or correct it.</source>
   <translation>环境变量 {name} 为“{text}”，不是数字；请取消设置或更正。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/jobs/world.py" />
   <source>The environment says that this is process {number} of {count}, counted from 0; correct RANK and WORLD_SIZE or the variables of Slurm, or unset them.</source>
   <translation>环境变量表明这是 {count} 个进程中的第 {number} 个（从 0 数起）；请更正 RANK 和 WORLD_SIZE 或 Slurm 的变量，或取消设置。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/native/library.py" />
   <source>there is no C compiler</source>
   <translation>没有 C 编译器</translation>
  </message>
  <message>
   <location filename="../../crfill_core/native/library.py" />
   <source>The compiled part of the program is missing and could not be built: install the program with pip or packaging/bootstrap.py, or install a C compiler. ({error})</source>
   <translation>程序的编译部分缺失且无法生成：请用 pip 或 packaging/bootstrap.py 安装程序，或安装 C 编译器。（{error}）</translation>
  </message>
  <message>
   <location filename="../../crfill_core/native/library.py" />
   <source>The compiled part of the program cannot be loaded: {error}</source>
   <translation>无法加载程序的编译部分：{error}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/networks/generator.py" />
   <source>must be a multiple of 4, not {value}</source>
   <translation>必须是 4 的倍数，而不是 {value}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/networks/structure.py" />
   <source>must be multiples of groups and of heads</source>
   <translation>必须是 groups 和 heads 的倍数</translation>
  </message>
  <message>
   <location filename="../../crfill_core/references/assembly/assemble.py" />
   <source>assembly</source>
   <translation>正在拼合</translation>
  </message>
  <message>
   <location filename="../../crfill_core/references/export.py" />
   <source>writing {name}</source>
   <translation>正在写入 {name}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/references/line_json.py" />
   <source>is not a line of two or more points</source>
   <translation>不是由两个或更多点组成的线</translation>
  </message>
  <message>
   <location filename="../../crfill_core/references/similarity.py" />
   <source>selecting references</source>
   <translation>正在选择参考</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/ablation.py" />
   <source>A structure network cannot fill on its own; compare recipes of generators.</source>
   <translation>结构网络不能单独填充；请比较生成器的配方。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/ablation.py" />
   <source>Recipes that differ in the number of crops or in the seed cannot be compared; give them the same steps, batch and seed.</source>
   <translation>裁剪数或随机种子不同的配方无法比较；请为它们指定相同的步数、批量和种子。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/ablation.py" />
   <source>{folder} holds a run with other settings; delete it, or choose another folder with --out.</source>
   <translation>{folder} 中已有设置不同的训练；请将其删除，或用 --out 选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/ablation.py" />
   <source>The recipe {name} names no validation set to compare on; set validation.folder.</source>
   <translation>配方 {name} 没有指定用于比较的验证集；请设置 validation.folder。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/check.py" />
   <source>looking at photos</source>
   <translation>正在检查照片</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/checkpoint.py" />
   <source>{path} is damaged ({kind}), so the run cannot be resumed; restore the file from a copy, or begin a new run.</source>
   <translation>{path} 已损坏（{kind}），无法继续训练；请用副本恢复该文件，或开始新的训练。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>must hold at least one stage</source>
   <translation>至少要有一个阶段</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>must have no adversarial and no CR loss in its stages, and be trained as a whole</source>
   <translation>其各阶段不得有对抗损失和 CR 损失，且必须整体训练</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>The run is complete.</source>
   <translation>训练已完成。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>{file}: {error}.</source>
   <translation>{file}：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>A run needs at least one step.</source>
   <translation>训练至少需要一步。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>'{setting}' is not KEY=VALUE with a TOML value: {error}.</source>
   <translation>“{setting}”不是带 TOML 值的 KEY=VALUE：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/config.py" />
   <source>--set: {error}.</source>
   <translation>--set：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/cut.py" />
   <source>{out} already exists; choose a new folder.</source>
   <translation>{out} 已存在；请选择新文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/cut.py" />
   <source>Every photo is too small or too uniform for windows of {size} pixels; choose a smaller --size.</source>
   <translation>所有照片都过小或过于均匀，无法截取 {size} 像素的窗口；请选择更小的 --size。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/data.py" />
   <source>must be a multiple of 8, not {value}</source>
   <translation>必须是 8 的倍数，而不是 {value}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/data.py" />
   <source>must be two sizes in pixels, the smaller one first</source>
   <translation>必须是两个像素大小，较小的在前</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/data.py" />
   <source>{name} in {path} is not a readable image; `crfill data check` finds all such files.</source>
   <translation>{path} 中的 {name} 不是可读取的图像；`crfill data check` 可找出所有此类文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/data.py" />
   <source>{name} in {path} is too small to train on; take it out.</source>
   <translation>{path} 中的 {name} 太小，无法用于训练；请将其去掉。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/distributed.py" />
   <source>A batch of {batch} cannot be shared by {size} processes: choose a multiple of {size}.</source>
   <translation>大小为 {batch} 的批无法由 {size} 个进程均分：请选择 {size} 的倍数。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/hold.py" />
   <source>Another process is training in {folder}; wait until it has ended, or stop it.</source>
   <translation>另一个进程正在 {folder} 中训练；请等待其结束，或将其停止。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/hold.py" />
   <source>{folder} cannot be written ({reason}).</source>
   <translation>无法写入 {folder}（{reason}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/loop.py" />
   <source>There are no images in data.photos; check its paths.</source>
   <translation>data.photos 中没有图像；请检查其路径。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/loop.py" />
   <source>The training has diverged by step {step}: losses or weights are too large or undefined. {folder} keeps the last good state, if one was saved; lower the learning rates in its config.json and resume.</source>
   <translation>到第 {step} 步时训练已发散：损失或权重过大或未定义。{folder} 中保留着最近的正常状态（如果已保存过）；请在其 config.json 中降低学习率后继续。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/loop.py" />
   <source>This computer has no usable CUDA device: set device = "auto" or "cpu".</source>
   <translation>此计算机没有可用的 CUDA 设备：请设置 device = "auto" 或 "cpu"。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/models.py" />
   <source>The weights '{name}' belong to a network ({has}) that differs from the recipe's.</source>
   <translation>权重“{name}”属于与配方不同的网络（{has}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{folder} holds the run itself; export it to another folder.</source>
   <translation>{folder} 就是该训练所在的文件夹；请导出到其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{folder} holds no state to export yet: train for some steps first.</source>
   <translation>{folder} 中还没有可导出的状态：请先训练若干步。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{folder} was not exported: float16 cannot hold the values of {key}.</source>
   <translation>{folder} 未导出：float16 无法表示 {key} 的值。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{path} is missing or damaged ({error}); copy the whole folder again.</source>
   <translation>{path} 缺失或已损坏（{error}）；请重新复制整个文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{path} is not a part of an exported state.</source>
   <translation>{path} 不是导出状态的一部分。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{path} is a part of another export; copy the whole folder again.</source>
   <translation>{path} 属于另一次导出；请重新复制整个文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/portable.py" />
   <source>{key} alone is larger than a part of {size} MiB.</source>
   <translation>仅 {key} 就大于 {size} MiB 的一份。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/record.py" />
   <source>{folder} is not the folder of a run (no readable {file}).</source>
   <translation>{folder} 不是训练文件夹（没有可读取的 {file}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/runs.py" />
   <source>Give a recipe to train or a run to resume.</source>
   <translation>请给出要训练的配方或要继续的训练。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/runs.py" />
   <source>{folder} already holds a run; continue it with --resume {folder}, or choose another folder with --out.</source>
   <translation>{folder} 中已有训练；请用 --resume {folder} 继续，或用 --out 选择其他文件夹。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/runs.py" />
   <source>There is no recipe {recipe}: name a TOML file or one of {names}.</source>
   <translation>没有配方 {recipe}：请指定 TOML 文件或以下之一：{names}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/runs.py" />
   <source>{folder} is not the folder of a run (no readable {file}); name another.</source>
   <translation>{folder} 不是训练文件夹（没有可读取的 {file}）；请另选一个。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/runs.py" />
   <source>{path}: {error}.</source>
   <translation>{path}：{error}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/training/validation.py" />
   <source>{path} is missing, cannot be read, or differs in size from its photo.</source>
   <translation>{path} 缺失、无法读取，或与其照片大小不同。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights file {path} cannot be read ({reason}); check its name and its permissions.</source>
   <translation>无法读取权重文件 {path}（{reason}）；请检查其名称和权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>{path} is a folder: name a weights file ({suffix}) in it.</source>
   <translation>{path} 是文件夹：请指定其中的权重文件（{suffix}）。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>none at all</source>
   <translation>一个也没有</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights file {path} does not exist; known by name: {names}.</source>
   <translation>权重文件 {path} 不存在；已知的名称：{names}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>There are no weights named '{name_or_path}'; known: {names}.</source>
   <translation>没有名为“{name_or_path}”的权重；已知的有：{names}。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/catalog.py" />
   <source>The weights catalogue {path} is damaged ({error}); install the program again.</source>
   <translation>权重目录 {path} 已损坏（{error}）；请重新安装程序。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/description.py" />
   <source>These weights may be used for non-commercial research only; this applies to your fills, too.</source>
   <translation>这些权重仅限非商业研究使用；您的填充结果同样如此。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/description.py" />
   <source>These weights do not state a licence; ask their author.</source>
   <translation>这些权重没有说明许可证；请询问其作者。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/description.py" />
   <source>imported from {name}</source>
   <translation>导入自 {name}</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/header.py" />
   <source>{path} is a checkpoint, not a weights file; import it first: with Import in the editor's weights manager, or with `crfill weights import`.</source>
   <translation>{path} 是检查点，不是权重文件；请先导入：在编辑器的权重管理器中用“导入”，或用 `crfill weights import`。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/header.py" />
   <source>{path} is not a safetensors file or is damaged ({error}); choose another file or get a fresh copy.</source>
   <translation>{path} 不是 safetensors 文件或已损坏（{error}）；请选择其他文件，或重新获取一份。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/header.py" />
   <source>{path} holds no CR-Fill weights: its metadata does not say '{format}'; choose another file.</source>
   <translation>{path} 不含 CR-Fill 权重：其元数据中没有“{format}”；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/header.py" />
   <source>The weights '{name}' ({path}) are not the file that the catalogue lists (their SHA-256 differs); the file is damaged or was replaced; install the program again.</source>
   <translation>权重“{name}”（{path}）与目录登记的文件不符（SHA-256 不同）：文件已损坏或被替换；请重新安装程序。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/header.py" />
   <source>{path} has metadata that this version cannot use ({error}); update the program.</source>
   <translation>{path} 的元数据此版本无法使用（{error}）；请更新程序。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>The weights '{name}' are a structure network, which cannot fill by itself; choose weights of a generator.</source>
   <translation>权重“{name}”是结构网络，不能单独用于填充；请选择生成器的权重。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>The weights '{name}' are a generator; choose weights of a structure network.</source>
   <translation>权重“{name}”是生成器；请选择结构网络的权重。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>a network of the kind '{kind}'</source>
   <translation>类型为“{kind}”的网络</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{path} was not saved because {key} has values that are not finite numbers in {dtype}.</source>
   <translation>{path} 未保存：{key} 含有在 {dtype} 中不是有限数的值。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: it lacks {names}; get a complete copy of it.</source>
   <translation>{where} 与网络不符：缺少 {names}；请获取完整的文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: it also holds {names}; choose another file.</source>
   <translation>{where} 与网络不符：多出 {names}；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} does not fit the network: {key} is {has} instead of {needs}; choose another file.</source>
   <translation>{where} 与网络不符：{key} 为 {has}，而应为 {needs}；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} cannot be used: {key} is stored as {dtype}; save it as float16 or float32.</source>
   <translation>{where} 无法使用：{key} 以 {dtype} 存储；请将其保存为 float16 或 float32。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{where} is damaged: {key} holds values that are not finite numbers; get a fresh copy.</source>
   <translation>{where} 已损坏：{key} 含有非有限的数值；请重新获取。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/load.py" />
   <source>{first} and {count} more</source>
   <translation>{first} 等，另有 {count} 个</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>that of the imported file (the CR-Fill authors' release: non-commercial research only)</source>
   <translation>沿用所导入文件的许可证（CR-Fill 原作者发布的文件：仅限非商业研究）</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>{target} is not a name for a weights file; choose one that ends in {suffix}.</source>
   <translation>{target} 不能作为权重文件名；请选择以 {suffix} 结尾的名称。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>{name} is neither a CR-Fill checkpoint (.pth, .pt) nor a weights file ({suffix}); choose another file.</source>
   <translation>{name} 既不是 CR-Fill 检查点（.pth、.pt），也不是权重文件（{suffix}）；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>There are already weights named '{stem}'; rename {name} and import it again.</source>
   <translation>已有名为“{stem}”的权重；请将 {name} 改名后重新导入。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/manage.py" />
   <source>{parent} cannot be written to ({reason}); check its permissions.</source>
   <translation>无法写入 {parent}（{reason}）；请检查其权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} does not fit the network: it lacks conv1.weight; choose the generator's file (latest_net_G.pth).</source>
   <translation>{path} 与网络不符：缺少 conv1.weight；请选择生成器的文件（latest_net_G.pth）。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} does not fit the network: conv1.weight has an unsuitable shape ({error}); choose another file.</source>
   <translation>{path} 与网络不符：conv1.weight 的形状不合适（{error}）；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{where} holds {name} twice, the second time as {key}; get a fresh copy.</source>
   <translation>{where} 两次包含 {name}，第二次名为 {key}；请重新获取。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{where} does not fit the network: it also holds {name}; choose another file.</source>
   <translation>{where} 与网络不符：多出 {name}；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>The checkpoint {path} does not exist or is not a file; check the name.</source>
   <translation>检查点 {path} 不存在或不是文件；请检查文件名。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>The checkpoint {path} cannot be read ({reason}); check its permissions.</source>
   <translation>无法读取检查点 {path}（{reason}）；请检查其权限。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} was refused: it is not a plain file of tensors (either damaged or with code in it, which is never run); get a fresh copy from the authors' release.</source>
   <translation>已拒绝 {path}：它不是纯张量文件（可能已损坏，或含有代码，而代码绝不会被运行）；请从原作者的发布处重新获取。</translation>
  </message>
  <message>
   <location filename="../../crfill_core/weights/official.py" />
   <source>{path} was refused: its contents are not just named tensors; choose another file.</source>
   <translation>已拒绝 {path}：其内容不只是命名张量；请选择其他文件。</translation>
  </message>
  <message>
   <location filename="../../resources/weights/catalog.json" />
   <source>CR-Fill (width 24, trained on two CPU cores)</source>
   <translation>CR-Fill（宽度 24，在两个 CPU 核心上训练）</translation>
  </message>
  <message>
   <location filename="../../resources/weights/catalog.json" />
   <source>CR-Fill starter (width 24, trained on two CPU cores)</source>
   <translation>CR-Fill 入门权重（宽度 24，在两个 CPU 核心上训练）</translation>
  </message>
  <message>
   <location filename="../../resources/weights/catalog.json" />
   <source>Structure network (64 px, trained on two CPU cores)</source>
   <translation>结构网络（64 像素，在两个 CPU 核心上训练）</translation>
  </message>
 </context>
 <context>
  <name>QFileDialog</name>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>&amp;Look in:</source>
   <translation>查找范围(&amp;L)：</translation>
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Files of &amp;type:</source>
   <translation>文件类型(&amp;T)：</translation>
  </message>
 </context>
 <context>
  <name>QAbstractFileIconProvider</name>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Drive</source>
   <translation>驱动器</translation>
  </message>
  <message>
   <location filename="../../packaging/translations.py" />
   <source>Folder</source>
   <translation>文件夹</translation>
  </message>
 </context>
</TS>
