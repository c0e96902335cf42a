import QtQuick
import Kiosk

// Nothing to see. Its one press lights the page again.
Rectangle {
    id: cover

    color: Theme.palettes.black.bg

    Pressable {
        objectName: "light"
        anchors.fill: parent
        // The keypad goes on through the page below.
        stop: false
        text: "打开画面"
        visible: cover.visible
        onClicked: Visit.lit()
    }
}
