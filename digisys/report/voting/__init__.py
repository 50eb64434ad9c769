"""What a workshop votes with: cards, a worksheet and a copy of the page."""
