"""What the operating system says no with, in Chinese: its own sentences are English wherever a terminal runs."""

import errno
import socket

_SAYS = {
    errno.ENOENT: "没有这个文件或目录",
    errno.ENOTDIR: "它是文件，不是目录",
    errno.EISDIR: "它是目录，不是文件",
    errno.EEXIST: "已经有一个了",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "这里只能读，不能写",
    errno.ENOSPC: "磁盘满了",
    errno.EDQUOT: "配额用完了",
    errno.EIO: "磁盘读写出错",
    errno.EADDRINUSE: "已被别的程序占用",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
    errno.ECONNREFUSED: "对方没有应答",
    errno.ENAMETOOLONG: "名字太长",
}


def system_says(error: OSError) -> str:
    """The cause in Chinese, without a full stop; by number where nobody has written words for it."""
    if isinstance(error, socket.gaierror):
        return "找不到这个地址"
    return _SAYS.get(error.errno or 0, f"系统不让（错误号 {error.errno or '不明'}）")
