import QtQuick
import Kiosk

// One typed line with who says it: hers at the right in a filled frame, the guide's at the left in an open one.
Item {
    id: talk

    required property var row
    readonly property bool mine: row.mark === "mine"

    implicitHeight: frame.height + Theme.mm(2)

    Rectangle {
        id: frame

        x: talk.mine ? parent.width - width : 0
        width: Math.min(parent.width * 0.92, Math.max(by.implicitWidth, said.implicitWidth) + 2 * Theme.pad + 1)
        height: by.height + said.height + Theme.mm(4)
        radius: Theme.radius
        color: talk.mine ? Theme.tint : Theme.surface
        border.width: Theme.line
        border.color: talk.mine ? Theme.primary : Theme.outline

        Words {
            id: by

            x: Theme.pad
            y: Theme.mm(2)
            width: parent.width - 2 * Theme.pad
            text: talk.row.label
            color: Theme.text2
            font.pixelSize: Theme.note
            maximumLineCount: 1
        }
        Words {
            id: said

            x: Theme.pad
            y: by.y + by.height
            width: parent.width - 2 * Theme.pad
            text: talk.row.text
            sensitive: talk.row.personal
            font.weight: Font.Bold
        }
    }
}
