import QtQuick
import Kiosk

// Running text. The sentence being spoken carries a bar at its left and a tint behind it.
Item {
    id: sentence

    required property var row
    readonly property bool lit: row.spoken >= 0 && row.spoken === Visit.speaking

    implicitHeight: label.implicitHeight

    Rectangle {
        visible: sentence.lit
        anchors.fill: parent
        anchors.leftMargin: -Theme.mm(4)
        color: Theme.tint
        radius: Theme.mm(1)

        Rectangle {
            width: Theme.mm(1.5)
            height: parent.height
            color: Theme.primary
        }
    }
    Words {
        id: label

        width: parent.width
        text: sentence.row.text
        sensitive: sentence.row.personal
        font.weight: sentence.row.strong ? Font.Bold : Font.Medium
    }
}
