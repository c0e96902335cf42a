import QtQuick
import Kiosk

// One line of a slip; lines join into a sheet with side edges.
Item {
    id: paper

    required property var row

    implicitHeight: label.implicitHeight

    Rectangle {
        width: Theme.line
        height: parent.height
        color: Theme.outline
    }
    Rectangle {
        anchors.right: parent.right
        width: Theme.line
        height: parent.height
        color: Theme.outline
    }
    Words {
        id: label

        x: Theme.pad
        width: parent.width - 2 * Theme.pad
        text: paper.row.text === "" ? " " : paper.row.text
        sensitive: paper.row.personal
    }
}
