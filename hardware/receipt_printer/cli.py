"""`kiosk device print-test`: one slip that shows whether this printer is right for the terminal."""

from hardware.print_command import print_command
from hardware.receipt_printer.driver import open_printer

print_test = print_command("print-test", "打一张测试小票。", "serial:///dev/ttyUSB1?baud=115200&width=80", open_printer)
