"""The rules of the house: no Streamlit, no scheduler."""
