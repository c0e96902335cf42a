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
    }
    TouchGrid {
        anchors.fill: parent
    }
    // Blank for privacy while speech and keypad go on below it; a touch asks for the picture back.
    DarkCover {
        id: dark

        anchors.fill: parent
        visible: Visit.settings.dark === true
    }
}
