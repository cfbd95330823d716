"""Policy text to clauses, names in clauses to links with evidence."""
