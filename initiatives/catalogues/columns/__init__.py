"""The columns of each sheet, told once: reader, writer, template, guide, form and docs are derived from them."""
