"""The arithmetic of screening in machine code: small functions over bytes. Pure."""
