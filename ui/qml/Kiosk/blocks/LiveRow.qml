import QtQuick
import Kiosk

// The guide's moving picture: more than a sixth of the glass (RTC-08), or the paper under the document camera.
Item {
    id: live

    required property var row
    readonly property bool paper: row.mark === "paper"

    // Under a question in the largest letters a lying glass has less to give; beside a paper stand its words and the
    // key that takes it, all on one page.
    readonly property real lying: paper ? 80 : Theme.textSize === 3 && Visit.actions.length > 1 ? 85 : 140

    implicitHeight: Math.min(width * 0.75, Theme.mm(Visit.upright ? (paper ? 200 : 230) : lying))

    LivePicture {
        anchors.centerIn: parent
        width: Math.min(parent.width, height * 4 / 3)
        height: parent.height
        text: live.row.text
        paper: live.paper
    }
}
