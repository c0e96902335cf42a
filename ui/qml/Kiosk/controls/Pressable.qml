import QtQuick
import QtQuick.Templates as T
import Kiosk

// Acts on release inside, by accessibility press, or by the keypad; never by dragging, never by key repeat.
T.AbstractButton {
    id: button

    property string description: ""
    // What a button offers that waits for its next use.
    readonly property var none: ({
            id: "",
            label: "",
            pictogram: "",
            role: "secondary",
            note: "",
            chosen: false,
            enabled: true,
            why_not: ""
        })
    // Stops of the keypad, in reading order.
    property bool stop: true
    // What it does now, and what it did when the finger came down: a page that changed under the finger was not meant.
    readonly property string means: Visit.key + " " + objectName
    property string meant: ""
    signal pushed

    onPressed: meant = means
    onCanceled: meant = ""
    onClicked: {
        const same = meant === "" || meant === means
        meant = ""
        if (same)
            pushed()
    }
    focusPolicy: Qt.StrongFocus
    font.family: Theme.family
    font.weight: Font.Bold
    Accessible.role: Accessible.Button
    Accessible.name: text
    Accessible.description: description

    FocusRing {
        visible: button.activeFocus && Visit.keypad
    }
}
