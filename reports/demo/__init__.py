"""The demo: reference data, the catalogues of the documents, users, and constructed samples."""
