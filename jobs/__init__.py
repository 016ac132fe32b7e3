"""Work that happens without anybody looking: every module of this shelf is one job with EVERY and run()."""
