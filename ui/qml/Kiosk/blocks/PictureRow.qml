import QtQuick
import Kiosk

// A large sign with its meaning in words: under it where the page stands upright and is short, else beside it.
Item {
    id: picture

    required property var row
    readonly property bool under: Visit.upright && Visit.blocks.length === 1

    implicitHeight: under ? sign.side + label.implicitHeight : Math.max(sign.side, label.implicitHeight)

    Pictogram {
        id: sign

        side: Theme.mm(picture.under ? 100 : 36)
        x: picture.under ? (picture.width - side) / 2 : 0
        y: picture.under ? 0 : (picture.height - side) / 2
        name: picture.row.pictogram
    }
    Words {
        id: label

        x: picture.under ? 0 : sign.side + Theme.mm(6)
        y: picture.under ? sign.side : (picture.height - height) / 2
        width: parent.width - x
        horizontalAlignment: picture.under ? Text.AlignHCenter : Text.AlignLeft
        text: picture.row.text
        font.weight: Font.Bold
    }
}
