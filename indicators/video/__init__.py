"""视频感知: one file per indicator."""
