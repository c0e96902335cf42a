import QtQuick
import Kiosk

// The whole glass.
Window {
    id: window

    color: dark.visible ? dark.color : Theme.bg
    title: Visit.hall

    Page {
        anchors.fill: parent
        focus: true
        enabled: !dark.visible
        visible: !dark.visible
    }
    // Blank for privacy while speech and keypad go on; a touch asks for the picture back.
    DarkCover {
        id: dark

        anchors.fill: parent
        visible: Visit.settings.dark === true
    }
}
