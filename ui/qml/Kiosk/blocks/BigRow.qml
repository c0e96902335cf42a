import QtQuick
import Kiosk

// A number to remember.
Rectangle {
    id: big

    required property var row

    // A long number in groups, as it is read and written down; a telephone as people say theirs.
    readonly property string grouped: /^\d{11}$/.test(row.text) ? row.text.replace(/(\d{3})(\d{4})(\d{4})/, "$1 $2 $3") : /^\d{12,}$/.test(row.text) ? row.text.replace(/(\d{4})(?=\d)/g, "$1 ") : row.text
    readonly property real room: width - 2 * Theme.pad

    TextMetrics {
        id: measure

        font.family: Theme.family
        font.pixelSize: Theme.big
        font.weight: Font.Bold
        text: big.grouped
    }

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
        text: big.grouped
        Accessible.name: big.row.whole
        sensitive: big.row.personal
        // In one line where letters no smaller than the text allow it.
        font.pixelSize: Math.max(Theme.body, Math.min(Theme.big, Math.floor(Theme.big * (big.room - 4) / Math.max(1, measure.advanceWidth))))
        font.weight: Font.Bold
        lineHeight: Theme.tight
        color: Theme.primary
    }
}
