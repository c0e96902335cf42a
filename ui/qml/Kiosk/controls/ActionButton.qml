import QtQuick
import Kiosk

// One action of the Screen in the shape its role asks for: a tile has its sign over the words, all else beside them.
Pressable {
    id: button

    required property var offer
    // Turning parts of a page is the page's own affair; all else goes to the session.
    property bool own: false
    // A few answers with room to spare are shown like tiles.
    property bool big: false
    signal pressedHere
    readonly property string role: offer.role
    readonly property bool tile: role === "tile" || big
    readonly property bool key: role === "key"
    // What cannot be pressed is drawn as a frame: its grey words are not to be read on the filled ground.
    readonly property bool filled: offer.enabled && (role === "primary" || offer.chosen)
    readonly property color ink: !enabled ? Theme.disabled : filled ? Theme.primaryInk : role === "danger" ? Theme.danger : Theme.text
    readonly property color signInk: !enabled ? Theme.disabled : filled ? Theme.primaryInk : role === "danger" ? Theme.danger : Theme.primary
    readonly property string under: !offer.enabled ? "不可用。" + offer.why_not : offer.note
    readonly property string sign: offer.chosen && role === "choice" ? "tick" : offer.pictogram
    readonly property real inside: width - 2 * Theme.pad
    // Beside the words a sign steps aside when they would have to break for it; a key has only its character.
    readonly property bool beside: !tile && offer.pictogram !== "" && (!key || ["erase", "clear"].includes(offer.pictogram)) && width >= Math.min(text.length, 5) * Theme.body + Theme.icon + Theme.mm(3) + 2 * Theme.pad
    readonly property bool signed: tile ? sign !== "" : beside
    readonly property real indent: beside ? Theme.icon + Theme.mm(3) : 0
    readonly property real lineWidth: (role === "choice" && beside) || key ? inside : Math.min(inside, indent + Math.max(measure.advanceWidth, noteMeasure.advanceWidth) + 2)
    // On a lying glass height is dear.
    readonly property int leastSide: Theme.mm(Visit.upright ? 20 : 17)
    readonly property real tileSide: Math.max(leastSide, Math.min(Theme.mm(50), height - words.height - Theme.mm(4) - 2 * Theme.pad))
    readonly property real natural: key ? Theme.key + Theme.mm(3) - 2 * Theme.pad : tile ? words.height + leastSide + Theme.mm(2) : Math.max(beside ? Theme.icon : 0, words.height)

    objectName: offer.id
    text: offer.label
    description: under
    enabled: offer.enabled
    checkable: false
    Accessible.checkable: role === "choice"
    Accessible.checked: offer.chosen
    implicitHeight: Math.max(role === "key" || (role === "choice" && !big) ? Theme.target : Theme.primaryHeight, natural + 2 * Theme.pad)
    onPushed: own ? pressedHere() : Visit.pressed(offer.id)

    background: Rectangle {
        radius: Theme.radius
        color: button.filled ? (button.down ? Theme.primaryDown : Theme.primary) : button.down ? Theme.down : Theme.surface
        border.width: button.filled ? 0 : Theme.line
        border.color: button.role === "danger" ? Theme.danger : Theme.outline
    }

    PointedRing {
        told: button.offer.pointed === true
    }
    TextMetrics {
        id: measure

        font: label.font
        text: button.text
    }
    TextMetrics {
        id: noteMeasure

        font: note.font
        text: button.under
    }
    Item {
        id: body

        anchors.centerIn: parent
        width: button.tile ? button.inside : button.lineWidth
        height: button.tile ? (button.signed ? sign.side + Theme.mm(2) : 0) + words.height : Math.max(button.beside ? sign.side : 0, words.height)

        Pictogram {
            id: sign

            visible: button.signed
            x: button.tile ? (parent.width - side) / 2 : 0
            y: button.tile ? 0 : (parent.height - side) / 2
            side: button.tile ? button.tileSide : Theme.icon
            name: button.signed ? button.sign : ""
            ink: button.signInk
            fill: button.filled ? Theme.primary : Theme.tint
        }
        // Not a Column: it would place its words only when the frame is drawn, and the page would be laid out twice.
        Item {
            id: words

            readonly property int align: button.beside ? Text.AlignLeft : Text.AlignHCenter

            x: button.indent
            y: button.tile ? parent.height - height : (parent.height - height) / 2
            width: parent.width - x
            height: label.height + (button.under !== "" ? note.height : 0)

            Words {
                id: label

                width: parent.width
                horizontalAlignment: words.align
                text: button.text
                font.pixelSize: button.key && text.length === 1 ? Theme.key : Theme.body
                font.weight: Font.Bold
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
            Words {
                id: note

                y: label.height
                width: parent.width
                visible: button.under !== ""
                horizontalAlignment: words.align
                text: button.under
                font.pixelSize: Theme.note
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
        }
    }
}
