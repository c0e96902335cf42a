import QtQuick
import Kiosk

// Something is going on: always words, a bar when the share is known.
Item {
    id: progress

    required property var row
    readonly property bool known: typeof row.share === "number"

    implicitHeight: Math.max(sign.side, told.height)

    Pictogram {
        id: sign

        name: "wait"
        anchors.verticalCenter: parent.verticalCenter
    }
    Item {
        id: told

        x: sign.side + Theme.mm(4)
        width: parent.width - x
        height: label.height + (progress.known ? bar.height + Theme.mm(2) : 0)
        anchors.verticalCenter: parent.verticalCenter

        Words {
            id: label

            width: parent.width
            text: progress.row.text
            font.weight: Font.Bold
        }
        Rectangle {
            id: bar

            visible: progress.known
            y: label.height + Theme.mm(2)
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
