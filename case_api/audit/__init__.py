"""Write audit and read audit: chains of hashes, their heads written out, and who checks them."""
