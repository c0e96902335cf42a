import QtQuick
import Kiosk

// What is wrong and how to mend it, or what is new: a sign, a frame and words; the keypad stops here first.
FocusScope {
    id: notice

    required property var row
    readonly property string text: row.text
    readonly property bool stop: true
    // The same frame brings news and trouble; the sign and its colour say which.
    readonly property bool wrong: Visit.tone === "attention" || Visit.tone === "trouble" || (Visit.ask !== null && (Visit.tone === "calm" || Visit.tone === "question"))
    // A narrow column needs its room for words; the title beside it already carries the sign.
    readonly property bool signed: width > 9 * Theme.body
    readonly property bool lit: row.spoken >= 0 && row.spoken === Visit.speaking

    objectName: "notice:" + row.spoken
    activeFocusOnTab: true
    implicitHeight: Math.max(Theme.target, Math.max(label.implicitHeight, signed ? Theme.icon : 0) + 2 * Theme.pad)
    Accessible.role: Accessible.AlertMessage
    Accessible.name: row.text
    Accessible.focusable: true

    FocusRing {
        visible: notice.activeFocus && Visit.keypad
    }
    Rectangle {
        anchors.fill: parent
        radius: Theme.radius
        color: notice.lit ? Theme.tint : Theme.surface
        border.width: Theme.mm(1)
        border.color: notice.wrong ? Theme.warn : Theme.primary
    }
    Pictogram {
        visible: notice.signed
        x: Theme.pad
        anchors.verticalCenter: parent.verticalCenter
        name: notice.wrong ? "attention" : "notice"
        ink: notice.wrong ? Theme.warn : Theme.primary
        fill: Theme.surface
    }
    Words {
        id: label

        x: notice.signed ? 2 * Theme.pad + Theme.icon : Theme.pad
        width: parent.width - x - Theme.pad
        anchors.verticalCenter: parent.verticalCenter
        text: notice.row.text
        sensitive: notice.row.personal
        font.weight: Font.Bold
        Accessible.ignored: true
    }
}
