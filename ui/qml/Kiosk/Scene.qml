import QtQuick
import Kiosk

// One large drawing of what the title says; no frame, so that nobody takes it for a key. Without room it is not there.
Item {
    id: scene

    readonly property real side: Math.min(height - 2 * Theme.gap, width * 0.6, Theme.mm(100))

    visible: Visit.picture !== "" && side >= Theme.mm(36)

    Pictogram {
        objectName: "scene"
        anchors.centerIn: parent
        side: Math.floor(scene.side)
        name: scene.visible ? Visit.picture : ""
    }
}
