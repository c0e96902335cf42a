import QtQuick
import Kiosk

// A large sign with its meaning beside it.
Item {
    id: picture

    required property var row

    implicitHeight: Math.max(sign.side, label.implicitHeight)

    Pictogram {
        id: sign

        side: Theme.mm(36)
        anchors.verticalCenter: parent.verticalCenter
        name: picture.row.pictogram
    }
    Words {
        id: label

        x: sign.side + Theme.mm(6)
        width: parent.width - x
        anchors.verticalCenter: parent.verticalCenter
        text: picture.row.text
        font.weight: Font.Bold
    }
}
