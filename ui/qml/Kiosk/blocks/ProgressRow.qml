import QtQuick
import Kiosk

// Something is going on: always words, a bar when the share is known.
Item {
    id: progress

    required property var row
    readonly property bool known: typeof row.share === "number"

    implicitHeight: Math.max(sign.side, column.height)

    Pictogram {
        id: sign

        name: "wait"
        anchors.verticalCenter: parent.verticalCenter
    }
    Column {
        id: column

        x: sign.side + Theme.mm(4)
        width: parent.width - x
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(2)

        Words {
            width: parent.width
            text: progress.row.text
            font.weight: Font.Bold
        }
        Rectangle {
            visible: progress.known
            width: parent.width
            height: Theme.mm(6)
            radius: height / 2
            color: Theme.bg
            border.width: Theme.line
            border.color: Theme.outline

            Rectangle {
                width: progress.known ? Math.max(parent.height, parent.width * progress.row.share) : 0
                height: parent.height
                radius: height / 2
                color: Theme.primary
            }
        }
    }
}
