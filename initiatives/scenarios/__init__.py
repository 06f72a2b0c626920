"""Alternatives among proposals: what they give, and where chosen proposals overlap."""
