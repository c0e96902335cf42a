"""`kiosk device print-sheet`: one A4 page that shows whether this printer is right for the terminal."""

from hardware.document_printer.driver import open_document_printer
from hardware.print_command import print_command

print_sheet = print_command("print-sheet", "打一张 A4 测试页。", "ipp://192.168.1.30/ipp/print", open_document_printer)
