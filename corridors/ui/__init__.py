"""Everything Streamlit: cached library, state and address bar, cards, tables, texts."""
