"""What somebody waits for, told to exactly those who wait: a row in the app, and mail after the commit as they wish."""
