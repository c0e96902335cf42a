import QtQuick
import Kiosk

// Running text.
Item {
    id: sentence

    required property var row

    implicitHeight: label.implicitHeight

    Words {
        id: label

        width: parent.width
        text: sentence.row.text
        sensitive: sentence.row.personal
        font.weight: sentence.row.strong ? Font.Bold : Font.Medium
    }
}
