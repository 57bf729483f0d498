"""Words of single pages, a file each, Chinese and English, and of receipts."""
