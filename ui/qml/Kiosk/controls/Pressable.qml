import QtQuick
import QtQuick.Templates as T
import Kiosk

// Acts on release inside, by accessibility press, or by the keypad; never by dragging, never by key repeat.
T.AbstractButton {
    id: button

    property string description: ""
    // Stops of the keypad, in reading order.
    property bool stop: true

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
