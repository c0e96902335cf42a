pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

// Help at the same place on every page, whatever else the page offers beside it.
Rectangle {
    id: bar

    // Upright the sign stands above the words, lying beside them.
    readonly property bool wide: !Visit.upright
    readonly property int sign: Theme.mm(wide ? 12 : 16)
    readonly property int inset: Theme.mm(2)
    readonly property var help: Visit.always.find(action => action.id === "help") ?? null
    readonly property var others: Visit.always.filter(action => action.id !== "help")
    readonly property int helpWidth: Math.floor(width * (wide ? 0.17 : 0.2))
    readonly property int slots: Math.max(4, others.length)
    readonly property real slotWidth: (width - 2 * Theme.margin - helpWidth - slots * Theme.gap) / slots

    onOthersChanged: places.hold(others.length)
    color: Theme.surface
    implicitHeight: 2 * Theme.gap + (wide ? Theme.target : 2 * inset + sign + Math.ceil(2 * Theme.bar * 1.34))

    component BarButton: Pressable {
        id: button

        required property var offer
        property bool filled: false
        readonly property color ink: !enabled ? Theme.disabled : filled ? Theme.primaryInk : Theme.text

        objectName: offer.id
        text: offer.label
        enabled: offer.enabled
        description: offer.enabled ? offer.note : "不可用。" + offer.why_not
        y: Theme.gap
        height: bar.height - 2 * Theme.gap
        onPushed: Visit.pressed(offer.id)

        background: Rectangle {
            radius: Theme.radius
            color: button.filled ? (button.down ? Theme.primaryDown : Theme.primary) : button.down ? Theme.down : Theme.bg
            border.width: button.filled ? 0 : Theme.line
            border.color: Theme.outline
        }

        PointedRing {
            told: button.offer.pointed === true
        }
        Item {
            readonly property int room: bar.wide ? bar.sign + Theme.mm(2) : 0

            anchors.centerIn: parent
            width: bar.wide ? Math.min(parent.width - Theme.mm(1), room + words.implicitWidth + 1) : parent.width - Theme.mm(1)
            height: bar.wide ? Math.max(bar.sign, words.height) : bar.sign + words.height

            Pictogram {
                x: bar.wide ? 0 : (parent.width - side) / 2
                y: bar.wide ? (parent.height - side) / 2 : 0
                name: button.offer.pictogram
                side: bar.sign
                ink: !button.enabled ? Theme.disabled : button.filled ? Theme.primaryInk : Theme.primary
                fill: button.filled ? Theme.primary : Theme.tint
            }
            Words {
                id: words

                x: bar.wide ? bar.sign + Theme.mm(2) : 0
                y: bar.wide ? (parent.height - height) / 2 : bar.sign
                width: parent.width - x
                horizontalAlignment: Text.AlignHCenter
                text: button.text
                font.pixelSize: Theme.bar
                font.weight: Font.Bold
                lineHeight: Theme.tight
                color: button.ink
                Accessible.ignored: true
            }
        }
    }

    Rectangle {
        width: parent.width
        height: Theme.line
        color: Theme.outline
    }
    Repeater {
        model: Slots {
            id: places
        }
        delegate: BarButton {
            required property int index

            visible: index < bar.others.length
            offer: bar.others[index] ?? none
            width: bar.slotWidth
            x: Theme.margin + index * (bar.slotWidth + Theme.gap)
        }
    }
    BarButton {
        visible: bar.help !== null
        offer: bar.help ?? none
        filled: true
        width: bar.helpWidth
        x: bar.width - Theme.margin - bar.helpWidth
    }
}
