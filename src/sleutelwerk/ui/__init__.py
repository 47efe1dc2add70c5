"""The look: base page, component kit, icons and style sheets that every feature builds on."""
