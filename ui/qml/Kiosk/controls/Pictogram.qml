import QtQuick
import Kiosk

// One drawn sign, tinted with the theme; always beside words, so it is silent itself.
Image {
    id: pictogram

    required property string name
    property color ink: Theme.primary
    property color fill: Theme.tint
    property int side: Theme.icon

    function hex(colour: color): string {
        return colour.toString().slice(-6)
    }

    width: side
    height: side
    sourceSize: Qt.size(side, side)
    source: name === "" ? "" : "image://pictogram/" + name + "/" + hex(ink) + "/" + hex(fill)
    Accessible.ignored: true
}
