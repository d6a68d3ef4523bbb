"""数据资源: one file per indicator."""
