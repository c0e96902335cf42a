import QtQuick
import Kiosk

// The guide's moving picture: more than a sixth of the glass (RTC-08). Until it comes, its frame and its words.
Item {
    id: live

    required property var row

    // Under a question in the largest letters a lying glass has less to give.
    readonly property real most: Visit.upright ? 230 : Theme.textSize === 3 && Visit.actions.length > 1 ? 85 : 140

    implicitHeight: Math.min(width * 0.75, Theme.mm(most))

    Rectangle {
        anchors.centerIn: parent
        width: Math.min(parent.width, height * 4 / 3)
        height: parent.height
        color: Theme.surface
        border.width: Theme.line
        border.color: Theme.outline

        Words {
            visible: Visit.frame === 0
            anchors.centerIn: parent
            width: parent.width - 2 * Theme.pad
            horizontalAlignment: Text.AlignHCenter
            text: live.row.text
        }
        Image {
            visible: Visit.frame > 0
            anchors.fill: parent
            anchors.margins: Theme.line
            fillMode: Image.PreserveAspectFit
            cache: false
            source: Visit.frame > 0 ? "image://live/" + Visit.frame : ""
            Accessible.ignored: true
        }
    }
}
