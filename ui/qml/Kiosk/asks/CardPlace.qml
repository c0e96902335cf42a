import QtQuick
import Kiosk

// The picture of what to do with the card now.
Rectangle {
    id: place

    property real spare: 0
    readonly property string phase: Visit.ask && Visit.ask.phase ? Visit.ask.phase : "waiting"
    readonly property var signs: ({
            waiting: "card_place",
            reading: "card_reading",
            lift: "card_lift"
        })
    readonly property int side: Math.max(Theme.mm(36), Math.min(Theme.mm(140), spare - 2 * Theme.pad))

    implicitHeight: side + 2 * Theme.pad
    radius: Theme.radius
    color: Theme.surface

    Pictogram {
        anchors.centerIn: parent
        side: place.side
        name: place.signs[place.phase]
    }
}
