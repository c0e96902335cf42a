import QtQuick
import Kiosk

// One action of the Screen in the shape its role asks for.
Pressable {
    id: button

    required property var offer
    // Turning parts of a page is the page's own affair; all else goes to the session.
    property bool own: false
    // A few answers with room to spare are shown like tiles: a large sign over the words.
    property bool big: false
    signal pressedHere
    readonly property string role: offer.role
    readonly property bool tile: role === "tile" || big
    readonly property bool key: role === "key"
    readonly property bool filled: role === "primary" || offer.chosen
    readonly property color ink: !enabled ? Theme.disabled : filled ? Theme.primaryInk : role === "danger" ? Theme.danger : Theme.text
    readonly property color signInk: !enabled ? Theme.disabled : filled ? Theme.primaryInk : role === "danger" ? Theme.danger : Theme.primary
    // A sign steps aside when words would have to break for it.
    readonly property int longest: Math.min(text.length, 5)
    readonly property string under: !offer.enabled ? "不可用。" + offer.why_not : offer.note

    objectName: offer.id
    text: offer.label
    description: under
    enabled: offer.enabled
    checkable: false
    Accessible.checkable: role === "choice"
    Accessible.checked: offer.chosen
    implicitHeight: Math.max(role === "key" || (role === "choice" && !big) ? Theme.target : Theme.primaryHeight, (key ? Theme.key + Theme.mm(3) - 2 * Theme.pad : tile ? tileWords.height + Theme.mm(22) : line.height) + 2 * Theme.pad)
    onClicked: own ? pressedHere() : Visit.pressed(offer.id)

    background: Rectangle {
        radius: Theme.radius
        color: button.filled ? (button.down ? Theme.primaryDown : Theme.primary) : button.down ? Theme.down : Theme.surface
        border.width: button.filled ? 0 : Theme.line
        border.color: button.role === "danger" ? Theme.danger : Theme.outline
    }

    // Tile: sign above the words.
    Column {
        id: stack

        visible: button.tile
        anchors.centerIn: parent
        width: parent.width - 2 * Theme.pad
        spacing: Theme.mm(2)

        Pictogram {
            visible: button.tile
            anchors.horizontalCenter: parent.horizontalCenter
            name: button.tile ? (button.role === "choice" && button.offer.chosen ? "tick" : button.offer.pictogram) : ""
            ink: button.signInk
            fill: button.filled ? Theme.primary : Theme.tint
            side: Math.max(Theme.mm(20), Math.min(Theme.mm(50), button.height - tileWords.height - Theme.mm(4) - 2 * Theme.pad))
        }
        Column {
            id: tileWords

            width: parent.width

            Words {
                width: parent.width
                horizontalAlignment: Text.AlignHCenter
                text: button.tile ? button.text : ""
                font.weight: Font.Bold
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
            Words {
                width: parent.width
                visible: text !== ""
                horizontalAlignment: Text.AlignHCenter
                text: button.tile ? button.under : ""
                font.pixelSize: Theme.note
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
        }
    }

    // Everything else: sign beside the words; a key has only its character.
    Item {
        id: line

        readonly property bool signed: button.offer.pictogram !== "" && (!button.key || ["erase", "clear"].includes(button.offer.pictogram)) && button.width >= button.longest * Theme.body + Theme.icon + Theme.mm(3) + 2 * Theme.pad
        readonly property string sign: button.offer.chosen ? "tick" : button.offer.pictogram
        readonly property int room: signed ? Theme.icon + Theme.mm(3) : 0
        readonly property bool centred: button.role !== "choice" || !signed

        visible: !button.tile
        anchors.centerIn: parent
        width: centred && !button.key ? Math.min(parent.width - 2 * Theme.pad, room + measure.implicitWidth + 2) : parent.width - 2 * Theme.pad
        height: Math.max(signed ? Theme.icon : 0, column.height)

        Pictogram {
            visible: line.signed && !button.tile
            anchors.verticalCenter: parent.verticalCenter
            name: visible ? line.sign : ""
            ink: button.signInk
            fill: button.filled ? Theme.primary : Theme.tint
        }
        Words {
            id: measure

            visible: false
            wrapMode: Text.NoWrap
            text: button.text.length * 1.15 > button.under.length ? button.text : button.under
            font.weight: Font.Bold
        }
        Column {
            id: column

            x: line.room
            width: parent.width - line.room
            anchors.verticalCenter: parent.verticalCenter

            Words {
                width: parent.width
                text: button.tile ? "" : button.text
                font.pixelSize: button.key && text.length === 1 ? Theme.key : Theme.body
                horizontalAlignment: line.signed ? Text.AlignLeft : Text.AlignHCenter
                font.weight: Font.Bold
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
            Words {
                width: parent.width
                visible: text !== ""
                text: button.tile ? "" : button.under
                horizontalAlignment: line.signed ? Text.AlignLeft : Text.AlignHCenter
                font.pixelSize: Theme.note
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
        }
    }
}
