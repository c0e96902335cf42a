import QtQuick
import Kiosk

// A name, its value, and where the value comes from. Beside each other when both fit, else one under the other.
Item {
    id: fact

    required property var row
    readonly property int nameWidth: Math.floor(width * 0.34)
    readonly property bool beside: label.implicitWidth <= nameWidth && value.implicitWidth <= width - nameWidth

    // Under each other, the source may share the name's line.
    readonly property bool sourceUp: !beside && row.source !== "" && label.implicitWidth + source.implicitWidth + Theme.gap <= width

    implicitHeight: (beside ? 0 : label.height) + value.height + (fact.row.source !== "" && !sourceUp ? source.height : 0) + Theme.mm(2)

    Words {
        id: label

        width: fact.beside ? fact.nameWidth : fact.sourceUp ? implicitWidth : fact.width
        text: fact.row.label
        color: Theme.text2
    }
    Words {
        id: value

        x: fact.beside ? fact.nameWidth : 0
        y: fact.beside ? 0 : label.height
        width: parent.width - x
        text: fact.row.text
        Accessible.name: fact.row.whole
        sensitive: fact.row.personal
        font.weight: Font.Bold
    }
    Words {
        id: source

        visible: text !== ""
        x: fact.sourceUp ? parent.width - implicitWidth : value.x
        y: fact.sourceUp ? label.y + label.height - height : value.y + value.height
        width: parent.width - x
        text: fact.row.source
        color: Theme.text2
        font.pixelSize: Theme.note
    }
    Rectangle {
        anchors.bottom: parent.bottom
        width: parent.width
        height: Math.max(1, Theme.mm(0.3))
        color: Theme.outline
    }
}
