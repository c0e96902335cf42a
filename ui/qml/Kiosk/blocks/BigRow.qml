import QtQuick
import Kiosk

// A number to remember.
Rectangle {
    id: big

    required property var row

    implicitHeight: label.height + number.height + 2 * Theme.pad
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.primary

    Words {
        id: label

        x: Theme.pad
        y: Theme.pad
        width: parent.width - 2 * Theme.pad
        horizontalAlignment: Text.AlignHCenter
        text: big.row.label
        color: Theme.text2
    }
    Words {
        id: number

        x: Theme.pad
        y: label.y + label.height
        width: parent.width - 2 * Theme.pad
        horizontalAlignment: Text.AlignHCenter
        text: big.row.text
        sensitive: big.row.personal
        font.pixelSize: Theme.big
        font.weight: Font.Bold
        lineHeight: Theme.tight
        color: Theme.primary
    }
}
