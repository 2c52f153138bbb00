"""The networks of CR-Fill as torch modules: tensors in, tensors out. Images are handled by the inpainter."""
