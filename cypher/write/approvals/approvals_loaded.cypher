// Return those of these categories of which anything was loaded.
MATCH (b:Batch) WHERE b.category IN $categories
RETURN DISTINCT b.category AS category ORDER BY category
