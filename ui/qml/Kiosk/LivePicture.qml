import QtQuick
import Kiosk

// A moving picture in its frame, the guide's or the paper under the document camera; until it comes, its words.
Rectangle {
    id: live

    required property string text
    property bool paper: false
    readonly property int frame: paper ? Visit.paperFrame : Visit.frame

    color: Theme.surface
    border.width: Theme.line
    border.color: Theme.outline
    Accessible.role: Accessible.Graphic
    Accessible.name: text

    Words {
        visible: live.frame === 0
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.pad
        horizontalAlignment: Text.AlignHCenter
        text: live.text
        // The page says it too, in her size; here it has to fit the frame.
        font.pixelSize: Math.min(Theme.body, Theme.bar)
    }
    Image {
        visible: live.frame > 0
        anchors.fill: parent
        anchors.margins: Theme.line
        fillMode: Image.PreserveAspectFit
        cache: false
        source: live.frame > 0 ? "image://" + (live.paper ? "paper/" : "live/") + live.frame : ""
        Accessible.ignored: true
    }
}
