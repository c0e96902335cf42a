import QtQuick
import Kiosk

// In the room nobody else needs: the guide's moving picture while there is one, else a large drawing of what the title
// says; no frame around that, so that nobody takes it for a key. Without room there is neither.
Item {
    id: scene

    property bool signing: false
    readonly property real side: Math.min(height - 2 * Theme.gap, width * 0.6, Theme.mm(100))
    readonly property bool live: Visit.beside !== null && Visit.frame > 0 && !signing && side >= Theme.mm(36)

    Pictogram {
        objectName: "scene"
        visible: !scene.live && Visit.picture !== "" && scene.side >= Theme.mm(36)
        anchors.centerIn: parent
        side: Math.floor(scene.side)
        name: visible ? Visit.picture : ""
    }
    LivePicture {
        objectName: "beside"
        visible: scene.live
        anchors.centerIn: parent
        height: Math.floor(Math.min(scene.height - 2 * Theme.gap, scene.width * 0.75))
        width: Math.floor(height * 4 / 3)
        text: visible ? Visit.beside.text : ""
    }
}
