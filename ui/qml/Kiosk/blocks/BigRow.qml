import QtQuick
import Kiosk

// A number to remember.
Rectangle {
    id: big

    required property var row

    implicitHeight: column.height + 2 * Theme.pad
    radius: Theme.radius
    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.primary

    Column {
        id: column

        anchors.centerIn: parent
        width: parent.width - 2 * Theme.pad

        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: big.row.label
            color: Theme.text2
        }
        Words {
            width: parent.width
            horizontalAlignment: Text.AlignHCenter
            text: big.row.text
            sensitive: big.row.personal
            font.pixelSize: Theme.big
            font.weight: Font.Bold
            lineHeight: Theme.tight
            color: Theme.primary
        }
    }
}
