"""The duty officer's console: pages over the agencies' doors, with a session for a key."""
