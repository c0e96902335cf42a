import QtQuick
import Kiosk

// The guide's moving picture: more than a sixth of the glass (RTC-08), or the paper under the document camera.
// Until it comes, its frame and its words.
Item {
    id: live

    required property var row
    readonly property bool paper: row.mark === "paper"
    readonly property int frame: paper ? Visit.paperFrame : Visit.frame

    // Under a question in the largest letters a lying glass has less to give; beside a paper stand its words and the
    // key that takes it, all on one page.
    readonly property real lying: paper ? 80 : Theme.textSize === 3 && Visit.actions.length > 1 ? 85 : 140

    implicitHeight: Math.min(width * 0.75, Theme.mm(Visit.upright ? (paper ? 200 : 230) : lying))

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width, height * 4 / 3)
        height: parent.height
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.outline

        Words {
            visible: live.frame === 0
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.pad
            horizontalAlignment: Text.AlignHCenter
            text: live.row.text
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
}
