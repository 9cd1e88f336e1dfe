"""The small presets: style28, base64 and unet64. Their vocabulary, data in its published formats, pixels and engine; no torch."""
