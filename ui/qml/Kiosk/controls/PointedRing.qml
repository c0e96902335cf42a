import QtQuick
import Kiosk

// What a guide points at: a thick double frame around the real button, told by its shape on every ground.
Rectangle {
    property bool told: false

    visible: told
    anchors.fill: parent
    anchors.margins: -Theme.ring
    color: "transparent"
    border.color: Theme.text
    border.width: Theme.mm(1)
    radius: Theme.radius + Theme.ring

    Rectangle {
        anchors.fill: parent
        anchors.margins: Theme.mm(1)
        color: "transparent"
        border.color: Theme.warn
        border.width: Theme.mm(2)
        radius: Theme.radius + Theme.mm(1)
    }
}
